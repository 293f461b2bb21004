import { query, queryByIds, type Session } from '../../db/bulk.ts';
import { defineTable } from '../../db/table.ts';
import type { ApprovalStatus } from './model.ts';

export interface ApprovalRow {
  id: number;
  accountId: number;
  documentId: number;
  state: ApprovalStatus;
  requestedAt: string;
  requestedBy: string;
  decidedAt: string | null;
  /** The contact who decided. */
  contactId: number | null;
  decidedBy: string | null;
  comment: string | null;
}

export const approvalTable = defineTable<ApprovalRow>('approvals', {
  id: ['id', 'integer'],
  accountId: ['account_id', 'integer'],
  documentId: ['document_id', 'integer'],
  state: ['state', 'text'],
  requestedAt: ['requested_at', 'text'],
  requestedBy: ['requested_by', 'text'],
  decidedAt: ['decided_at', 'text'],
  contactId: ['contact_id', 'integer'],
  decidedBy: ['decided_by', 'text'],
  comment: ['comment', 'text'],
});

/** With the names of what it is about. */
export interface NamedApprovalRow extends ApprovalRow {
  accountName: string;
  documentName: string;
  contactName: string | null;
}

export const namedColumns = `${approvalTable.select('approvals')}, accounts.name as "accountName",
  documents.name as "documentName", contacts.display_name as "contactName"`;

// Left joins, so that no planner begins elsewhere than with the approvals and their order.
const namedApprovals = `select ${namedColumns} from approvals left join accounts on accounts.id = approvals.account_id
  left join documents on documents.id = approvals.document_id
  left join contacts on contacts.id = approvals.contact_id`;

/** Approvals by id, in no particular order. */
export const readApprovals = (session: Session, ids: readonly number[]): Promise<NamedApprovalRow[]> =>
  queryByIds<NamedApprovalRow>(session, `${namedApprovals} where approvals.id in {ids}`, ids);

/** The approvals of an account, the newest first; all without a limit. */
export const newestApprovals = (
  session: Session,
  accountId: number,
  limit: number | undefined,
): Promise<NamedApprovalRow[]> =>
  query<NamedApprovalRow>(
    session,
    `${namedApprovals} where approvals.account_id = ?
     order by approvals.requested_at desc, approvals.id desc ${limit === undefined ? '' : 'limit ?'}`,
    limit === undefined ? [accountId] : [accountId, limit],
  );

/** How many approvals an account has, and how many of them wait for a decision. */
export async function countApprovals(
  session: Session,
  accountId: number,
): Promise<{ total: number; open: number }> {
  // The state is written out: only so the databases take the index of those that wait.
  const [counts] = await query<{ total: number | string; open: number | string }>(
    session,
    `select (select count(*) from approvals where account_id = ?) as total,
       (select count(*) from approvals where account_id = ? and state = 'pending') as open`,
    [accountId, accountId],
  );
  return { total: Number(counts?.total ?? 0), open: Number(counts?.open ?? 0) };
}

/** The approvals that wait for a decision, by the id of their document. */
export async function pendingApprovals(
  session: Session,
  documentIds: readonly number[],
): Promise<Map<number, number>> {
  const rows = await queryByIds<{ id: number; documentId: number }>(
    session,
    `select id, document_id as "documentId" from approvals where state = 'pending' and document_id in {ids}`,
    documentIds,
  );
  return new Map(rows.map(({ id, documentId }) => [documentId, id]));
}
