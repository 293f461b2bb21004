import type { Block, Field, ReportLine } from '../../src/output/view.ts';
import type { ImportReport } from '../../src/transfer/import/report.ts';

const shownWarnings = 10;
const shownProblems = 20;

/** What an import answers; `dryRun` says that nothing of it was kept. */
export interface ImportAnswer extends ImportReport {
  dryRun: boolean;
}

export const importFields: Field<ImportAnswer>[] = [
  { key: 'run', heading: 'Run', align: 'right' },
  { key: 'rows', heading: 'Rows', align: 'right' },
  { key: 'created', heading: 'Created' },
  { key: 'updated', heading: 'Updated' },
  { key: 'unchanged', heading: 'Unchanged', align: 'right' },
  { key: 'skipped', heading: 'Skipped', align: 'right' },
  { key: 'failed', heading: 'Failed', align: 'right' },
  { key: 'invited', heading: 'Invited', hidden: true },
  { key: 'rejects', heading: 'Rejects' },
  { key: 'outcomes', heading: 'Outcomes', hidden: true },
  { key: 'problems', heading: 'Problems', hidden: true },
  { key: 'skippedRows', heading: 'Skipped rows', hidden: true },
  { key: 'stoppedAt', heading: 'Stopped at', hidden: true },
  { key: 'createdFields', heading: 'Created fields', hidden: true },
  { key: 'format', heading: 'Format', hidden: true },
  { key: 'encoding', heading: 'Encoding', hidden: true },
  { key: 'delimiter', heading: 'Delimiter', hidden: true },
  { key: 'unit', heading: 'Unit', hidden: true },
  { key: 'addressBook', heading: 'Exported from', hidden: true },
  { key: 'ignoredColumns', heading: 'Ignored columns', hidden: true },
  { key: 'leftOut', heading: 'Left out', hidden: true },
  { key: 'dryRun', heading: 'Dry run', hidden: true },
];

const rowFields: Field<ImportAnswer['outcomes']>[] = (
  ['created', 'updated', 'unchanged', 'skipped', 'failed'] as const
).map((key) => ({ key, heading: key, align: 'right' }));

const recordFields: Field<{ what: string; created: number; updated: number }>[] = [
  { key: 'what', heading: 'records' },
  { key: 'created', heading: 'created', align: 'right' },
  { key: 'updated', heading: 'updated', align: 'right' },
];

const problemFields: Field<ImportAnswer['problems'][number]>[] = [
  { key: 'line', heading: 'line', align: 'right' },
  { key: 'field', heading: 'field', text: ({ column, field }) => column ?? field ?? '' },
  { key: 'code', heading: 'code', whole: true },
  { key: 'reason', heading: 'reason' },
];

/** What was counted, as people read it, and what is wrong with the rows that failed. */
export const importPage = ({ outcomes, created, updated, problems }: ImportAnswer): Block[] => [
  { kind: 'table', title: 'Rows', fields: rowFields, rows: [outcomes], empty: '' },
  {
    kind: 'table',
    fields: recordFields,
    rows: (['accounts', 'contacts', 'links'] as const).map((what) => ({
      ...{ what, created: created[what], updated: updated[what] },
    })),
    empty: '',
  },
  ...(problems.length === 0
    ? []
    : [
        {
          kind: 'table' as const,
          title: 'Rows that failed',
          fields: problemFields,
          rows: problems.slice(0, shownProblems),
          empty: '',
        },
      ]),
];

const numbered = (count: number, what: string): string => `${count} ${what}${count === 1 ? '' : 's'}`;

const note = (text: string): ReportLine => ({ tone: 'note', text });
const warning = (text: string): ReportLine => ({ tone: 'warning', text });

/** What was done, and what the user should know about it. */
export const importReport = (report: ImportAnswer): ReportLine[] => [
  ...columnLines(report),
  ...fieldLines(report),
  ...report.warnings
    .slice(0, shownWarnings)
    .map(({ line, text }) => warning(`${report.unit} ${line}: ${text}`)),
  ...(report.warningCount > shownWarnings
    ? [warning(`${numbered(report.warningCount - shownWarnings, 'more warning')}; -o json lists all`)]
    : []),
  ...(report.problems.length > shownProblems ? [note('-o json lists more of the rows that failed')] : []),
  ...(report.stoppedAt === null
    ? []
    : [
        warning(
          `stopped at ${report.unit} ${report.stoppedAt}: ${report.failed === 1 ? '1 row has' : `${report.failed} rows have`} failed; the rest was not read`,
        ),
      ]),
  ...skippedLines(report),
  ...failedLines(report),
  { tone: 'done', text: `read ${numbered(report.rows, 'row')}: ${counted(report)}${runText(report)}` },
  ...(report.invited === 0 ? [] : [note(`${numbered(report.invited, 'e-mail')} invited`)]),
];

const shownLeftOut = 10;

/** Which columns were left out; of an address book's many only those that said something. */
const columnLines = ({ addressBook, format, ignoredColumns, leftOut, rows }: ImportAnswer): ReportLine[] => {
  const empty =
    rows === 0
      ? [note(`the file has no rows${format === 'csv' || format === 'tsv' ? ', only headings' : ''}`)]
      : [];
  if (ignoredColumns.length === 0) return empty;
  if (addressBook === null) return [note(`columns left out: ${ignoredColumns.join(', ')}`), ...empty];
  const known = note(`an export of ${addressBook}: ${ignoredColumns.length} of its columns are left out`);
  const [first] = leftOut;
  if (first === undefined) return [known, ...empty];
  const told = leftOut.slice(0, shownLeftOut).map((one) => `"${one.column}" in ${one.rows}`);
  const more = leftOut.length > shownLeftOut ? ` and ${leftOut.length - shownLeftOut} more` : '';
  return [
    known,
    warning(
      `left out although rows say something there: ${told.join(', ')}${more}; ` +
        `--map "${first.column}=field:LABEL" or "…=contact.notes" gives a column a place`,
    ),
  ];
};

const fieldLines = ({ createdFields }: ImportAnswer): ReportLine[] =>
  createdFields.map(({ scope, key, label }) => note(`made the ${scope} field "${label}" (${key}), a text`));

const skippedLines = ({ skipped, skippedRows, unit }: ImportAnswer): ReportLine[] => {
  const [first] = skippedRows;
  if (first === undefined) return [];
  const example = `${unit} ${first.line}: ${first.reason}`;
  return [note(`skipped ${numbered(skipped, 'row')} (${example}); -o json tells of each`)];
};

const failedLines = ({ failed, rejects, dryRun }: ImportAnswer): ReportLine[] => {
  if (failed === 0) return [];
  if (rejects === null) return dryRun ? [note('a dry run leaves no file of rejected rows')] : [];
  return [
    warning(
      `${rejects} has the ${failed === 1 ? 'row' : `${failed} rows`} that failed; mend ${failed === 1 ? 'it' : 'them'} there and import that file`,
    ),
  ];
};

const counted = ({ outcomes }: ImportAnswer): string =>
  Object.entries(outcomes)
    .filter(([word, count]) => count > 0 || ['created', 'updated', 'unchanged'].includes(word))
    .map(([word, count]) => `${count} ${word}`)
    .join(', ');

const runText = ({ run }: ImportAnswer): string => (run === null ? '' : ` (run ${run})`);
