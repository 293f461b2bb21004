import { type KontorError, refusedError } from '../../errors.ts';
import type { AuditedRecord } from '../audit/schema.ts';
import type { Deps } from '../deps.ts';
import { changedSince, leftAlone, usedSince } from './since.ts';
import { takenSince } from './taken.ts';

/** A record that stands in the way of taking a run back, and why. */
export interface Obstacle {
  record: AuditedRecord;
  id: number | null;
  name: string;
  reason: string;
  /** The entry that tells of it, and the run that it is part of. */
  entry: number | null;
  run: number | null;
}

/** A run that is to be taken back, and where in the record of changes it is. */
export interface PlacedRun {
  id: number;
  firstEntry: number;
  lastEntry: number;
}

/** How many obstacles a message names, and how many its details hold. */
const shownObstacles = 20;
const keptObstacles = 1_000;

/**
 * Refuses to take back a run whose records were changed since by anything else, or are needed by something newer. What other
 * imports did that were taken back themselves does not count. Throws CHANGED_SINCE (exit 4), naming the records.
 */
export async function requireUnchanged(deps: Deps, run: PlacedRun): Promise<void> {
  const found = [
    ...(await changedSince(deps, run)),
    ...(await usedSince(deps, run)),
    ...(await leftAlone(deps, run)),
    ...(await takenSince(deps, run)),
  ];
  if (found.length > 0) throw changedSinceError(run, found);
}

function changedSinceError({ id }: PlacedRun, found: readonly Obstacle[]): KontorError {
  const lines = found.slice(0, shownObstacles).map(({ record, id: recordId, name, reason, entry }) => {
    const about = [record, recordId, name === '' ? null : `"${name}"`].filter((part) => part !== null);
    return `\n  ${about.join(' ')}: ${reason}${entry === null ? '' : `, entry ${entry}`}`;
  });
  const more = found.length - lines.length;
  const later = [...new Set(found.map(({ run }) => run))];
  const [only] = later;
  return refusedError(
    'CHANGED_SINCE',
    `Run ${id} cannot be taken back: ${found.length === 1 ? 'a record of it was changed since, or is' : `${found.length} records of it were changed since, or are`} needed by something newer:${lines.join('')}${more > 0 ? `\n  and ${more} more` : ''}`,
    {
      hint:
        later.length === 1 && only != null
          ? `All of that was run ${only}: take that back first, with kontor import undo ${only}`
          : `kontor import show ${id} lists what the run did, kontor audit show ENTRY what was changed since: mend it by hand.`,
      details: { run: id, total: found.length, obstacles: found.slice(0, keptObstacles) },
    },
  );
}
