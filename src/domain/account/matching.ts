import { queryByTexts, queryWithRows } from '../../db/bulk.ts';
import { readRecords } from '../../db/table.ts';
import type { Deps } from '../deps.ts';
import { type AccountRow, accountTable, readNameOwners, readNumberedTwins } from './repository.ts';

/** Accounts by external key, by key. */
export async function accountsByKey(deps: Deps, keys: readonly string[]): Promise<Map<string, AccountRow>> {
  const rows = await queryByTexts<AccountRow>(
    deps,
    `select ${accountTable.select()} from accounts where external_key in {texts}`,
    keys,
  );
  return new Map(rows.map((row) => [row.key ?? '', row]));
}

/** Accounts by name, by comparison key (A4). */
export async function accountsByName(
  deps: Deps,
  nameKeys: readonly string[],
): Promise<Map<string, AccountRow>> {
  const rows = await queryByTexts<AccountRow>(
    deps,
    `select ${accountTable.select()} from accounts where name_key in {texts}`,
    nameKeys,
  );
  return new Map(rows.map((row) => [row.nameKey, row]));
}

/**
 * The accounts that a generated name may mean (B3): the one of that name and its numbered twins, in the order of their
 * numbers, by comparison key of the name.
 */
export async function accountsByGeneratedName(
  deps: Deps,
  nameKeys: readonly string[],
): Promise<Map<string, AccountRow[]>> {
  const bases = [...new Set(nameKeys)];
  const found = (await readNameOwners(deps, bases)).map(({ id, nameKey }) => ({
    base: nameKey,
    number: 1,
    id,
  }));
  // Twins get their numbers one after the other; a base that nobody has may still have twins left over.
  for (const twin of await readNumberedTwins(deps, bases)) {
    const number = /^ \((\d+)\)$/.exec(twin.nameKey.slice(twin.base.length));
    if (number !== null) found.push({ base: twin.base, number: Number(number[1]), id: twin.id });
  }
  const rows = await readRecords<AccountRow>(deps, accountTable, [...new Set(found.map(({ id }) => id))]);
  const candidates = new Map<string, AccountRow[]>();
  for (const { base, id } of found.sort((a, b) => a.number - b.number)) {
    const row = rows.get(id);
    if (row === undefined) continue;
    const list = candidates.get(base);
    if (list === undefined) candidates.set(base, [row]);
    else list.push(row);
  }
  return candidates;
}

/** An account and the name of a contact looked for in it. */
export interface NameInAccount {
  accountId: number;
  contactNameKey: string;
}

/** The contacts of that name inside those accounts (B3). */
export const contactsByNameInside = (
  deps: Deps,
  wanted: readonly NameInAccount[],
): Promise<Array<NameInAccount & { contactId: number }>> =>
  queryWithRows(
    deps,
    `select k.account_id as "accountId", c.name_key as "contactNameKey", c.id as "contactId"
     from {rows} k join account_contacts l on l.account_id = k.account_id
     join contacts c on c.id = l.contact_id and c.name_key = k.name_key order by c.id`,
    { account_id: 'integer', name_key: 'text' },
    wanted.map(({ accountId, contactNameKey }) => [accountId, contactNameKey]),
  );
