import { queryByIds } from '../../db/bulk.ts';
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
