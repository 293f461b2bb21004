import { splitPersonName } from '../../domain/contact/person-name.ts';
import { restored } from '../formula-guard.ts';
import type { ClientRow, RowAccount, RowContact, RowProblem } from './client-row.ts';
import type { AddressPart } from './headings/address-headings.ts';
import { isFieldTarget } from './headings/fields.ts';
import { type ColumnPlan, isExported, type PlannedColumn } from './mapping.ts';
import type { TableRecord } from './records.ts';
import type { Table } from './table.ts';

/** Filled by a cell as it is; all other targets need work. */
type PlainAccount = 'key' | 'name' | 'companyName';
type PlainContact = Exclude<keyof RowContact, 'address' | 'fields'>;

type Step = { index: number; header: string; isGuarded: boolean } & (
  | { into: 'account'; key: PlainAccount }
  | { into: 'contact'; key: PlainContact }
  | { into: 'accountAddress' | 'contactAddress'; key: AddressPart }
  | { into: 'accountField' | 'contactField'; key: string }
  | { into: 'type' | 'archived' | 'tags' | 'fullName' | 'description' }
);

/**
 * The rows of a table in batches of `size`. Values are read, not judged: that is for the rules of accounts and
 * contacts. Only rows with a wrong number of cells (RAGGED_ROW) and unknown words for a type (UNKNOWN_TYPE) carry a
 * problem already. Throws what reading the table throws.
 */
export async function* readClientRows(
  table: Table,
  plan: ColumnPlan,
  size = 2_000,
): AsyncGenerator<ClientRow[]> {
  const steps = plan.columns.map(stepFor);
  let batch: ClientRow[] = [];
  for await (const records of table.records()) {
    for (const record of records) {
      batch.push(clientRow(record, steps, plan.width));
      if (batch.length < size) continue;
      yield batch;
      batch = [];
    }
  }
  if (batch.length > 0) yield batch;
}

const clientRow = (record: TableRecord, steps: readonly Step[], width: number): ClientRow => {
  const { line, cells } = record;
  const row: ClientRow = { line, account: {}, contact: {}, link: {}, problems: [] };
  if (cells.length !== width && isRagged(cells, width)) {
    row.problems.push(raggedRow(line, cells.length, width));
    return row;
  }
  let fullName = '';
  for (const step of steps) {
    const cell = cells[step.index]?.trim();
    if (!cell) continue;
    const value = step.isGuarded ? restored(cell) : cell;
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
        readArchived(row, step.header, value);
        break;
    }
  }
  // Names in columns of their own are surer than a split one.
  if (fullName !== '' && !row.contact.firstName && !row.contact.middleName && !row.contact.lastName) {
    Object.assign(row.contact, splitPersonName(fullName));
  }
  return row;
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
  const tags = value.split(/[;,|]/).map((tag) => tag.trim());
  const distinct = [...new Set(tags)].filter((tag) => tag !== '');
  if (distinct.length > 0) account.tags = distinct;
};

const typeWords = new Map<string, 'individual' | 'company'>([
  ['individual', 'individual'],
  ['einzelperson', 'individual'],
  ['privatperson', 'individual'],
  ['company', 'company'],
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

const yes = new Set(['yes', 'true', 'ja', '1']);
const no = new Set(['no', 'false', 'nein', '0']);

const readArchived = (row: ClientRow, column: string, value: string) => {
  const word = value.toLowerCase();
  if (yes.has(word)) row.account.archived = true;
  if (yes.has(word) || no.has(word)) return;
  row.problems.push({
    line: row.line,
    column,
    field: 'account.archived',
    value,
    code: 'INVALID_VALUE',
    reason: 'allowed are yes (true, ja) and no (false, nein)',
  });
};

const stepFor = (column: PlannedColumn): Step => {
  const { index, header, target } = column;
  const at = { index, header, isGuarded: isExported(column) };
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
    default:
      return { ...at, into: 'contact', key: keyOf(target) };
  }
};

/** `account.city` → `city`. */
const keyOf = <Owner extends string, Key extends string>(target: `${Owner}.${Key}`): Key =>
  target.slice(target.indexOf('.') + 1) as Key;
