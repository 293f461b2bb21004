import { type KontorError, refusedError } from '../../errors.ts';
import type { AuditEntryInput, Changes } from '../audit/schema.ts';
import type { Decision } from './model.ts';
import type { ApprovalRow, NamedApprovalRow } from './repository.ts';

/** Whether somebody says again what they decided before; another comment is another thing to say. */
export const isSameDecision = (
  { state, contactId, comment }: ApprovalRow,
  said: { decision: Decision; contactId: number; comment?: string | undefined },
): boolean =>
  state === said.decision && contactId === said.contactId && (said.comment || comment) === comment;

/** The refusal to decide, or to withdraw, what was decided or withdrawn before. */
export function approvalEnded(row: NamedApprovalRow): KontorError {
  const about = `Approval ${row.id} of "${row.documentName}"`;
  const details = { id: row.id, status: row.state, documentId: row.documentId };
  return row.state === 'cancelled'
    ? refusedError('APPROVAL_CANCELLED', `${about} was withdrawn on ${row.decidedAt?.slice(0, 10)}.`, {
        hint: `To ask again: kontor approval request ${row.documentId}`,
        details,
      })
    : refusedError(
        'APPROVAL_DECIDED',
        `${about} was ${row.state} on ${row.decidedAt?.slice(0, 10)} by ${row.decidedBy}.`,
        { hint: `To ask again: kontor approval request ${row.documentId}`, details },
      );
}

/** The audit entry about an approval. */
export const approvalEntry = (
  id: number,
  documentName: string,
  action: AuditEntryInput['action'],
  changes: Changes,
): AuditEntryInput => ({ record: 'approval', recordId: id, label: documentName, action, changes });
