import { query } from '../../db/bulk.ts';
import { countsOf } from '../activity/counts.ts';
import type { Section } from '../activity/model.ts';
import type { Deps } from '../deps.ts';
import type { Document } from './model.ts';
import { documentRecords } from './record.ts';
import { type DocumentRow, documentTable } from './repository.ts';

/** What a client uploaded to an account, newest first (O1). */
export interface DocumentSection extends Section<Document> {
  /** How many of all of them nobody of the firm has seen. */
  unseen: number;
}

/** The section of the overview; all of it without a limit. */
export async function documentSection(
  deps: Deps,
  accountId: number,
  limit: number | undefined,
): Promise<DocumentSection> {
  // The side is written out: only so the databases take the index of the clients' documents.
  const rows = await query<DocumentRow>(
    deps,
    `select ${documentTable.select()} from documents where account_id = ? and side = 'client'
     order by added_at desc, id desc ${limit === undefined ? '' : 'limit ?'}`,
    limit === undefined ? [accountId] : [accountId, limit],
  );
  const counts = await countsOf(rows, () => countUploads(deps, accountId), { total: 0, unseen: 0 });
  return { items: await documentRecords(deps, rows), ...counts };
}

async function countUploads(deps: Deps, accountId: number): Promise<{ total: number; unseen: number }> {
  const [counts] = await query<{ total: number | string; unseen: number | string }>(
    deps,
    `select
       (select count(*) from documents where account_id = ? and side = 'client') as total,
       (select count(*) from documents where account_id = ? and side = 'client' and seen_at is null) as unseen`,
    [accountId, accountId],
  );
  return { total: Number(counts?.total ?? 0), unseen: Number(counts?.unseen ?? 0) };
}
