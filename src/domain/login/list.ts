import { namesFor } from '../activity/names.ts';
import type { Deps } from '../deps.ts';
import { type Listing, listing } from '../listing.ts';
import type { Login, LoginQuery } from './model.ts';
import { type LoginRow, loginTable } from './repository.ts';

/** Logins under a filter, newest first. */
export function listLogins(deps: Deps, query: LoginQuery): Listing<Login> {
  const { accountId, contactId, since } = query;
  const filtered = () => {
    const logins = deps.trx('logins');
    if (accountId !== undefined) logins.where('logins.account_id', accountId);
    if (contactId !== undefined) logins.where('logins.contact_id', contactId);
    if (since !== undefined) logins.where('logins.at', '>=', since);
    return logins;
  };
  return listing<LoginRow, Login>(deps, {
    filtered,
    columns: loginTable.select('logins'),
    table: 'logins',
    sort: { column: 'at' },
    descending: true,
    paging: query,
    finish: (rows) => loginRecords(deps, rows),
  });
}

/** Logins with what their accounts and contacts are called today, in the order of their rows. */
export async function loginRecords(deps: Deps, rows: readonly LoginRow[]): Promise<Login[]> {
  const { account, contact } = await namesFor(deps, rows);
  return rows.map(({ id, accountId, contactId, name, address, origin, at }) => ({
    id,
    account: account(accountId),
    contact: contact(contactId),
    name,
    email: address,
    origin: origin === '' ? null : origin,
    at,
  }));
}
