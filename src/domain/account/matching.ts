import { mayHold, queryByIds, queryByTexts, queryWithRows } from '../../db/bulk.ts';
import { readRecords } from '../../db/table.ts';
import type { Deps } from '../deps.ts';
import { type AccountRow, accountTable } from './repository.ts';

/** Accounts by id. */
export const accountsById = (deps: Deps, ids: readonly number[]): Promise<Map<number, AccountRow>> =>
  readRecords<AccountRow>(deps, accountTable, ids);

/** Accounts by external key, by key. */
export async function accountsByKey(deps: Deps, keys: readonly string[]): Promise<Map<string, AccountRow>> {
  const rows = await queryByTexts<AccountRow>(
    deps,
    `select ${accountTable.select()} from accounts where external_key in {texts}`,
    keys,
    ['accounts.external_key'],
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
    ['accounts.name_key'],
  );
  return new Map(rows.map((row) => [row.nameKey, row]));
}

/** A contact of an account that a generated name may mean. */
export interface PersonOfName {
  /** The generated name, as compared. */
  nameKey: string;
  accountId: number;
  /** 1 for the account of that very name, 2 for " (2)" … */
  number: number;
  contactId: number;
  contactNameKey: string;
  contactHasKey: boolean;
  contactHasEmail: boolean;
}

/** A generated name by which accounts are looked for. */
export interface GeneratedName {
  /** As compared. */
  nameKey: string;
  /** Whether whoever has the name is known by a key: an account with another key is another client. */
  hasKey: boolean;
}

/**
 * The contacts of the accounts that generated names may mean (B3): of those of that name and of their numbered twins,
 * in the order of the numbers. Twins may outlive the account whose name they were given.
 */
export async function peopleOfGeneratedNames(
  deps: Deps,
  names: readonly GeneratedName[],
): Promise<PersonOfName[]> {
  const found = await accountsOfGeneratedNames(deps, names);
  const people = new Map<number, Array<Omit<PersonOfName, 'nameKey' | 'number'>>>();
  for (const person of await peopleOfAccounts(
    deps,
    found.map(({ accountId }) => accountId),
  )) {
    const list = people.get(person.accountId);
    if (list === undefined) people.set(person.accountId, [person]);
    else list.push(person);
  }
  return found
    .flatMap((account) => (people.get(account.accountId) ?? []).map((person) => ({ ...person, ...account })))
    .sort((a, b) => a.number - b.number || a.contactId - b.contactId);
}

type NamedAccount = Pick<PersonOfName, 'nameKey' | 'accountId' | 'number'>;

async function accountsOfGeneratedNames(
  deps: Deps,
  names: readonly GeneratedName[],
): Promise<NamedAccount[]> {
  const wanted = wantedNames(names);
  const rows = await queryWithRows<{ nameKey: string; accountId: number; accountNameKey: string }>(
    deps,
    // SQLite keeps the order of cross joins.
    `with wanted as {rows}
     select w.name_key as "nameKey", a.id as "accountId", a.name_key as "accountNameKey"
     from wanted w cross join accounts a where a.name_key = w.name_key
       and (w.keyed = 0 or a.external_key is null)
     union all
     select w.name_key, a.id, a.name_key from wanted w cross join accounts a
     where a.name_key >= w.name_key || ' (' and a.name_key < w.name_key || ' )'
       and (w.keyed = 0 or a.external_key is null)`,
    { name_key: 'text', keyed: 'integer' },
    [...wanted]
      .filter(([name, isKeyed]) => mayHold(deps, name, isKeyed ? keyless : named))
      .map(([name, isKeyed]) => [name, isKeyed ? 1 : 0]),
  );
  return rows.flatMap(({ nameKey, accountId, accountNameKey }) => {
    const number = numberOf(accountNameKey.slice(nameKey.length));
    return number === undefined ? [] : [{ nameKey, accountId, number }];
  });
}

const named = ['accounts.name_key'] as const;
const keyless = ['accounts.name_key without external_key'] as const;

/** Each name once, and whether all who have it are known by a key. */
function wantedNames(names: readonly GeneratedName[]): Map<string, boolean> {
  const wanted = new Map<string, boolean>();
  for (const { nameKey, hasKey } of names) wanted.set(nameKey, hasKey && wanted.get(nameKey) !== false);
  return wanted;
}

/** The contacts of accounts. By themselves: PostgreSQL would join all contacts there are, for want of statistics. */
async function peopleOfAccounts(
  deps: Deps,
  accountIds: readonly number[],
): Promise<Array<Omit<PersonOfName, 'nameKey' | 'number'>>> {
  const rows = await queryByIds<
    Pick<PersonOfName, 'accountId' | 'contactId' | 'contactNameKey'> & { hasKey: number; hasEmail: number }
  >(
    deps,
    `select l.account_id as "accountId", c.id as "contactId", c.name_key as "contactNameKey",
       case when c.external_key is null then 0 else 1 end as "hasKey",
       case when exists (select 1 from contact_emails e where e.contact_id = c.id) then 1 else 0 end as "hasEmail"
     from account_contacts l join contacts c on c.id = l.contact_id where l.account_id in {ids}`,
    [...new Set(accountIds)],
  );
  return rows.map(({ accountId, contactId, contactNameKey, hasKey, hasEmail }) => ({
    accountId,
    contactId,
    contactNameKey,
    contactHasKey: hasKey === 1,
    contactHasEmail: hasEmail === 1,
  }));
}

/** The number that a name was given: 1 for none, nothing for what is no number. */
const numberOf = (suffix: string): number | undefined => {
  if (suffix === '') return 1;
  const digits = /^ \((\d+)\)$/.exec(suffix)?.[1];
  return digits === undefined ? undefined : Number(digits);
};

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
