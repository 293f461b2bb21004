import { query, queryByIds } from '../../db/bulk.ts';
import { lastingActivity, removeLasting } from '../activity/removal.ts';
import type { Deps } from '../deps.ts';
import { deleteDocuments } from '../document/operations.ts';
import { linksOfContacts } from '../link/repository.ts';
import { deleteNotes } from '../note/operations.ts';
import { type Departing, dismissUsers } from '../portal/departure.ts';
import { pagesOfCreated } from './created.ts';
import type { KeptRecord } from './model.ts';

/** What a run made up in accounts that are still there. */
export async function removeActivity(deps: Deps, run: number): Promise<number> {
  let removed = 0;
  for (const record of lastingActivity) {
    const made = await query<{ id: number; label: string }>(
      deps,
      `select record_id as id, label from audit_entries where run = ? and record = ? and action = 'created'`,
      [run, record],
    );
    removed += await removeLasting(deps, record, made);
  }
  for await (const ids of pagesOfCreated(deps, run, 'document')) {
    const there = await thereOf(deps, 'documents', ids);
    if (there.length > 0) await deleteDocuments(deps, there);
    removed += there.length;
  }
  for await (const ids of pagesOfCreated(deps, run, 'note')) {
    const there = await thereOf(deps, 'notes', ids);
    await deleteNotes(deps, there);
    removed += there.length;
  }
  return removed;
}

async function thereOf(deps: Deps, table: 'documents' | 'notes', ids: readonly number[]): Promise<number[]> {
  const rows = await queryByIds<{ id: number }>(deps, `select id from ${table} where id in {ids}`, ids);
  return rows.map(({ id }) => id);
}

/** Those of the contacts that accounts which stay are linked to. */
export async function linkedContacts(deps: Deps, ids: readonly number[]): Promise<KeptRecord[]> {
  const kept = new Map<number, KeptRecord>();
  for (const { contactId, contactName, accountId, accountName } of await linksOfContacts(deps, ids)) {
    if (kept.has(contactId)) continue;
    const reason = `it is linked to account ${accountId} "${accountName}"`;
    kept.set(contactId, { record: 'contact', id: contactId, name: contactName, reason });
  }
  return [...kept.values()];
}

/** The portal users that a run made for e-mails that others have, too. */
export async function removePortalUsers(deps: Deps, run: number): Promise<number> {
  let removed = 0;
  for await (const ids of pagesOfCreated(deps, run, 'portal-user')) {
    const users = await queryByIds<Departing>(
      deps,
      `select id, address, address_key as "addressKey" from portal_users where id in {ids}
       order by id${deps.dialect.lockRows}`,
      ids,
    );
    await dismissUsers(deps, users);
    removed += users.length;
  }
  return removed;
}
