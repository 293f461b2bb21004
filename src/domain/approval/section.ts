import { countsOf } from '../activity/counts.ts';
import type { Deps } from '../deps.ts';
import type { ApprovalSection } from './model.ts';
import { approvalOf } from './record.ts';
import { countApprovals, newestApprovals } from './repository.ts';

/** The approvals of an account, the latest requests first (O1); all of them without a limit. */
export async function approvalSection(
  deps: Deps,
  accountId: number,
  limit: number | undefined,
): Promise<ApprovalSection> {
  const rows = await newestApprovals(deps, accountId, limit);
  const counts = await countsOf(rows, () => countApprovals(deps, accountId), { total: 0, open: 0 });
  return { items: rows.map(approvalOf), ...counts };
}
