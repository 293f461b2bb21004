import { countsOf } from '../activity/counts.ts';
import type { Deps } from '../deps.ts';
import type { SignatureSection } from './model.ts';
import { signatureRecords } from './record.ts';
import { countRequests, newestRequests } from './repository.ts';

/** The signature requests of an account, the latest first, with their signers in order (O1); all of them without a limit. */
export async function signatureSection(
  deps: Deps,
  accountId: number,
  limit: number | undefined,
): Promise<SignatureSection> {
  const rows = await newestRequests(deps, accountId, limit);
  const counts = await countsOf(rows, () => countRequests(deps, accountId), { total: 0, open: 0 });
  return { items: await signatureRecords(deps, rows), ...counts };
}
