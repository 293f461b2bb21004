import type { Block, Field, Pair, ReportLine } from '../../src/output/view.ts';
import type {
  InspectedColumn,
  InspectedProblem,
  InspectedRow,
  Inspection,
} from '../../src/transfer/import/inspect.ts';

export const inspectFields: Field<Inspection>[] = [
  { key: 'file', heading: 'File' },
  { key: 'format', heading: 'Format' },
  { key: 'encoding', heading: 'Encoding' },
  { key: 'delimiter', heading: 'Delimiter' },
  { key: 'lineEnds', heading: 'Line ends' },
  { key: 'unit', heading: 'Unit', hidden: true },
  { key: 'addressBook', heading: 'Exported from' },
  { key: 'looked', heading: 'Looked at', hidden: true },
  { key: 'columns', heading: 'Columns', hidden: true },
  { key: 'rows', heading: 'Rows', hidden: true },
  { key: 'problems', heading: 'Problems', hidden: true },
  { key: 'mapping', heading: 'Mapping', hidden: true },
];

const delimiterNames: Record<string, string> = { ',': 'comma', ';': 'semicolon', '\t': 'tab', '|': 'pipe' };

const written = ({ format, encoding, delimiter, lineEnds, addressBook, looked }: Inspection): Pair[] => [
  { label: 'Format', value: format },
  { label: 'Encoding', value: encoding },
  ...(delimiter === null ? [] : [{ label: 'Delimiter', value: delimiterNames[delimiter] ?? delimiter }]),
  ...(lineEnds === null ? [] : [{ label: 'Line ends', value: lineEnds }]),
  ...(addressBook === null ? [] : [{ label: 'Exported from', value: addressBook }]),
  { label: 'Rows', value: looked.isAll ? String(looked.rows) : `more than ${looked.rows}` },
];

const columnFields: Field<InspectedColumn>[] = [
  { key: 'index', heading: '#', align: 'right' },
  { key: 'heading', heading: 'Column' },
  {
    key: 'target',
    heading: 'Fills',
    text: ({ status, targets, nearest }) =>
      status === 'mapped'
        ? targets.join(', ')
        : status === 'ignored'
          ? 'left out'
          : `unknown${nearest === null ? '' : `, near "${nearest}"`}`,
    tone: ({ status }) => (status === 'mapped' ? undefined : status === 'unknown' ? 'warning' : 'muted'),
  },
  { key: 'filled', heading: 'Filled', align: 'right' },
  { key: 'examples', heading: 'Such as', text: ({ examples }) => examples[0] ?? '' },
];

interface Said {
  what: string;
  value: string;
}

const saidFields: Field<Said>[] = [
  { key: 'what', heading: 'Fills', whole: true },
  { key: 'value', heading: 'With' },
];

/** What a row says, one line for each value. */
const saidBy = ({ account, contact, link, access }: InspectedRow): Said[] =>
  Object.entries({ account, contact, link, access }).flatMap(([owner, said]) => flat(owner, said));

const flat = (path: string, value: unknown): Said[] => {
  if (value === undefined) return [];
  if (typeof value === 'boolean') return [{ what: path, value: value ? 'yes' : 'no' }];
  if (typeof value !== 'object' || value === null) return [{ what: path, value: String(value) }];
  if (Array.isArray(value)) return [{ what: path, value: value.join(', ') }];
  return Object.entries(value).flatMap(([key, inner]) => flat(`${path}.${key}`, inner));
};

export const inspectPage = (inspection: Inspection): Block[] => [
  { kind: 'heading', title: inspection.file, facts: [] },
  { kind: 'pairs', pairs: written(inspection) },
  { kind: 'table', fields: columnFields, rows: inspection.columns, empty: 'no columns' },
  ...inspection.rows.map(
    (row): Block => ({
      kind: 'table',
      title: `${inspection.unit === 'line' ? 'Line' : 'Entry'} ${row.line}`,
      fields: saidFields,
      rows: saidBy(row),
      empty: 'nothing',
    }),
  ),
];

const problemText = ({ line, column, reason }: InspectedProblem, unit: string): string =>
  `${line === null ? '' : `${unit} ${line}: `}${column === undefined ? '' : `column "${column}": `}${reason}`;

/** What is wrong, and what may be done about it. */
export const inspectReport = ({ problems, unit, looked }: Inspection): ReportLine[] => [
  ...problems.flatMap((problem): ReportLine[] => [
    { tone: 'warning', text: problemText(problem, unit) },
    ...(problem.hint === undefined ? [] : [{ tone: 'note' as const, text: problem.hint }]),
  ]),
  ...(problems.length === 0
    ? [
        {
          tone: 'done' as const,
          text:
            looked.rows === 0
              ? 'there are no rows'
              : `nothing is wrong with ${looked.isAll ? 'the' : 'the first'} ${looked.rows === 1 ? 'row by itself' : `${looked.rows} rows by themselves`}`,
        },
      ]
    : []),
];
