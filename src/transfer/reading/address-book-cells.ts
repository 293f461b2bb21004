import type { ColumnPlan } from './mapping.ts';
import type { TableRecord } from './records.ts';
import type { Step } from './steps.ts';

/** What Outlook writes where nothing was given. */
const saysNothing: ReadonlySet<string> = new Set(['0.0.00', '0/0/00', 'keine Angabe', 'Unspecified']);

const isBlank = (cell: string | undefined): boolean => cell === undefined || cell.trim() === '';

/** The column among those that may step in for a blank one. */
const steppingIn = ({ cells }: TableRecord, { index, instead }: Pick<Step, 'index' | 'instead'>) =>
  isBlank(cells[index]) ? instead?.find((other) => !isBlank(cells[other])) : undefined;

/** Counts, column by column, the records that say something for which there is no place. */
export const countLeftOut = (
  records: readonly TableRecord[],
  { leftOut }: ColumnPlan,
  steps: readonly Step[],
): void => {
  const flexible = steps.filter(({ instead }) => instead !== undefined);
  for (const record of records) {
    const used = new Set(flexible.map((step) => steppingIn(record, step)));
    for (const column of leftOut) {
      const { index, between } = column;
      const cell = record.cells[index]?.trim() ?? '';
      const isSaid = cell !== '' && !saysNothing.has(cell) && !used.has(index);
      const isTold = between === undefined ? isSaid : cell.includes(between);
      if (isTold) column.rows += 1;
    }
  }
};

/** Of several values the first; of groups the own ones: an address book marks its built-in groups (`* myContacts`). */
export const firstOf = (cell: string, { into, between = '' }: Step): string => {
  const values = cell.split(between).map((value) => value.trim());
  if (into !== 'tags') return values[0] ?? '';
  return values.filter((value) => !value.startsWith('* ')).join('\n');
};

/** The cell that steps in for the blank one of a column. */
export const insteadOf = (record: TableRecord, step: Step): string | undefined => {
  const index = steppingIn(record, step);
  return index === undefined ? undefined : record.cells[index]?.trim();
};
