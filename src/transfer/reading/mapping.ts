import { usageError } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import { type FieldColumn, fieldsCalled, fieldTarget, isFieldReference } from './headings/fields.ts';
import { foldHeader } from './headings/fold-header.ts';
import { headings, type Target } from './headings/headings.ts';
import { headingMeaning, knownHeadings } from './headings/known-headings.ts';
import { fieldMeant, readMappings } from './map-option.ts';

export interface MappingOptions {
  /** `Column=target`, as typed. */
  map: readonly string[];
  ignoreUnknown: boolean;
  /** The firm's custom fields; a heading `field:LABEL`, or one that is a label or key, fills one. */
  fields?: readonly FieldColumn[];
}

export interface PlannedColumn {
  /** Place in the record, from 0. */
  index: number;
  /** The heading as it stands in the file. */
  header: string;
  target: Target;
}

/** Whether a column is headed as an export heads it: its cells were guarded against spreadsheets (B5). */
export const isExported = ({ header, target }: Pick<PlannedColumn, 'header' | 'target'>): boolean =>
  header === target;

/** Which column fills what. */
export interface ColumnPlan {
  /** In the order of the file; a column may fill two targets. */
  columns: readonly PlannedColumn[];
  /** Headings of the columns that are left out. */
  ignored: readonly string[];
  /** How many cells a record has. */
  width: number;
  /** The heading of the column that fills a target; for a part of a name also that of the full name. */
  headerOf(target: Target): string | undefined;
}

/**
 * Decides what each column fills (B4, B6): first by `--map`, which counts more than any heading, then by known headings,
 * then by the labels and keys of the firm's fields.
 * A column that is not known, or whose target another column fills better, must be left out by `ignoreUnknown`.
 * Throws UNKNOWN_COLUMNS, COLUMN_CONFLICT, NO_CLIENT_COLUMNS, AMBIGUOUS_FIELD, UNKNOWN_FIELD and the errors of reading `--map`.
 */
export const planColumns = (headers: readonly string[], options: MappingOptions): ColumnPlan => {
  const { map, fields = [] } = options;
  const columns = readMappings(headers, map, fields).map(
    ({ index, target }): PlannedColumn => ({ index, header: headers[index] ?? '', target }),
  );
  refuseConflicts(columns, 'give only one --map for it');
  const byHand = new Set(columns.map(({ index }) => index));
  const filled = new Set(columns.map(({ target }) => target));

  const candidates = knownColumns(headers, fields).filter(
    ({ index, target }) => !byHand.has(index) && !filled.has(target),
  );
  const best = candidates.filter(
    (one) => !candidates.some(({ target, rank }) => target === one.target && rank < one.rank),
  );
  refuseConflicts(best, 'choose one with --map, and leave out the other with --ignore-unknown');
  columns.push(...best.map(({ index, header, target }) => ({ index, header, target })));
  columns.sort((one, other) => one.index - other.index);

  const used = new Set(columns.map(({ index }) => index));
  const unknown = headers.flatMap((header, index) => (used.has(index) ? [] : [{ header, index }]));
  const ignored = unknown.map(({ header, index }) => (header === '' ? `column ${index + 1}` : header));
  if (ignored.length > 0 && !options.ignoreUnknown) throw unknownColumns(ignored, columns, fields);
  if (!columns.some(({ target }) => target !== 'link.description')) throw noClientColumns(headers);

  const header = new Map(columns.map((column) => [column.target, column.header]));
  const headerOf = (target: Target) =>
    header.get(target) ?? (nameParts.has(target) ? header.get('contact.fullName') : undefined);
  return { columns, ignored, width: headers.length, headerOf };
};

const nameParts: ReadonlySet<Target> = new Set([
  'contact.firstName',
  'contact.middleName',
  'contact.lastName',
]);

interface KnownColumn extends PlannedColumn {
  rank: number;
}

const knownColumns = (headers: readonly string[], fields: readonly FieldColumn[]): KnownColumn[] => {
  const known = headers.flatMap((header, index): KnownColumn[] => {
    if (isFieldReference(header)) return [{ index, header, target: fieldMeant(header, fields), rank: 0 }];
    const meaning = headingMeaning(header);
    if (meaning) return [{ index, header, target: meaning.target, rank: meaning.rank }];
    const [field, other] = fieldsCalled(header, fields);
    if (field === undefined) return [];
    return [
      { index, header, target: other ? fieldMeant(`field:${header}`, fields) : fieldTarget(field), rank: 0 },
    ];
  });
  // "Vorname, Name" is how German lists head first and last name; alone, "Name" is the whole name.
  const fills = (target: Target) => known.some((column) => column.target === target);
  if (!fills('contact.firstName') || fills('contact.lastName')) return known;
  return known.map((column) =>
    foldHeader(column.header)[0] === 'name' ? { ...column, target: 'contact.lastName', rank: 0 } : column,
  );
};

const refuseConflicts = (columns: readonly PlannedColumn[], hint: string) => {
  for (const { target } of columns) {
    const same = columns.filter((column) => column.target === target).map(({ header }) => header);
    if (same.length < 2) continue;
    throw usageError(
      'COLUMN_CONFLICT',
      `two columns fill ${target}: ${same.map((header) => `"${header}"`).join(' and ')}`,
      { hint, details: { target, columns: same } },
    );
  }
};

/** Long headings (a file read with the wrong delimiter has one) are cut in messages. */
const short = (header: string) => (header.length > 60 ? `${header.slice(0, 60)}…` : header);

const unknownColumns = (
  unknown: readonly string[],
  columns: readonly PlannedColumn[],
  fields: readonly FieldColumn[],
) => {
  const near: Record<string, string> = {};
  const named = unknown.map((header) => {
    const meaning = headingMeaning(header);
    const better = columns.find(({ target }) => target === meaning?.target);
    if (better) return `"${short(header)}" (${better.target} is filled by "${short(better.header)}")`;
    const close = nearest(foldHeader(header)[0] ?? '', knownHeadings.keys());
    const known = close === undefined ? undefined : knownHeadings.get(close)?.heading;
    const heading =
      known ??
      nearest(
        header,
        fields.map(({ label }) => label),
      );
    if (heading === undefined) return `"${short(header)}"`;
    near[header] = heading;
    return `"${short(header)}" (near "${heading}")`;
  });
  const example = `--map "${short(unknown[0] ?? '')}=…"`;
  return usageError(
    'UNKNOWN_COLUMNS',
    `unknown ${unknown.length === 1 ? 'column' : 'columns'} in the file: ${named.join(', ')}`,
    {
      hint: `say what a column fills with ${example} (such as account.key or contact.notes), or leave them out with --ignore-unknown`,
      details: { columns: unknown, near },
    },
  );
};

const noClientColumns = (headers: readonly string[]) =>
  usageError('NO_CLIENT_COLUMNS', 'no column of the file says anything about an account or a contact', {
    hint: `the first line must hold headings such as ${headings['account.companyName'].en}, ${headings['contact.fullName'].en} or ${headings['contact.email'].en}; kontor import template prints them all`,
    details: { columns: headers },
  });
