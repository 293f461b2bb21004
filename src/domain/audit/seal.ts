import { databaseError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import { beginningOf, hashOfSeal, isJson, RunningDigest } from './digest.ts';
import type { UnsealedSet } from './model.ts';
import { entriesOfSet } from './pages.ts';
import {
  type HeadRow,
  insertSeals,
  moveHead,
  readHead,
  readSealsInForce,
  replaceSeals,
  type SealRow,
} from './repository.ts';
import { newSecret } from './secret.ts';

/**
 * Seals what the unit of work wrote into the record of changes, as the very last thing before its commit: the end of the chain
 * is held, so that parallel writers never fork it, and nobody waits longer than a commit takes. Throws CHAIN_DAMAGED
 * (exit 6) where the chain has no end to go on from: what cannot be sealed does not happen.
 */
export async function sealChanges(deps: Deps): Promise<void> {
  const sets = deps.unsealed.sets.splice(0);
  if (sets.length === 0) return;
  const head = await readHead(deps, { lock: true });
  if (head === undefined) throw chainDamaged('the record of its end is gone');
  const { seals, replaced } = sealsOf(head, sets);
  await replaceSeals(deps, replaced);
  await insertSeals(deps, seals).catch((error: unknown) => {
    // Whoever holds the end of the chain is alone: only what was put behind it can be in the way.
    throw isTaken(error) ? chainDamaged('there are seals behind its end') : error;
  });
  await moveHead(deps, seals.at(-1) as SealRow);
}

/** The next seals of the chain, and the seals of earlier units of work that they replace. */
function sealsOf(head: HeadRow, sets: readonly UnsealedSet[]) {
  const seals: SealRow[] = [];
  const own = new Map<number, SealRow>();
  const replaced: Array<readonly [seal: number, by: number]> = [];
  let { position } = head;
  let hash = position === 0 ? beginningOf(head.earlierEntries, head.lastEarlierEntry) : head.hash;
  for (const { seal, entries, lastEntry, secret, digest, replaces } of sets) {
    position += 1;
    hash = hashOfSeal(hash, { position, seal, entries, lastEntry, digest });
    const row = { position, seal, entries, lastEntry, secret, digest, hash, replacedBy: null };
    const before = own.get(seal);
    if (before !== undefined) Object.assign(before, { secret: null, replacedBy: position });
    else if (replaces) replaced.push([seal, position]);
    own.set(seal, row);
    seals.push(row);
  }
  return { seals, replaced };
}

const isTaken = (error: unknown): boolean =>
  ['SQLITE_CONSTRAINT', '23505'].includes(String((error as { code?: unknown }).code));

const chainDamaged = (why: string) =>
  databaseError('CHAIN_DAMAGED', `The audit chain is damaged: ${why}. Nothing was written.`, {
    hint: 'kontor audit verify says more; a backup has the chain as it was.',
  });

/**
 * Those of the sets that are what was sealed, or were written by this very unit of work. What was tampered with must not get a new
 * seal: nobody would find it any more.
 */
export async function soundSets(deps: Deps, seals: readonly number[]): Promise<number[]> {
  const wanted = [...new Set(seals)];
  const own = new Set(deps.unsealed.sets.map(({ seal }) => seal));
  const stored = new Map((await readSealsInForce(deps, wanted)).map((row) => [row.seal, row]));
  const sound: number[] = [];
  for (const seal of wanted) {
    const row = stored.get(seal);
    if (own.has(seal) || (row !== undefined && (await isAsSealed(deps, row)))) sound.push(seal);
  }
  return sound;
}

async function isAsSealed(deps: Deps, row: SealRow): Promise<boolean> {
  if (row.secret === null) return false;
  const digest = new RunningDigest(row.secret);
  let count = 0;
  for await (const entries of entriesOfSet(deps, row)) {
    for (const entry of entries) {
      if (!isJson(entry.changes)) return false;
      digest.add(entry);
      count += 1;
    }
  }
  return count === row.entries && digest.end() === row.digest;
}

/**
 * Gives sets new seals over what their entries are now, after values in them were erased on purpose (`contact erase`). The old
 * seals stay for the chain without their secrets, so that nobody can guess from a digest what was erased. Entries keep
 * the number of their set; `seals` are such numbers. Throws CHAIN_DAMAGED (exit 6) for a set that has no seal.
 */
export async function resealed(deps: Deps, seals: readonly number[]): Promise<void> {
  const wanted = [...new Set(seals)].sort((a, b) => a - b);
  // Two that erase in one set: the second one has to see what the first one did.
  await deps.dialect.lockTexts(
    deps.trx,
    wanted.map((seal) => `audit set ${seal}`),
  );
  const stored = new Map((await readSealsInForce(deps, wanted)).map((row) => [row.seal, row]));
  for (const seal of wanted) {
    const set = deps.unsealed.sets.findLast((one) => one.seal === seal) ?? stored.get(seal);
    if (set === undefined) throw chainDamaged(`the set of entry ${seal} has no seal`);
    const secret = newSecret(deps);
    const digest = new RunningDigest(secret);
    for await (const entries of entriesOfSet(deps, set)) for (const entry of entries) digest.add(entry);
    const { entries, lastEntry } = set;
    deps.unsealed.sets.push({ seal, entries, lastEntry, secret, digest: digest.end(), replaces: true });
  }
}
