import { queryByTexts } from '../db/bulk.ts';
import { refusedError } from '../errors.ts';
import type { Deps } from './deps.ts';

/** A record that wants an external key; `id` is its own when it exists already. */
export interface KeyClaim {
  key: string;
  id: number;
}

const tables = {
  account: { name: 'accounts', label: 'name' },
  contact: { name: 'contacts', label: 'display_name' },
} as const;

/**
 * Refuses external keys that another record of the same kind has, or that two of the claims share (A11, C1).
 * Throws KEY_TAKEN (exit 4) with the index of the claim.
 */
export async function requireKeysFree(
  deps: Deps,
  kind: 'account' | 'contact',
  claims: ReadonlyArray<KeyClaim | undefined>,
): Promise<void> {
  const wanted = claims.flatMap((claim) => (claim === undefined ? [] : [claim.key]));
  if (wanted.length === 0) return;
  const { name, label } = tables[kind];
  const owners = new Map(
    (
      await queryByTexts<KeyOwner>(
        deps,
        `select external_key as key, id, ${label} as name from ${name} where external_key in {texts}`,
        wanted,
        [`${name}.external_key`],
      )
    ).map((owner) => [owner.key, owner]),
  );
  refuseTaken(kind, claims, owners);
}

interface KeyOwner {
  key: string;
  id: number;
  name: string;
}

function refuseTaken(
  kind: 'account' | 'contact',
  claims: ReadonlyArray<KeyClaim | undefined>,
  owners: ReadonlyMap<string, KeyOwner>,
): void {
  const claimed = new Map<string, number>();
  for (const [index, claim] of claims.entries()) {
    if (claim === undefined) continue;
    const owner = owners.get(claim.key);
    if (owner !== undefined && owner.id !== claim.id) {
      throw refusedError(
        'KEY_TAKEN',
        `The external key "${claim.key}" belongs to ${kind} ${owner.id} "${owner.name}".`,
        {
          hint: `kontor ${kind} show id:${owner.id}`,
          details: { index, field: 'key', key: claim.key, id: owner.id, name: owner.name },
        },
      );
    }
    const other = claimed.get(claim.key);
    if (other !== undefined && other !== claim.id) {
      throw refusedError('KEY_TAKEN', `The external key "${claim.key}" is given to two ${kind}s.`, {
        details: { index, field: 'key', key: claim.key },
      });
    }
    claimed.set(claim.key, claim.id);
  }
}
