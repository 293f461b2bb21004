import { shownHead } from './digest.ts';
import type { ChainFault, ChainFaultKind, ChainHead, ChainReport } from './model.ts';
import type { HeadRow, SealRow } from './repository.ts';

/** More than so many are counted, not told. */
const mostTold = 20;

type SealedSet = Pick<SealRow, 'seal' | 'lastEntry' | 'entries' | 'position'>;

const counted = (entries: number): string => (entries === 1 ? '1 entry' : `${entries} entries`);

/** What does not fit, as it is found. */
export class Faults {
  private readonly told = new Map<ChainFaultKind, ChainFault[]>();
  private total = 0;

  /** The first of them in the order of entries, and how many there are. */
  found(): Pick<ChainReport, 'faults' | 'faultCount'> {
    const place = ({ entry }: ChainFault) => entry ?? Number.MAX_SAFE_INTEGER;
    const faults = [...this.told.values()].flat().sort((a, b) => place(a) - place(b));
    return { faults: faults.slice(0, mostTold), faultCount: this.total };
  }

  entriesChanged(set: SealedSet): void {
    const { seal, lastEntry, entries, position } = set;
    const what =
      entries === 1
        ? `Entry ${seal} was changed: it is`
        : `Entries ${seal} to ${lastEntry} were changed, one of them at least: they are`;
    this.add('entries-changed', seal, position, `${what} not what was sealed.`);
  }

  countWrong({ seal, lastEntry, entries, position }: SealedSet, found: number): void {
    const isMissing = found < entries;
    const what = isMissing ? 'deleted' : 'put in';
    this.add(
      isMissing ? 'entries-missing' : 'entries-added',
      seal,
      position,
      `Entries were ${what} among ${seal} to ${lastEntry}: ${counted(entries)} sealed, ${found} there.`,
    );
  }

  allMissing({ seal, entries, position }: SealedSet): void {
    const what =
      entries === 1 ? `Entry ${seal} was deleted.` : `Entry ${seal} and those with it were deleted.`;
    this.add('entries-missing', seal, position, `${what} ${counted(entries)} sealed, none there.`);
  }

  entryAdded(entry: number, { seal, position }: SealedSet): void {
    const message = `Entry ${entry} was put in: it says that it was written with entry ${seal}, and was not sealed with it.`;
    this.add('entries-added', entry, position, message);
  }

  unsealed(entry: number): void {
    this.add('entry-unsealed', entry, null, `Entry ${entry} was never sealed.`);
  }

  earlier(found: number, noted: number): void {
    const message = `${counted(noted)} from before the chain ${noted === 1 ? 'was' : 'were'} noted when it began, ${found} are there.`;
    this.add('earlier-entries', null, null, message);
  }

  sealMissing(entry: number, seal: number): void {
    this.add('seal-missing', entry, null, `Entry ${entry} has no seal: that of set ${seal} is not there.`);
  }

  sealDoubled({ seal, position }: SealedSet): void {
    this.add('seal-doubled', seal, position, `The set of entry ${seal} has two seals in force.`);
  }

  /** A seal in force cannot be compared with anything. */
  secretGone({ seal, position }: SealedSet): void {
    const message = `The seal of the set of entry ${seal} has lost its secret, and none replaces it.`;
    this.add('erased-unrecorded', seal, position, message);
  }

  wronglyReplaced({ seal, position, replacedBy }: Pick<SealRow, 'seal' | 'position' | 'replacedBy'>): void {
    const message = `The seal at position ${position} is said to be replaced by the one at position ${replacedBy}, which does not replace it.`;
    this.add('erased-unrecorded', seal, position, message);
  }

  /** Somebody sealed entries anew as erasing does, and no entry says that anybody was erased. */
  erasedSilently({ seal, position }: SealedSet): void {
    const message = `The set of entry ${seal} was sealed anew at position ${position}, and no entry behind it says that somebody was erased.`;
    this.add('erased-unrecorded', seal, position, message);
  }

  sealChanged({ seal, position }: SealedSet): void {
    this.add(
      'seal-changed',
      seal,
      position,
      `The seal at position ${position} does not follow from the one before it.`,
    );
  }

  /** Seals are missing behind a position. */
  gap(behind: number, { seal, position }: SealedSet): void {
    const missing = position - behind - 1;
    const message =
      missing === 1
        ? `The seal at position ${behind + 1} is missing.`
        : `The seals at positions ${behind + 1} to ${position - 1} are missing.`;
    this.add('seal-missing', seal, behind + 1, message);
  }

  headGone(): void {
    this.add('head-changed', null, null, 'The record of the end of the chain is gone.');
  }

  headMoved({ position, hash }: HeadRow, end: ChainHead): void {
    const message = `The chain ends with ${shownHead(end)}; on record is ${shownHead({ position, hash })}.`;
    this.add('head-changed', null, end.position, message);
  }

  notNoted(noted: ChainHead, end: ChainHead): void {
    const why =
      noted.position > end.position
        ? `was cut off: it ends at position ${end.position}, before ${noted.position}`
        : `was made anew: at position ${noted.position} it has another hash`;
    this.add('head-not-found', null, noted.position, `The chain ${why}.`);
  }

  private add(kind: ChainFaultKind, entry: number | null, position: number | null, message: string): void {
    this.total += 1;
    const told = this.told.get(kind) ?? [];
    if (told.length < mostTold) told.push({ kind, entry, position, message });
    this.told.set(kind, told);
  }
}
