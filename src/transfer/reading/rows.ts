import type { SwitchName } from '../../domain/access/model.ts';
import { splitPersonName } from '../../domain/contact/person-name.ts';
import { valueText } from '../../domain/field/rules.ts';
import { restored } from '../formula-guard.ts';
import type { ClientRow, RowAccount, RowContact, RowProblem } from './client-row.ts';
import type { PlannedColumn } from './column-choice.ts';
import type { AddressPart } from './headings/address-headings.ts';
import { isFieldTarget } from './headings/fields.ts';
import type { Target } from './headings/headings.ts';
import { type ColumnPlan, isExported } from './mapping.ts';
import type { OddCell, TableRecord } from './records.ts';
import type { Table } from './table.ts';

/** Filled by a cell as it is; all other targets need work. */
type PlainAccount = 'key' | 'name' | 'companyName';
type PlainContact = Exclude<keyof RowContact, 'address' | 'fields'>;

type Step = Pick<PlannedColumn, 'index' | 'header' | 'takes' | 'between' | 'instead' | 'constant'> & {
  isGuarded: boolean;
} & (
    | { into: 'account'; key: PlainAccount }
    | { into: 'contact'; key: PlainContact }
    | { into: 'accountAddress' | 'contactAddress'; key: AddressPart }
    | { into: 'accountField' | 'contactField'; key: string }
    | { into: 'access'; key: SwitchName }
    | { into: 'type' | 'archived' | 'tags' | 'fullName' | 'description' }
  );

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

/** What Outlook writes where nothing was given. */
const saysNothing: ReadonlySet<string> = new Set(['0.0.00', '0/0/00', 'keine Angabe', 'Unspecified']);

const isBlank = (cell: string | undefined): boolean => cell === undefined || cell.trim() === '';

/** The column among those that may step in for a blank one. */
const steppingIn = ({ cells }: TableRecord, { index, instead }: Pick<Step, 'index' | 'instead'>) =>
  isBlank(cells[index]) ? instead?.find((other) => !isBlank(cells[other])) : undefined;

/** Counts, column by column, the records that say something for which there is no place. */
const countLeftOut = (
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

const clientRow = (record: TableRecord, { steps, width, unknown }: Reading): ClientRow => {
  const { line, cells } = record;
  const row: ClientRow = { line, record, account: {}, contact: {}, link: {}, access: {}, problems: [] };
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
  if (record.odd) readOdd(row, record.odd, steps);
  // Names in columns of their own are surer than a split one.
  if (fullName !== '' && !row.contact.firstName && !row.contact.middleName && !row.contact.lastName) {
    Object.assign(row.contact, splitPersonName(fullName));
  }
  return row;
};

/** Of several values the first; of groups the own ones: an address book marks its built-in groups (`* myContacts`). */
const firstOf = (cell: string, { into, between = '' }: Step): string => {
  const values = cell.split(between).map((value) => value.trim());
  if (into !== 'tags') return values[0] ?? '';
  return values.filter((value) => !value.startsWith('* ')).join('\n');
};

const insteadOf = (record: TableRecord, step: Step): string | undefined => {
  const index = steppingIn(record, step);
  return index === undefined ? undefined : record.cells[index]?.trim();
};

const refuseUnknown = (row: ClientRow, cells: readonly string[], unknown: Reading['unknown']): void => {
  for (const [index, { header, reason }] of unknown) {
    if (isBlank(cells[index])) continue;
    row.problems.push({ line: row.line, column: header, code: 'UNKNOWN_COLUMN', reason });
  }
};

/** What JSON has beyond texts: lists where one value belongs, numbers that would be misread, objects. */
const readOdd = (row: ClientRow, odd: readonly OddCell[], steps: readonly Step[]): void => {
  for (const { index, is, reason } of odd) {
    for (const step of steps) {
      if (step.index !== index) continue;
      if (is === 'fraction') writeFraction(row, step);
      else if (is === 'unfit' || step.takes !== 'list') {
        const why = reason ?? 'it takes one value, not a list';
        row.problems.push({ line: row.line, column: step.header, code: 'INVALID_VALUE', reason: why });
      }
    }
  }
};

/** A number with three decimals would be taken for thousands. */
const writeFraction = (
  { account, contact }: ClientRow,
  { into, key, takes }: Step & { key?: string },
): void => {
  const fields =
    into === 'accountField' ? account.fields : into === 'contactField' ? contact.fields : undefined;
  if (takes !== 'number' || fields === undefined || key === undefined) return;
  fields[key] = valueText(Number(fields[key]));
};

/** Empty cells beyond the headings are no harm: many programs end every line with a delimiter. */
const isRagged = (cells: readonly string[], width: number): boolean =>
  cells.length < width || cells.slice(width).some((cell) => cell.trim() !== '');

const raggedRow = (line: number, found: number, width: number): RowProblem => ({
  line,
  code: 'RAGGED_ROW',
  reason: `the row has ${found} ${found === 1 ? 'cell' : 'cells'}, the headings are ${width}`,
});

const addTags = (account: RowAccount, value: string) => {
  const tags = value.split(/[;,|\n]/).map((tag) => tag.trim());
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
    reason: 'allowed are individual (Einzelperson, Privatperson) and company (Unternehmen, Firma)',
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

const stepFor = (column: PlannedColumn, isKeyed: boolean): Step => {
  const { target, ...place } = column;
  const at = { ...place, isGuarded: !isKeyed && isExported(column) };
  if (isFieldTarget(target)) {
    const [owner, key = ''] = target.split('.field:');
    return { ...at, into: owner === 'account' ? 'accountField' : 'contactField', key };
  }
  switch (target) {
    case 'account.key':
    case 'account.name':
    case 'account.companyName':
      return { ...at, into: 'account', key: keyOf(target) };
    case 'account.type':
      return { ...at, into: 'type' };
    case 'account.archived':
      return { ...at, into: 'archived' };
    case 'account.tags':
      return { ...at, into: 'tags' };
    case 'account.street':
    case 'account.street2':
    case 'account.postalCode':
    case 'account.city':
    case 'account.region':
    case 'account.country':
      return { ...at, into: 'accountAddress', key: keyOf(target) };
    case 'contact.fullName':
      return { ...at, into: 'fullName' };
    case 'contact.street':
    case 'contact.street2':
    case 'contact.postalCode':
    case 'contact.city':
    case 'contact.region':
    case 'contact.country':
      return { ...at, into: 'contactAddress', key: keyOf(target) };
    case 'link.description':
      return { ...at, into: 'description' };
    case 'access.login':
    case 'access.notify':
    case 'access.sync':
      return { ...at, into: 'access', key: keyOf(target) };
    default:
      return { ...at, into: 'contact', key: keyOf(target) };
  }
};

/** `account.city` → `city`. */
const keyOf = <Owner extends string, Key extends string>(target: `${Owner}.${Key}`): Key =>
  target.slice(target.indexOf('.') + 1) as Key;
