import { isJson, RunningDigest } from './digest.ts';
import type { Faults } from './faults.ts';
import type { SealedEntry } from './pages.ts';
import type { SealRow } from './repository.ts';

/** A set of which entries have come. */
interface OpenSet {
  row: SealRow;
  /** Undefined where the seal has no secret: then nothing can be compared. */
  digest: RunningDigest | undefined;
  count: number;
  /** Whether all changes are JSON; what is not could stand for several entries. */
  isWellFormed: boolean;
}

/** Compares sets with their seals while entries are read; a set is forgotten with its last entry, so there are few at any time. */
export class OpenSets {
  /** How many sets there are entries of. */
  count = 0;
  private readonly open = new Map<number, OpenSet>();
  /** The seals that the page being read has need of. */
  private seals = new Map<number, SealRow>();
  /** The last set that was found to have no seal. */
  private unknown: number | undefined;
  private readonly faults: Faults;

  constructor(faults: Faults) {
    this.faults = faults;
  }

  /** Takes the seals in force of the sets of the next page. */
  take(seals: readonly SealRow[]): void {
    this.seals = new Map();
    for (const row of seals) {
      if (this.seals.has(row.seal)) this.faults.sealDoubled(row);
      else this.seals.set(row.seal, row);
    }
  }

  /** Adds the next entry. */
  add(entry: SealedEntry, seal: number): void {
    const set = this.open.get(seal) ?? this.begin(entry, seal);
    if (set === undefined) return;
    if (entry.id > set.row.lastEntry) {
      this.faults.entryAdded(entry.id, set.row);
      return;
    }
    set.count += 1;
    set.isWellFormed &&= isJson(entry.changes);
    set.digest?.add(entry);
    if (entry.id === set.row.lastEntry) this.close(set);
  }

  /** Ends the sets whose last entry has not come. */
  end(): void {
    for (const set of this.open.values()) this.close(set);
  }

  private begin({ id }: SealedEntry, seal: number): OpenSet | undefined {
    const row = this.seals.get(seal);
    if (row === undefined) {
      if (seal !== this.unknown) this.faults.sealMissing(id, seal);
      this.unknown = seal;
      return undefined;
    }
    if (row.secret === null) this.faults.secretGone(row);
    const digest = row.secret === null ? undefined : new RunningDigest(row.secret);
    const set = { row, digest, count: 0, isWellFormed: true };
    if (id > row.lastEntry) return set;
    this.open.set(seal, set);
    this.count += 1;
    return set;
  }

  private close({ row, digest, count, isWellFormed }: OpenSet): void {
    this.open.delete(row.seal);
    if (count !== row.entries) this.faults.countWrong(row, count);
    else if (digest !== undefined && !(isWellFormed && digest.end() === row.digest)) {
      this.faults.entriesChanged(row);
    }
  }
}
