import { queryByIds, type Session } from '../../db/bulk.ts';
import { defineTable } from '../../db/table.ts';
import type { Side } from '../activity/model.ts';

export interface DocumentRow {
  id: number;
  accountId: number;
  name: string;
  sha256: string;
  bytes: number;
  mediaType: string;
  side: Side;
  contactId: number | null;
  author: string;
  addedAt: string;
  seenAt: string | null;
  seenBy: string | null;
}

export const documentTable = defineTable<DocumentRow>('documents', {
  id: ['id', 'integer'],
  accountId: ['account_id', 'integer'],
  name: ['name', 'text'],
  sha256: ['sha256', 'text'],
  bytes: ['bytes', 'integer'],
  mediaType: ['media_type', 'text'],
  side: ['side', 'text'],
  contactId: ['contact_id', 'integer'],
  author: ['author', 'text'],
  addedAt: ['added_at', 'text'],
  seenAt: ['seen_at', 'text'],
  seenBy: ['seen_by', 'text'],
});

/** The numbers of documents of an account that nobody of the firm has seen, oldest first. */
export const unseenDocuments = async (session: Session, accountIds: readonly number[]): Promise<number[]> => {
  const rows = await queryByIds<{ id: number }>(
    session,
    `select id from documents where account_id in {ids} and side = 'client' and seen_at is null order by added_at, id`,
    accountIds,
  );
  return rows.map(({ id }) => id);
};

/** How many records depend on each document; documents without any are not in the map. */
export async function countDependents(
  session: Session,
  table: 'approvals' | 'signature_requests',
  documentIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await queryByIds<{ id: number; total: number | string }>(
    session,
    `select document_id as id, count(*) as total from ${table} where document_id in {ids} group by document_id`,
    documentIds,
  );
  return new Map(rows.map(({ id, total }) => [id, Number(total)]));
}

export const deleteDocumentRows = async (session: Session, ids: readonly number[]): Promise<void> => {
  await queryByIds(session, 'delete from documents where id in {ids}', ids);
};
