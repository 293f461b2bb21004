import path from 'node:path';
import { oneOf } from '../chance.ts';
import { Disk, type Loss, layOut } from '../disk.ts';
import { lostContents, readExactly } from './exact.ts';
import type { RecordedRun } from './recorded.ts';

/** How many states are looked at behind one call. */
const lossesAtOnce = 4;

export interface Cuts {
  readonly count: number;
  readonly chance: () => number;
  /** Files of which a sync does nothing; all are synced when left out. */
  readonly isSynced?: (file: string) => boolean;
  /** Where the disks are laid out. */
  readonly place: string;
  /** Told of each state that was looked at. */
  readonly note: (losses: readonly string[]) => void;
}

/** Takes the power away at calls of a run, and looks at what the disk may hold then. */
export async function cut(run: RecordedRun, { count, chance, isSynced, place, note }: Cuts): Promise<void> {
  const disk = new Disk(run.files, run.folders, isSynced);
  const wanted = Array.from({ length: Math.ceil(count / lossesAtOnce) }, () => callBy(chance, run)).sort(
    (a, b) => a - b,
  );
  let done = 0;
  let seen = 0;
  for (const call of wanted) {
    for (; done <= call; done += 1) disk.apply(run.calls[done] as RecordedRun['calls'][number]);
    for (let loss = 0; loss < lossesAtOnce && seen < count; loss += 1) {
      seen += 1;
      note(await lossesAt(run, disk, call, lossBy(chance), place));
    }
  }
}

/** Half of the cuts come right behind what is meant to be safe: a sync, an answer, a name. */
function callBy(chance: () => number, { calls }: RecordedRun): number {
  const anywhere = Math.floor(chance() * calls.length);
  if (chance() < 0.5) return anywhere;
  const next = calls.findIndex(({ kind }, index) => index >= anywhere && kind !== 'write');
  return Math.min(calls.length - 1, (next < 0 ? anywhere : next) + Math.floor(chance() * 3));
}

function lossBy(chance: () => number): Loss & { told: string } {
  const sector = oneOf(chance, [512, 4096]);
  const kind = oneOf(chance, ['all', 'some', 'few', 'most', 'the first'] as const);
  const share = { all: 0, few: 0.9, some: 0.5, most: 0.1, 'the first': 1 }[kind];
  let first = kind === 'the first' ? 1 + Math.floor(chance() * 20) : 0;
  return {
    told: `${kind} of the unsynced sectors of ${sector} bytes lost`,
    sector,
    arrived: () => {
      if (first > 0) {
        first -= 1;
        return false;
      }
      return chance() < share;
    },
    names: (names) => Math.floor(chance() * (names + 1)),
  };
}

async function lossesAt(
  { book, calls, states, answered }: RecordedRun,
  disk: Disk,
  call: number,
  loss: Loss & { told: string },
  place: string,
): Promise<string[]> {
  const files = disk.after(loss);
  // What processes share of a database is not on the disk.
  const ofDatabase = [...files].filter(([file]) => file.startsWith(book.db) && !file.endsWith('-shm'));
  await layOut(new Map(ofDatabase), book.folder, place);
  const { digest, needed, problems } = await readExactly(path.join(place, 'kontor.db'));
  const from = answered[call] ?? 0;
  // The commit that is under way may have reached the disk.
  const to = states.filter((one) => one.call <= call).length;
  const losses = [
    ...problems,
    ...lostContents(needed, files, book.files).map((sha256) => `the content ${sha256} of a record is lost`),
  ];
  if (problems.length === 0 && !states.slice(from, to + 1).some((one) => one.digest === digest)) {
    const earlier = states.findIndex((one) => one.digest === digest);
    losses.push(
      earlier < 0
        ? 'it holds what no commit has left'
        : `it is as behind commit ${earlier}, and ${from} had been answered for`,
    );
  }
  return losses.map((text) => `cut behind call ${call} (${calls[call]?.kind}), ${loss.told}: ${text}`);
}
