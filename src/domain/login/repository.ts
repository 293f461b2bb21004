import { insertRows, query, type Session } from '../../db/bulk.ts';
import { defineTable } from '../../db/table.ts';

/** Who opened which account when, and from where. */
export interface LoginRow {
  id: number;
  accountId: number;
  /** Null once the contact is deleted. */
  contactId: number | null;
  name: string;
  address: string;
  /** Empty where it is not known. */
  origin: string;
  at: string;
}

export const loginTable = defineTable<LoginRow>('logins', {
  id: ['id', 'integer'],
  accountId: ['account_id', 'integer'],
  contactId: ['contact_id', 'integer'],
  name: ['name', 'text'],
  address: ['address', 'text'],
  origin: ['origin', 'text'],
  at: ['at', 'text'],
});

/** Stores logins under ids of their own, which it returns in input order. */
export async function insertLogins(
  { dialect, trx }: Session,
  logins: ReadonlyArray<Omit<LoginRow, 'id'>>,
): Promise<number[]> {
  if (logins.length === 0) return [];
  const ids = await dialect.reserveIds(trx, loginTable.name, logins.length);
  await insertRows(
    { dialect, trx },
    loginTable.name,
    loginTable.columns,
    logins.map((login, index) => [
      ids[index] ?? 0,
      login.accountId,
      login.contactId,
      login.name,
      login.address,
      login.origin,
      login.at,
    ]),
  );
  return ids;
}

/** The newest login of a person, with what the person is called today. */
export interface LastLoginRow extends LoginRow {
  contactId: number;
  contactName: string;
}

/** No id is higher. */
const highestId = 2_147_483_647;

/**
 * The newest login of each person in an account, newest first. It leaps through the index from one person's newest login to
 * that of the next: people are few, their logins many. The account is named as the bound of a range and never as a value
 * of its own, so that no database takes an index of another order and walks through other people's logins.
 */
export function lastLogins(session: Session, accountId: number): Promise<LastLoginRow[]> {
  const newestUpTo = (contactId: string) =>
    `(select id from logins
      where (account_id, contact_id) > (?, 0) and (account_id, contact_id) <= (?, ${contactId})
      order by account_id desc, contact_id desc, at desc, id desc limit 1)`;
  return query<LastLoginRow>(
    session,
    // One less, not `<`: SQLite would begin its search at the pair itself and walk through all of that person's logins.
    `with recursive newest as (
       select l.* from logins l where l.id = ${newestUpTo(String(highestId))}
       union all
       select l.* from newest join logins l on l.id = ${newestUpTo('newest.contact_id - 1')}
     )
     select ${loginTable.select('newest')}, contacts.display_name as "contactName"
     from newest join contacts on contacts.id = newest.contact_id
     order by newest.at desc, newest.id desc`,
    [accountId, accountId, accountId, accountId],
  );
}
