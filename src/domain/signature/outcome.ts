import type { Deps } from '../deps.ts';
import type { SignatureOutcome } from './model.ts';
import { requireRequests, signatureRecords } from './record.ts';

/** What was done with a request. */
export interface Done {
  id: number;
  outcome: SignatureOutcome['outcome'];
  notified?: string[] | undefined;
}

/** The requests as they are now, with what was done. */
export async function signatureOutcomes(deps: Deps, done: readonly Done[]): Promise<SignatureOutcome[]> {
  const rows = await requireRequests(
    deps,
    done.map(({ id }) => id),
  );
  return (await signatureRecords(deps, rows)).map((signature, index) => ({
    outcome: done[index]?.outcome ?? 'unchanged',
    ...signature,
    name: signature.document.name,
    notified: done[index]?.notified ?? [],
    warnings: [],
  }));
}
