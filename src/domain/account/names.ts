import { refusedError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import { comparisonKey } from '../text/comparison.ts';
import { type NamedAccount, readNamesTaken } from './repository.ts';
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
    (await readNamesTaken(deps, wantedNames(claims, keys))).map((owner) => [owner.nameKey, owner]),
  );
  const taken = takenNames(claims, keys, owners);
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

/** The names that are looked for, each once, and whether those with numbers are, too. */
function wantedNames(claims: readonly NameClaim[], keys: readonly string[]): Map<string, boolean> {
  const wanted = new Map<string, boolean>();
  for (const [index, { generated }] of claims.entries()) {
    const key = keys[index] ?? '';
    wanted.set(key, generated || wanted.get(key) === true);
  }
  return wanted;
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
