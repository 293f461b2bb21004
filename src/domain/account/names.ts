import { refusedError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import { comparisonKey } from '../text/comparison.ts';
import { type NamedAccount, readNameOwners, readNumberedTwins } from './repository.ts';
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
  await holdGenerated(deps, claims, keys);
  const owners = new Map(
    (await readNameOwners(deps, [...new Set(keys)])).map((owner) => [owner.nameKey, owner]),
  );
  const taken = takenNames(claims, keys, owners);
  for (const twin of await readNumberedTwins(deps, crowdedNames(claims, keys, taken)))
    taken.add(twin.nameKey);
  return numbered(claims, keys, taken);
}

/** As many generated names as are held against others; each takes a place in the server's table of locks. */
const mostHeld = 20;

/**
 * A crowd that is given one name at the same moment would number it alike, and all but one would have to begin again, many times
 * over. So they stand in line; a large set, which would hold up everybody, does begin again.
 */
async function holdGenerated(
  { dialect, trx }: Deps,
  claims: readonly NameClaim[],
  keys: readonly string[],
): Promise<void> {
  const generated = new Set(keys.filter((_, index) => claims[index]?.generated));
  if (generated.size > mostHeld) return;
  await dialect.lockTexts(
    trx,
    [...generated].map((key) => `account name ${key}`),
  );
}

/** The names that somebody has or is given by the claims, as compared. Throws NAME_TAKEN. */
function takenNames(
  claims: readonly NameClaim[],
  keys: readonly string[],
  owners: ReadonlyMap<string, NamedAccount>,
): Set<string> {
  const taken = new Set<string>(owners.keys());
  for (const [index, claim] of claims.entries()) {
    if (claim.generated) continue;
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
  }
  return taken;
}

/** The generated names that are taken, or come more than once: some of them will be numbered. */
function crowdedNames(
  claims: readonly NameClaim[],
  keys: readonly string[],
  taken: ReadonlySet<string>,
): string[] {
  const crowded = new Set<string>();
  const seen = new Set<string>();
  for (const [index, claim] of claims.entries()) {
    const key = keys[index] ?? '';
    if (claim.generated && (taken.has(key) || seen.has(key))) crowded.add(key);
    seen.add(key);
  }
  return [...crowded];
}

/** The names, generated ones with the next free number. */
function numbered(claims: readonly NameClaim[], keys: readonly string[], taken: Set<string>): string[] {
  const names: string[] = [];
  const lastNumber = new Map<string, number>();
  for (const [index, { name: wanted, generated }] of claims.entries()) {
    const base = keys[index] ?? '';
    let name = wanted;
    let key = base;
    if (generated && taken.has(base)) {
      let number = lastNumber.get(base) ?? 1;
      for (; taken.has(key); number += 1) {
        name = numberedName(wanted, number + 1);
        key = comparisonKey(name);
      }
      lastNumber.set(base, number);
    }
    taken.add(key);
    names.push(name);
  }
  return names;
}
