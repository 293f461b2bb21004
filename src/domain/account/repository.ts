import { queryByIds, queryByTexts, queryWithRows, type Session, thoseHeld } from '../../db/bulk.ts';
import { defineTable } from '../../db/table.ts';
import type { AccountType } from './model.ts';

export interface AccountRow {
  id: number;
  type: AccountType;
  name: string;
  nameKey: string;
  nameSort: string;
  key: string | null;
  companyName: string | null;
  street: string | null;
  street2: string | null;
  postalCode: string | null;
  city: string | null;
  region: string | null;
  country: string | null;
  searchText: string;
  archivedAt: string | null;
  createdAt: string;
  updatedAt: string;
}

export const accountTable = defineTable<AccountRow>('accounts', {
  id: ['id', 'integer'],
  type: ['type', 'text'],
  name: ['name', 'text'],
  nameKey: ['name_key', 'text'],
  nameSort: ['name_sort', 'text'],
  key: ['external_key', 'text'],
  companyName: ['company_name', 'text'],
  street: ['company_street', 'text'],
  street2: ['company_street2', 'text'],
  postalCode: ['company_postal_code', 'text'],
  city: ['company_city', 'text'],
  region: ['company_region', 'text'],
  country: ['company_country', 'text'],
  searchText: ['search_text', 'text'],
  archivedAt: ['archived_at', 'text'],
  createdAt: ['created_at', 'text'],
  updatedAt: ['updated_at', 'text'],
});

export interface NamedAccount {
  id: number;
  name: string;
  nameKey: string;
}

/** Who has one of these names, by comparison key (A4). */
export const readNameOwners = (session: Session, nameKeys: readonly string[]): Promise<NamedAccount[]> =>
  queryByTexts<NamedAccount>(
    session,
    `select id, name, name_key as "nameKey" from accounts where name_key in {texts}`,
    nameKeys,
    ['accounts.name_key'],
  );

/**
 * Who has one of these names, by comparison key, or, where that is wanted, the name with a number (A4): asked together, since an
 * import would wait for each answer.
 */
export const readNamesTaken = (
  session: Session,
  wanted: ReadonlyMap<string, boolean>,
): Promise<NamedAccount[]> =>
  queryWithRows<NamedAccount>(
    session,
    // SQLite keeps the order of cross joins.
    `with wanted as {rows}
     select a.id, a.name, a.name_key as "nameKey" from wanted w cross join accounts a where a.name_key = w.name_key
     union all
     select a.id, a.name, a.name_key from wanted w cross join accounts a
     where w.numbered = 1 and a.name_key >= w.name_key || ' (' and a.name_key < w.name_key || ' )'`,
    { name_key: 'text', numbered: 'integer' },
    thoseHeld(session, [...wanted.keys()], ['accounts.name_key']).map((name) => [
      name,
      wanted.get(name) ? 1 : 0,
    ]),
  );

/** The comparison keys of the form `base (…` that are taken, for each base. */
export const readNumberedTwins = (
  session: Session,
  bases: readonly string[],
): Promise<Array<{ base: string; id: number; nameKey: string }>> =>
  queryWithRows(
    session,
    `select b.base as base, a.id as id, a.name_key as "nameKey" from {rows} b
     join accounts a on a.name_key >= b.base || ' (' and a.name_key < b.base || ' )'`,
    { base: 'text' },
    bases.map((base) => [base]),
  );

export const deleteAccountRows = async (session: Session, ids: readonly number[]): Promise<void> => {
  // The search document goes first, by itself: its trigger must see the text to take it out of the trigram index.
  await queryByIds(session, 'delete from account_search where account_id in {ids}', ids);
  await queryByIds(session, 'delete from accounts where id in {ids}', ids);
};
