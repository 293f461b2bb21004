import { queryByIds, type Session } from '../../db/bulk.ts';
import { type ApprovalRow, approvalTable } from './repository.ts';

/** All requests for approval of documents, oldest first. */
export const approvalsOfDocuments = (
  session: Session,
  documentIds: readonly number[],
): Promise<ApprovalRow[]> =>
  queryByIds<ApprovalRow>(
    session,
    `select ${approvalTable.select()} from approvals where document_id in {ids} order by requested_at, id`,
    documentIds,
  );
