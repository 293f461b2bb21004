import { usageError } from '../../errors.ts';
import { addressParts, changedAddress, emptyAddress } from '../text/address.ts';
import { sortKey } from '../text/collation.ts';
import { comparisonKey, tidy, tidyOrNull } from '../text/comparison.ts';
import { searchText } from '../text/folding.ts';
import type { AccountType } from './model.ts';
import type { AccountRow } from './repository.ts';
import type { AccountPatch } from './schema.ts';

/** The type that an account is to have: as said, else a company where a company name is given (A1, B6). */
export const decideType = (input: Pick<AccountPatch, 'type' | 'companyName'>): AccountType =>
  input.type ?? (tidyOrNull(input.companyName) === null ? 'individual' : 'company');

/** The name that is generated when none is given (A3). Control characters stay out of it (A5). */
export function generatedName(type: AccountType, companyName: string | null, firstContact: string): string {
  const source = type === 'company' && companyName !== null ? companyName : firstContact;
  const name = tidy(source.replace(/[\u0000-\u001f\u007f-\u009f\u2028\u2029]+/g, ' '));
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

/** Characters that cannot stand in the name of a folder (A5). */
const folderBreaking = /[:"/\\|?*<>]/g;

/** The warning about characters in a name that cannot be in a folder's name (A5), if there are any. */
export function nameWarnings(name: string): string[] {
  const found = [...new Set(name.match(folderBreaking))];
  return found.length === 0
    ? []
    : [`the name "${name}" holds ${found.join(' ')}, which folder names cannot have`];
}

/** What follows from a name: comparison key, sort key; and the search text with number and key (Q1). */
export const derivedFromName = (row: {
  id: number;
  name: string;
  companyName: string | null;
  key: string | null;
}) => ({
  nameKey: comparisonKey(row.name),
  nameSort: sortKey(row.name),
  searchText: searchText([row.name, row.companyName, row.key]),
});

/** The row of a new account. */
export function newRow(
  input: Pick<AccountPatch, 'companyAddress' | 'companyName' | 'key'>,
  facts: { id: number; type: AccountType; name: string; now: string },
): AccountRow {
  const key = tidyOrNull(input.key);
  const companyName = companyNameOf(facts.type, tidyOrNull(input.companyName), facts.name);
  return {
    id: facts.id,
    type: facts.type,
    name: facts.name,
    key,
    companyName,
    ...changedAddress(emptyAddress, input.companyAddress),
    archivedAt: null,
    createdAt: facts.now,
    updatedAt: facts.now,
    ...derivedFromName({ id: facts.id, name: facts.name, companyName, key }),
  };
}

/** An account's row after a patch. A company always has a company name: the account's when none is given (A8). */
export function patchedAccount(before: AccountRow, patch: AccountPatch, now: string): AccountRow {
  const type = patch.type ?? before.type;
  const name = patch.name === undefined ? before.name : tidy(patch.name);
  const key = patch.key === undefined ? before.key : tidyOrNull(patch.key);
  const given = patch.companyName === undefined ? before.companyName : tidyOrNull(patch.companyName);
  const companyName = companyNameOf(type, given, name);
  return {
    ...before,
    ...changedAddress(before, patch.companyAddress),
    type,
    name,
    key,
    companyName,
    updatedAt: now,
    ...derivedFromName({ id: before.id, name, companyName, key }),
  };
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
