import { usageError } from '../../errors.ts';
import {
  chooseColumns,
  chooseLater,
  type MappingOptions,
  type PlannedColumn,
  type UnusedColumn,
} from './column-choice.ts';
import { headings, type Target } from './headings/headings.ts';
import { unknownColumns, unknownText } from './unknown-columns.ts';

export type { MappingOptions, PlannedColumn } from './column-choice.ts';

/** Whether a column is headed as an export heads it: its cells were guarded against spreadsheets (B5). */
export const isExported = ({ header, target }: Pick<PlannedColumn, 'header' | 'target'>): boolean =>
  header === target;

/** A column of an address book that says something kontor has no place for, and in how many rows it does. */
export interface LeftOutColumn {
  index: number;
  column: string;
  /** Of several values in one cell those behind the first; what stands between them. */
  between?: string;
  /** Counted while the rows are read. */
  rows: number;
}

/** What a column fills that appears only when the plan is made, and why it must not be there. */
export interface LateColumn {
  columns: readonly PlannedColumn[];
  problem?: string;
}

/** Which column fills what. */
export interface ColumnPlan {
  /** In the order of the file; a column may fill two targets. */
  columns: readonly PlannedColumn[];
  /** Headings of the columns that are left out. */
  ignored: readonly string[];
  /** The program that the file was exported from, where its headings tell. */
  addressBook: string | undefined;
  leftOut: readonly LeftOutColumn[];
  /** How many cells a record has. */
  width: number;
  /** The heading of the column that fills a target; for a part of a name also that of the full name. */
  headerOf(target: Target): string | undefined;
  /** Takes a column that appears only now. */
  later(header: string, index: number): LateColumn;
}

/**
 * Decides what each column fills (B4, B6): first by `--map`, then by the mapping file, which count more than any heading,
 * then by known headings, then by the labels and keys of the firm's fields. A column that is not known, or whose target
 * another column fills better, must be left out by the mapping file or by `ignoreUnknown`; those of known address books
 * are left out by themselves. Throws UNKNOWN_COLUMNS, COLUMN_CONFLICT, NO_CLIENT_COLUMNS, AMBIGUOUS_FIELD, UNKNOWN_FIELD
 * and the errors of reading `--map`.
 */
export const planColumns = (headers: readonly string[], options: MappingOptions): ColumnPlan => {
  const { columns, unused, conflict, addressBook } = chooseColumns(headers, options);
  if (conflict) throw conflict;
  const unknown = unused.filter(({ why }) => why === 'unknown');
  if (unknown.length > 0 && !options.ignoreUnknown) throw unknownColumns(unknown);
  const isEmptyList = options.isKeyed === true && headers.length === 0;
  if (!isEmptyList && !columns.some(({ target }) => isAboutClient(target))) {
    throw noClientColumns(headers);
  }
  const filled = [...columns];
  const header = new Map(columns.map((column) => [column.target, column.header]));
  return {
    columns,
    ignored: unused.map(({ name }) => name),
    addressBook: addressBook?.name,
    leftOut: leftOutOf(columns, unused),
    width: headers.length,
    headerOf: (target) =>
      header.get(target) ?? (nameParts.has(target) ? header.get('contact.fullName') : undefined),
    later: (late, index) => {
      const found = chooseLater(late, index, filled, options);
      if ('why' in found) {
        if (found.why !== 'unknown' || options.ignoreUnknown) return { columns: [] };
        const ways = '--map says what it fills, --ignore-unknown leaves it out';
        return { columns: [], problem: `unknown key ${unknownText(found)}; ${ways}` };
      }
      filled.push(...found);
      for (const column of found) header.set(column.target, late);
      return { columns: found };
    },
  };
};

const leftOutOf = (
  columns: readonly PlannedColumn[],
  unused: readonly UnusedColumn[],
): readonly LeftOutColumn[] => [
  ...columns.flatMap(({ index, header, target, between }): LeftOutColumn[] =>
    between === undefined || target === 'account.tags'
      ? []
      : [{ index, column: `${header} (further values)`, between, rows: 0 }],
  ),
  ...unused.filter(({ why }) => why === 'fact').map(({ index, name }) => ({ index, column: name, rows: 0 })),
];

/** What says something about a link or an access, but not whose. */
const isAboutClient = (target: Target): boolean => !/^(link|access)\./.test(target);

const nameParts: ReadonlySet<Target> = new Set([
  'contact.firstName',
  'contact.middleName',
  'contact.lastName',
]);

const noClientColumns = (headers: readonly string[]) =>
  usageError('NO_CLIENT_COLUMNS', 'no column of the file says anything about an account or a contact', {
    hint: `the first line must hold headings such as ${headings['account.companyName'].en}, ${headings['contact.fullName'].en} or ${headings['contact.email'].en}; kontor import template prints them all`,
    details: { columns: headers },
  });
