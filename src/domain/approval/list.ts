import type { Deps } from '../deps.ts';
import { type Listing, listing } from '../listing.ts';
import type { Approval, ApprovalQuery } from './model.ts';
import { approvalOf } from './record.ts';
import { type NamedApprovalRow, namedColumns } from './repository.ts';

/** Approvals under a filter, the latest requests first. */
export function listApprovals(
  deps: Deps,
  { accountId, status, ...paging }: ApprovalQuery,
): Listing<Approval> {
  const wanted = () => {
    const approvals = deps.trx('approvals');
    if (accountId !== undefined) approvals.where('approvals.account_id', accountId);
    // Written out: only so the databases take the index of those that wait.
    if (status === 'pending') approvals.whereRaw(`approvals.state = 'pending'`);
    else if (status !== undefined) approvals.where('approvals.state', status);
    return approvals;
  };
  return listing<NamedApprovalRow, Approval>(deps, {
    filtered: () =>
      wanted()
        .leftJoin('accounts', 'accounts.id', 'approvals.account_id')
        .leftJoin('documents', 'documents.id', 'approvals.document_id')
        .leftJoin('contacts', 'contacts.id', 'approvals.contact_id'),
    counted: wanted,
    columns: namedColumns,
    table: 'approvals',
    sort: { column: 'requested_at' },
    descending: true,
    paging,
    finish: async (rows) => rows.map(approvalOf),
  });
}
