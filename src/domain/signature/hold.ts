import { readRecords } from '../../db/table.ts';
import type { Deps } from '../deps.ts';
import { requireRequests } from './record.ts';
import { requestTable, signersOfRequests } from './repository.ts';
import type { HeldRequest } from './rules.ts';

/**
 * Requests by id, held until the transaction ends: of two signers at the same moment the second sees what the first did, so
 * that one of them completes the request. Throws SIGNATURE_NOT_FOUND (exit 3).
 */
export async function holdRequests(deps: Deps, ids: readonly number[]): Promise<(id: number) => HeldRequest> {
  const wanted = [...new Set(ids)];
  await readRecords(deps, requestTable, wanted, { lock: true });
  const signers = await signersOfRequests(deps, wanted);
  const rows = new Map((await requireRequests(deps, wanted)).map((row) => [row.id, row]));
  return (id) => {
    const row = rows.get(id);
    if (row === undefined) throw new Error(`signature request ${id} is not held`);
    return { row, signers: signers.get(id) ?? [] };
  };
}
