import { splitPersonName } from '../../domain/contact/person-name.ts';
import { restored } from '../formula-guard.ts';
import { countLeftOut, firstOf, insteadOf } from './address-book-cells.ts';
import type { ClientRow, RowAccount, RowProblem } from './client-row.ts';
import type { Target } from './headings/headings.ts';
import type { ColumnPlan } from './mapping.ts';
import { plainCells } from './odd-cells.ts';
import type { TableRecord } from './records.ts';
import { type Step, stepFor } from './steps.ts';
import type { Table } from './table.ts';

/** How the records of a table become rows; keyed records may bring further columns. */
interface Reading {
  plan: ColumnPlan;
  steps: Step[];
  /** How many cells a record must have; undefined where any may be missing. */
  width: number | undefined;
  /** Columns that appeared late and must not be there, by place. */
  unknown: Map<number, { header: string; reason: string }>;
}

/**
 * The rows of a table in batches of `size`. Values are read, not judged: that is for the rules of accounts and
 * contacts. Only rows with a wrong number of cells (RAGGED_ROW), with keys that nobody knows (UNKNOWN_COLUMN), with values that
 * no cell can hold and with unknown words for a type (UNKNOWN_TYPE) carry a problem already. Throws what reading the table
 * throws.
 */
export async function* readClientRows(
  table: Table,
  plan: ColumnPlan,
  size = 2_000,
): AsyncGenerator<ClientRow[]> {
  const { isKeyed, headers } = table;
  const width = isKeyed ? undefined : plan.width;
  const steps = plan.columns.map((column) => stepFor(column, isKeyed));
  const reading: Reading = { plan, steps, width, unknown: new Map() };
  let known = headers.length;
  let batch: ClientRow[] = [];
  for await (const records of table.records()) {
    for (; known < headers.length; known += 1) takeLateColumn(reading, headers[known] ?? '', known);
    if (plan.leftOut.length > 0) countLeftOut(records, plan, steps);
    for (const record of records) {
      batch.push(clientRow(record, reading));
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

const takeLateColumn = ({ plan, steps, unknown }: Reading, header: string, index: number): void => {
  const { columns, problem } = plan.later(header, index);
  if (problem !== undefined) unknown.set(index, { header, reason: problem });
  steps.push(...columns.map((column) => stepFor(column, true)));
};

const clientRow = (record: TableRecord, { steps, width, unknown }: Reading): ClientRow => {
  const { line } = record;
  const row: ClientRow = { line, record, account: {}, contact: {}, link: {}, access: {}, problems: [] };
  const cells = record.odd ? plainCells(row, record.odd, steps) : record.cells;
  if (width !== undefined && cells.length !== width && isRagged(cells, width)) {
    row.problems.push(raggedRow(line, cells.length, width));
    return row;
  }
  if (unknown.size > 0) refuseUnknown(row, cells, unknown);
  let fullName = '';
  for (const step of steps) {
    const cell = cells[step.index]?.trim() || (step.instead && insteadOf(record, step));
    const said = cell && (step.isGuarded ? restored(cell) : step.between ? firstOf(cell, step) : cell);
    const value = said || step.constant;
    if (!value) continue;
    switch (step.into) {
      case 'account':
        row.account[step.key] = value;
        break;
      case 'contact':
        row.contact[step.key] = value;
        break;
      case 'accountAddress':
        row.account.address ??= {};
        row.account.address[step.key] = value;
        break;
      case 'contactAddress':
        row.contact.address ??= {};
        row.contact.address[step.key] = value;
        break;
      case 'accountField':
        row.account.fields ??= {};
        row.account.fields[step.key] = value;
        break;
      case 'contactField':
        row.contact.fields ??= {};
        row.contact.fields[step.key] = value;
        break;
      case 'fullName':
        fullName = value;
        break;
      case 'description':
        row.link.description = value;
        break;
      case 'tags':
        addTags(row.account, value);
        break;
      case 'type':
        readType(row, step.header, value);
        break;
      case 'archived':
        row.account.archived = readYesOrNo(row, step.header, 'account.archived', value);
        break;
      case 'access':
        row.access[step.key] = readYesOrNo(row, step.header, `access.${step.key}`, value);
        break;
    }
  }
  // Names in columns of their own are surer than a split one.
  if (fullName !== '' && !row.contact.firstName && !row.contact.middleName && !row.contact.lastName) {
    Object.assign(row.contact, splitPersonName(fullName));
  }
  return row;
};

const refuseUnknown = (row: ClientRow, cells: readonly string[], unknown: Reading['unknown']): void => {
  for (const [index, { header, reason }] of unknown) {
    if (!cells[index]?.trim()) continue;
    row.problems.push({ line: row.line, column: header, code: 'UNKNOWN_COLUMN', reason });
  }
};

/** Empty cells beyond the headings are no harm: many programs end every line with a delimiter. */
const isRagged = (cells: readonly string[], width: number): boolean =>
  cells.length < width || cells.slice(width).some((cell) => cell.trim() !== '');

const raggedRow = (line: number, found: number, width: number): RowProblem => ({
  line,
  code: 'RAGGED_ROW',
  reason: `the row has ${found} ${found === 1 ? 'cell' : 'cells'}, the headings are ${width}`,
});

const tagSeparators = /[;,|\n]/;

const addTags = (account: RowAccount, value: string) => {
  const tags = value.split(tagSeparators).map((tag) => tag.trim());
  const distinct = [...new Set(tags)].filter((tag) => tag !== '');
  if (distinct.length > 0) account.tags = distinct;
};

const typeWords = new Map<string, 'individual' | 'company'>([
  ['individual', 'individual'],
  ['einzelperson', 'individual'],
  ['privatperson', 'individual'],
  ['company', 'company'],
  ['business', 'company'],
  ['unternehmen', 'company'],
  ['firma', 'company'],
]);

const readType = (row: ClientRow, column: string, value: string) => {
  const type = typeWords.get(value.toLowerCase());
  if (type) {
    row.account.type = type;
    return;
  }
  row.problems.push({
    line: row.line,
    column,
    field: 'account.type',
    value,
    code: 'UNKNOWN_TYPE',
    reason: 'allowed are individual (Einzelperson, Privatperson) and company (Business, Unternehmen, Firma)',
  });
};

const yes = new Set(['yes', 'true', 'on', 'ja', 'an', 'x', '1']);
const no = new Set(['no', 'false', 'off', 'nein', 'aus', '0']);

const readYesOrNo = (
  { line, problems }: ClientRow,
  column: string,
  field: Target,
  value: string,
): boolean | undefined => {
  const word = value.toLowerCase();
  if (yes.has(word)) return true;
  if (no.has(word)) return false;
  const reason = 'allowed are yes (true, on, x, 1, ja, an) and no (false, off, 0, nein, aus)';
  problems.push({ line, column, field, value, code: 'INVALID_VALUE', reason });
  return undefined;
};
