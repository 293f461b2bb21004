import { query, queryByIds, queryByTexts } from '../../db/bulk.ts';
import { notFoundError } from '../../errors.ts';
import { nearest } from '../../nearest.ts';
import type { Deps } from '../deps.ts';
import { addressKey } from '../text/comparison.ts';

/** Where an address stands: a contact's, in an account that the contact is linked to. */
export interface Place {
  accountId: number;
  accountName: string;
  archived: boolean;
  contactId: number;
  contactName: string;
  login: boolean;
}

/** An e-mail that some contact has, or that still opens an account (T6), with all the places where it stands. */
export interface KnownAddress {
  address: string;
  addressKey: string;
  contacts: ReadonlyArray<{ id: number; name: string }>;
  /** In the order of account and contact ids. */
  places: readonly Place[];
}

interface FoundRow {
  address: string;
  addressKey: string;
  contactId: number;
  contactName: string;
  accountId: number | null;
  accountName: string | null;
  archivedAt: string | null;
  login: number;
}

/** The e-mails of contacts with their links, and then the access that outlived its e-mail (T6). */
const found = `
  select e.address, e.address_key as "addressKey", c.id as "contactId", c.display_name as "contactName",
    a.id as "accountId", a.name as "accountName", a.archived_at as "archivedAt", coalesce(r.login, 0) as login
  from contact_emails e join contacts c on c.id = e.contact_id
    left join account_contacts l on l.contact_id = c.id
    left join accounts a on a.id = l.account_id
    left join account_access r
      on r.account_id = l.account_id and r.contact_id = l.contact_id and r.address_key = e.address_key
  where e.address_key in {texts}
  union all
  select r.address, r.address_key, c.id, c.display_name, a.id, a.name, a.archived_at, r.login
  from account_access r join contacts c on c.id = r.contact_id join accounts a on a.id = r.account_id
  where r.address_key in {texts} and not exists (select 1 from contact_emails e
    where e.contact_id = r.contact_id and e.address_key = r.address_key)`;

/** Those of the addresses that are known, by address key. */
export async function knownAddresses(
  deps: Deps,
  addressKeys: readonly string[],
): Promise<Map<string, KnownAddress>> {
  const rows = await queryByTexts<FoundRow>(deps, found, addressKeys);
  const known = new Map<
    string,
    { address: string; contacts: Map<number, string>; places: Map<string, Place> }
  >();
  for (const row of rows) {
    const entry = known.get(row.addressKey) ?? {
      address: row.address,
      contacts: new Map<number, string>(),
      places: new Map<string, Place>(),
    };
    known.set(row.addressKey, entry);
    entry.contacts.set(row.contactId, row.contactName);
    if (row.accountId === null) continue;
    entry.places.set(`${row.accountId}/${row.contactId}`, {
      accountId: row.accountId,
      accountName: row.accountName ?? '',
      archived: row.archivedAt !== null,
      contactId: row.contactId,
      contactName: row.contactName,
      login: row.login === 1,
    });
  }
  return new Map(
    [...known].map(([key, { address, contacts, places }]) => [
      key,
      {
        address,
        addressKey: key,
        contacts: [...contacts].map(([id, name]) => ({ id, name })).sort((a, b) => a.id - b.id),
        places: [...places.values()].sort((a, b) => a.accountId - b.accountId || a.contactId - b.contactId),
      },
    ]),
  );
}

/** The keys of all e-mails of accounts, in the order of accounts and addresses, each once. */
export async function addressKeysOfAccounts(deps: Deps, accountIds: readonly number[]): Promise<string[]> {
  const rows = await queryByIds<{ accountId: number; key: string }>(
    deps,
    `select l.account_id as "accountId", e.address_key as key
     from account_contacts l join contact_emails e on e.contact_id = l.contact_id where l.account_id in {ids}
     union select account_id, address_key from account_access where account_id in {ids}`,
    accountIds,
  );
  rows.sort((a, b) => a.accountId - b.accountId || (a.key < b.key ? -1 : 1));
  return [...new Set(rows.map(({ key }) => key))];
}

/**
 * Holds the accounts that addresses may log in to until the transaction ends: nobody switches login off or archives while
 * an invitation to them is being written.
 */
export async function holdAccountsOfAddresses(deps: Deps, addressKeys: readonly string[]): Promise<void> {
  if (deps.dialect.lockRows === '') return;
  await queryByTexts(
    deps,
    `select id from accounts where id in (select account_id from account_access where address_key in {texts})
     order by id${deps.dialect.lockRows}`,
    addressKeys,
  );
}

/** The error for an e-mail that nobody has, naming the nearest. */
export async function emailNotFound(deps: Deps, email: string) {
  const near = nearest(email, await addressesBeside(deps, email));
  return notFoundError('EMAIL_NOT_FOUND', `No contact has the e-mail "${email}".`, {
    hint:
      near === undefined ? 'kontor contact list --fields id,name,email shows them.' : `Did you mean ${near}?`,
    details: { email, nearest: near ?? null },
  });
}

const neighbours = 20;

async function addressesBeside(deps: Deps, email: string): Promise<string[]> {
  const beside = (compare: string, direction: string) =>
    query<{ address: string }>(
      deps,
      `select address from contact_emails where address_key ${compare} ?
       order by address_key ${direction} limit ${neighbours}`,
      [addressKey(email)],
    );
  return [...(await beside('>=', 'asc')), ...(await beside('<', 'desc'))].map(({ address }) => address);
}

/** The names of accounts, by id. */
export async function accountNames(deps: Deps, ids: readonly number[]): Promise<Map<number, string>> {
  const rows = await queryByIds<{ id: number; name: string }>(
    deps,
    'select id, name from accounts where id in {ids}',
    ids,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}
