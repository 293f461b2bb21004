import { refusedError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import { comparisonKey } from '../text/comparison.ts';
import { readNameOwners, readNumberedTwins } from './repository.ts';
import { numberedName } from './rules.ts';

/** A name that an account is to have. */
export interface NameClaim {
  name: string;
  /** Generated names get a number when they are taken; given ones are refused (A4). */
  generated: boolean;
  /** The account itself, when it exists. */
  accountId?: number;
}

/**
 * Decides the names of accounts (A4): given ones first, as they are, then generated ones with the next free number.
 * Throws NAME_TAKEN (exit 4), naming the account that has it, with the index of the claim. Results in input order.
 */
export async function decideNames(deps: Deps, claims: readonly NameClaim[]): Promise<string[]> {
  const keys = claims.map((claim) => comparisonKey(claim.name));
  const owners = new Map(
    (await readNameOwners(deps, [...new Set(keys)])).map((owner) => [owner.nameKey, owner]),
  );
  const taken = new Set<string>(owners.keys());
  const names = claims.map((claim) => claim.name);

  claims.forEach((claim, index) => {
    if (claim.generated) return;
    const key = keys[index] ?? '';
    const owner = owners.get(key);
    if (owner !== undefined && owner.id !== claim.accountId) {
      throw refusedError(
        'NAME_TAKEN',
        `The name "${claim.name}" is taken by account ${owner.id} "${owner.name}".`,
        {
          hint: `Choose another name, or see who has it: kontor account show id:${owner.id}`,
          details: { index, field: 'name', name: claim.name, id: owner.id, owner: owner.name },
        },
      );
    }
    if (owner === undefined && taken.has(key)) {
      throw refusedError('NAME_TAKEN', `The name "${claim.name}" is given to two accounts.`, {
        details: { index, field: 'name', name: claim.name },
      });
    }
    taken.add(key);
  });

  const crowded = new Set<string>();
  const seen = new Set<string>();
  claims.forEach((claim, index) => {
    const key = keys[index] ?? '';
    if (claim.generated && (taken.has(key) || seen.has(key))) crowded.add(key);
    seen.add(key);
  });
  for (const twin of await readNumberedTwins(deps, [...crowded])) taken.add(twin.nameKey);
  const lastNumber = new Map<string, number>();
  claims.forEach((claim, index) => {
    if (!claim.generated) return;
    const base = keys[index] ?? '';
    let number = lastNumber.get(base) ?? 1;
    while (taken.has(comparisonKey(numberedName(claim.name, number)))) number += 1;
    lastNumber.set(base, number);
    const name = numberedName(claim.name, number);
    taken.add(comparisonKey(name));
    names[index] = name;
  });
  return names;
}
