import type { Session } from '../../db/bulk.ts';
import type { OnProgress } from '../progress.ts';
import { beginningOf, hashOfSeal } from './digest.ts';
import { Faults } from './faults.ts';
import type { ChainHead, ChainReport } from './model.ts';
import { allEntries, allSeals } from './pages.ts';
import {
  erasingEntries,
  type HeadRow,
  readHead,
  type SealRow,
  sealsWithoutEntries,
  wronglyReplaced,
} from './repository.ts';
import { OpenSets } from './sets.ts';

/** The end of the chain; nothing where nothing was sealed yet. */
export async function chainHead(session: Session): Promise<ChainHead | undefined> {
  return headOf(await readHead(session)) ?? undefined;
}

const headOf = (head: HeadRow | undefined): ChainHead | null =>
  head === undefined || head.position === 0 ? null : { position: head.position, hash: head.hash };

/** What a verification is told. */
export interface VerifyOptions {
  /** A head noted earlier, which has to be part of the chain still: else the chain was cut off or made anew. */
  noted?: ChainHead | undefined;
  progress?: OnProgress | undefined;
}

/**
 * Verifies that the record of changes is what was sealed: every entry, every seal, and the end of the chain, in flat memory.
 * Who can write the database can make a whole chain anew: only a head that was noted elsewhere tells of that.
 */
export async function verifyChain(
  session: Session,
  { noted, progress }: VerifyOptions = {},
): Promise<ChainReport> {
  const faults = new Faults();
  const head = await readHead(session);
  const putBack = await session.dialect.readThrough(session.trx);
  const entries = await verifyEntries(session, head, faults, progress);
  const seals = await verifySeals(session, head, faults, noted);
  await putBack();
  if (seals.inForce !== entries.sets) {
    for (const set of await sealsWithoutEntries(session)) faults.allMissing(set);
  }
  if (seals.replaced > 0) {
    for (const seal of await wronglyReplaced(session)) faults.wronglyReplaced(seal);
    for (const seal of await unrecorded(session, seals.resealings)) faults.erasedSilently(seal);
  }
  return {
    entries: entries.sealed,
    sets: entries.sets,
    earlierEntries: entries.earlier,
    replacedSeals: seals.replaced,
    replacedSinceNoted: noted === undefined ? null : seals.replacedSinceNoted,
    head: headOf(head),
    isNotedFound: noted === undefined ? null : seals.isNotedFound,
    ...faults.found(),
  };
}

/** Reads all entries once; each set is compared with its seal as soon as its last entry has come. */
async function verifyEntries(
  session: Session,
  head: HeadRow | undefined,
  faults: Faults,
  progress: OnProgress = () => {},
) {
  const sets = new OpenSets(faults);
  let earlier = 0;
  let sealed = 0;
  let done = 0;
  for await (const { entries, seals } of allEntries(session)) {
    sets.take(seals);
    for (const entry of entries) {
      if (entry.seal !== null) {
        sealed += 1;
        sets.add(entry, entry.seal);
      } else if (entry.id <= (head?.lastEarlierEntry ?? 0)) earlier += 1;
      else faults.unsealed(entry.id);
    }
    done += entries.length;
    progress({ unit: 'entries', done });
  }
  sets.end();
  if (head !== undefined && earlier !== head.earlierEntries) faults.earlier(earlier, head.earlierEntries);
  return { earlier, sealed, sets: sets.count };
}

/** Follows the chain from its beginning to its end. */
async function verifySeals(
  session: Session,
  head: HeadRow | undefined,
  faults: Faults,
  noted: ChainHead | undefined,
) {
  let end: ChainHead = {
    position: 0,
    hash: beginningOf(head?.earlierEntries ?? 0, head?.lastEarlierEntry ?? 0),
  };
  let inForce = 0;
  let replaced = 0;
  let replacedSinceNoted = 0;
  let isNotedFound = false;
  const resealings = new Resealings();
  for await (const page of allSeals(session)) {
    for (const seal of page) {
      resealings.add(seal);
      if (noted !== undefined && seal.position <= noted.position && (seal.replacedBy ?? 0) > noted.position) {
        replacedSinceNoted += 1;
      }
      if (seal.position !== end.position + 1) faults.gap(end.position, seal);
      else if (hashOfSeal(end.hash, seal) !== seal.hash) faults.sealChanged(seal);
      if (seal.replacedBy === null) inForce += 1;
      else replaced += 1;
      end = { position: seal.position, hash: seal.hash };
      isNotedFound ||= noted?.position === end.position && noted.hash === end.hash;
    }
  }
  if (head === undefined) faults.headGone();
  else if (head.position !== end.position || (end.position > 0 && head.hash !== end.hash)) {
    faults.headMoved(head, end);
  }
  if (noted !== undefined && !isNotedFound) faults.notNoted(noted, end);
  return { inForce, replaced, replacedSinceNoted, isNotedFound, resealings: resealings.found() };
}

/** Seals that took the place of others, one behind the other, and the set that follows them: it says that somebody erased. */
interface Resealing {
  first: SealRow;
  next: number | undefined;
}

/** Finds them while the chain is followed. */
class Resealings {
  private readonly all: Resealing[] = [];
  private readonly awaited = new Set<number>();
  private open: Resealing | undefined;

  add(seal: SealRow): void {
    if (seal.replacedBy !== null) this.awaited.add(seal.replacedBy);
    if (this.awaited.delete(seal.position)) {
      if (this.open !== undefined) return;
      this.open = { first: seal, next: undefined };
      this.all.push(this.open);
    } else if (this.open !== undefined) {
      this.open.next = seal.seal;
      this.open = undefined;
    }
  }

  found(): readonly Resealing[] {
    return this.all;
  }
}

/** The first of seals in the place of others behind which no entry says that somebody was erased: the means of erasing, misused. */
async function unrecorded(session: Session, resealings: readonly Resealing[]): Promise<SealRow[]> {
  const recorded = await erasingEntries(
    session,
    resealings.flatMap(({ next }) => next ?? []),
  );
  return resealings.flatMap(({ first, next }) => (next !== undefined && recorded.has(next) ? [] : [first]));
}
