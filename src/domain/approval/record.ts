import { notFoundError } from '../../errors.ts';
import type { Author } from '../activity/model.ts';
import type { Deps } from '../deps.ts';
import type { Approval } from './model.ts';
import { type NamedApprovalRow, readApprovals } from './repository.ts';

/** An approval as it is shown. */
export const approvalOf = (row: NamedApprovalRow): Approval => ({
  id: row.id,
  document: { id: row.documentId, name: row.documentName },
  account: { id: row.accountId, name: row.accountName },
  status: row.state,
  requestedAt: row.requestedAt,
  requestedBy: row.requestedBy,
  decidedAt: row.decidedAt,
  decidedBy: deciderOf(row),
  comment: row.comment,
});

/** Clients decide; it is the firm that withdraws. */
function deciderOf({ state, decidedBy, contactId, contactName }: NamedApprovalRow): Author | null {
  if (decidedBy === null) return null;
  return {
    side: state === 'cancelled' ? 'firm' : 'client',
    name: decidedBy,
    contact: contactId === null ? null : { id: contactId, name: contactName ?? decidedBy },
  };
}

/** Approvals by id, in the order of the ids. Throws APPROVAL_NOT_FOUND (exit 3). */
export async function showApprovals(deps: Deps, ids: readonly number[]): Promise<Approval[]> {
  const rows = new Map((await readApprovals(deps, ids)).map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = rows.get(id);
    if (row === undefined) throw approvalMissing(id);
    return approvalOf(row);
  });
}

export const approvalMissing = (id: number) =>
  notFoundError('APPROVAL_NOT_FOUND', `There is no approval ${id}.`, {
    hint: 'kontor approval list',
    details: { id },
  });
