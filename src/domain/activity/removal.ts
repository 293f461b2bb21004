import { queryByIds } from '../../db/bulk.ts';
import { recordChanges } from '../audit/operations.ts';
import type { Changes } from '../audit/schema.ts';
import type { Deps } from '../deps.ts';

/** What the record of changes calls the activity that goes with an account, by table. */
const kinds = {
  documents: 'documents',
  threads: 'threads',
  approvals: 'approvals',
  signatures: 'signature_requests',
  notes: 'notes',
  logins: 'logins',
} as const;

/**
 * Numbers of what happened in accounts that are about to be deleted, for their entries (H1), by account. The contents of
 * their documents and photos are dropped: nobody may need them then. The accounts are locked by the caller.
 */
export async function dropActivity(deps: Deps, accountIds: readonly number[]): Promise<Map<number, Changes>> {
  const contents = await queryByIds<{ sha256: string }>(
    deps,
    `select sha256 from documents where account_id in {ids}
     union select sha256 from account_photos where account_id in {ids}`,
    accountIds,
  );
  // Without the store they would stay for ever; better to hear of it now.
  if (contents.length > 0) await deps.files();
  for (const { sha256 } of contents) deps.contents.dropped.add(sha256);

  const counted = await queryByIds<{ id: number; kind: string; total: number | string }>(
    deps,
    Object.entries(kinds)
      .map(
        ([kind, table]) =>
          `select account_id as id, '${kind}' as kind, count(*) as total from ${table}
           where account_id in {ids} group by account_id`,
      )
      .join(' union all '),
    accountIds,
  );
  const numbers = new Map<number, Changes>();
  for (const { id, kind, total } of counted) {
    numbers.set(id, { ...numbers.get(id), [kind]: [Number(total), 0] });
  }
  return numbers;
}

/** Activity that no command deletes: what took place has taken place. By what entries call it. */
const lasting = {
  message: 'messages',
  approval: 'approvals',
  signature: 'signature_requests',
  login: 'logins',
} as const;
export type LastingActivity = keyof typeof lasting;
export const lastingActivity = Object.keys(lasting) as LastingActivity[];

/**
 * Takes away activity that was made up, as fixtures do, out of accounts that stay; threads go with their last message. Returns
 * how much of it was there.
 */
export async function removeLasting(
  deps: Deps,
  record: LastingActivity,
  made: ReadonlyArray<{ id: number; label: string }>,
): Promise<number> {
  const threads = record === 'message' ? await threadsOf(deps, made) : [];
  const gone = await queryByIds<{ id: number }>(
    deps,
    `delete from ${lasting[record]} where id in {ids} returning id`,
    made.map(({ id }) => id),
  );
  await settleThreads(deps, threads);
  const ids = new Set(gone.map(({ id }) => id));
  const there = made.filter(({ id }) => ids.has(id));
  await recordChanges(
    deps,
    there.map(({ id, label }) => ({ record, recordId: id, label, action: 'deleted', changes: {} })),
  );
  return there.length;
}

async function threadsOf(deps: Deps, messages: ReadonlyArray<{ id: number }>): Promise<number[]> {
  const rows = await queryByIds<{ id: number }>(
    deps,
    'select distinct thread_id as id from messages where id in {ids}',
    messages.map(({ id }) => id),
  );
  return [...new Set(rows.map(({ id }) => id))];
}

async function settleThreads(deps: Deps, ids: readonly number[]): Promise<void> {
  if (ids.length === 0) return;
  await queryByIds(
    deps,
    'delete from threads where id in {ids} and not exists (select 1 from messages m where m.thread_id = threads.id)',
    ids,
  );
  await queryByIds(
    deps,
    `update threads set last_at = (select max(m.at) from messages m where m.thread_id = threads.id)
     where id in {ids}`,
    ids,
  );
}
