import { usageError } from '../../errors.ts';
import type { AuditEntryInput, Changes } from '../audit/schema.ts';
import { addressParts, changedAddress, emptyAddress, type PostalAddress } from '../text/address.ts';
import { sortKey } from '../text/collation.ts';
import { changedText, comparisonKey, tidy, tidyOrNull } from '../text/comparison.ts';
import { searchText } from '../text/folding.ts';
import type { AccountType } from './model.ts';
import type { AccountRow } from './repository.ts';
import type { AccountPatch } from './schema.ts';

/** The type that an account is to have: as said, else a company where a company name is given (A1, B6). */
export const decideType = (input: Pick<AccountPatch, 'type' | 'companyName'>): AccountType =>
  input.type ?? (tidyOrNull(input.companyName) === null ? 'individual' : 'company');

const control = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g;

/** The name that is generated when none is given (A3). Control characters stay out of it (A5). */
export function generatedName(type: AccountType, companyName: string | null, firstContact: string): string {
  const source = type === 'company' && companyName !== null ? companyName : firstContact;
  const name = tidy(source.replace(control, ' '));
  if (name === '') {
    throw usageError('NAME_NEEDED', 'No account name can be made from the contact; give one.', {
      hint: 'Add --name "…".',
    });
  }
  return name;
}

/** The name with its number: " (2)", " (3)" … (A4). */
export const numberedName = (name: string, number: number): string =>
  number === 1 ? name : `${name} (${number})`;

/** A name without the number that {@link numberedName} gives. */
export const nameWithoutNumber = (name: string): string =>
  name.endsWith(')') ? name.replace(/ \(\d+\)$/, '') : name;

/** Characters that cannot stand in the name of a folder (A5). */
const folderBreaking = /[:"/\\|?*<>]/g;

/** The warning about characters in a name that cannot be in a folder's name (A5), if there are any. */
export function nameWarnings(name: string): string[] {
  const matches = name.match(folderBreaking);
  if (matches === null) return [];
  const found = [...new Set(matches)];
  return [`the name "${name}" holds ${found.join(' ')}, which folder names cannot have`];
}

/** What is decided about an account; all else of its row follows from it. */
interface Decided {
  id: number;
  type: AccountType;
  name: string;
  key: string | null;
  companyName: string | null;
  address: PostalAddress;
  archivedAt: string | null;
  createdAt: string;
  updatedAt: string;
}

/** The columns that follow from others: comparison key (A4), sort key, search text (Q1). */
export const derivedOfAccount = ({
  name,
  companyName,
  key,
}: Pick<Decided, 'name' | 'companyName' | 'key'>) => ({
  nameKey: comparisonKey(name),
  nameSort: sortKey(name),
  searchText: searchText([name, companyName, key]),
});

/** The row of an account, with what follows from its name: comparison key, sort key, search text (Q1). */
function rowOf(decided: Decided): AccountRow {
  const { name, companyName, key, address } = decided;
  const { nameKey, nameSort, searchText } = derivedOfAccount(decided);
  return {
    id: decided.id,
    type: decided.type,
    name,
    nameKey,
    nameSort,
    searchText,
    key,
    companyName,
    street: address.street,
    street2: address.street2,
    postalCode: address.postalCode,
    city: address.city,
    region: address.region,
    country: address.country,
    archivedAt: decided.archivedAt,
    createdAt: decided.createdAt,
    updatedAt: decided.updatedAt,
  };
}

/** The row of a new account. */
export function newRow(
  input: Pick<AccountPatch, 'companyAddress' | 'companyName' | 'key'>,
  { id, type, name, now }: { id: number; type: AccountType; name: string; now: string },
): AccountRow {
  return rowOf({
    id,
    type,
    name,
    key: tidyOrNull(input.key),
    companyName: companyNameOf(type, tidyOrNull(input.companyName), name),
    address: changedAddress(emptyAddress, input.companyAddress),
    archivedAt: null,
    createdAt: now,
    updatedAt: now,
  });
}

/** An account's row after a patch. A company always has a company name: the account's when none is given (A8). */
export function patchedAccount(before: AccountRow, patch: AccountPatch, now: string): AccountRow {
  const type = patch.type ?? before.type;
  const name = patch.name === undefined ? before.name : tidy(patch.name);
  return rowOf({
    id: before.id,
    type,
    name,
    key: changedText(before.key, patch.key),
    companyName: companyNameOf(type, changedText(before.companyName, patch.companyName), name),
    address: changedAddress(before, patch.companyAddress),
    archivedAt: before.archivedAt,
    createdAt: before.createdAt,
    updatedAt: now,
  });
}

const companyNameOf = (type: AccountType, given: string | null, name: string): string | null =>
  given ?? (type === 'company' ? name : null);

/** The fields that the record of changes follows. */
export const auditedAccountFields = [
  'type',
  'name',
  'key',
  'companyName',
  ...addressParts,
  'archivedAt',
] as const satisfies ReadonlyArray<keyof AccountRow>;

/** The audit entry about an account. */
export const accountEntry = (
  row: Pick<AccountRow, 'id' | 'name'>,
  action: AuditEntryInput['action'],
  changes: Changes,
): AuditEntryInput => ({ record: 'account', recordId: row.id, label: row.name, action, changes });
