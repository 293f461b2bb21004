import { execFile, spawnSync } from 'node:child_process';
import { cp, open, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { type Book, bookIn, inLab, type Lab, surroundings, withCopies } from './book.ts';
import { evenly, type Recorded, record } from './kill/recorded.ts';
import { type Writing, writings } from './kill/writings.ts';
import { type FaultPart, type Given, note, scaled, type Tally, tallyOf } from './part.ts';
import { differences, firstDifference, lookAt, type State, withRunsFromOne } from './sound.ts';
import { failing, hasFailed, straceMissing } from './strace.ts';
import { type Ended, inLanes, newFolder, run, type Workshop } from './workshop.ts';

export const part: FaultPart = {
  name: 'disk-full',
  about:
    'lets the disk be full from the nth write on, and on a small file system: a clear error, nothing half-written',
  missing: straceMissing,
  run: (given) => inLab((lab) => fillDisks(chosen, given, lab)),
};

/** One of each way to write: rows alone, many rows, contents, several commits, a file. */
const chosen = [
  'account create',
  'import',
  'import --keep-going',
  'document add',
  'account photo set',
  'batch',
  'export --out',
].flatMap((name) => writings.find((writing) => writing.name === name) ?? []);

/** So many writes of each kind of writing at which the disk is full, in a full run. */
const fillings = 5;

export async function fillDisks(
  wanted: readonly Writing[],
  given: Given,
  { workshop, book }: Lab,
): Promise<Tally[]> {
  const all: Recorded[] = [];
  await inLanes(wanted, async (writing, index) => {
    all[index] = await record(workshop, book, writing);
  });
  const onDatabase = all.filter(({ writing }) => writing.commits > 0);
  const tallies = onDatabase.map(({ writing }) => tallyOf(`no space from the nth write on: ${writing.name}`));
  await inLanes(onDatabase, async (recorded, index) => {
    const tally = tallies[index] as Tally;
    for (const from of writesAt(recorded, scaled(fillings, given))) {
      const { fired, losses } = await fillAt(workshop, recorded, from);
      note(tally, fired, losses);
    }
  });
  return [...tallies, ...(await onSmallDisk(workshop, all, given))];
}

interface Filled {
  readonly fired: boolean;
  readonly losses: readonly string[];
}

/** The numbers of those writes to the database at which the disk is full. */
const writesAt = ({ calls, start }: Recorded, count: number): number[] => {
  const isDatabase = (file: string) => ['kontor.db', 'kontor.db-wal'].includes(path.basename(file));
  const total = calls.filter((call) => call.kind === 'write' && isDatabase(call.path)).length;
  if (total === 0) throw new Error(`${start.db} is not written to`);
  return evenly(
    Array.from({ length: total }, (_, index) => index + 1),
    count,
  );
};

/** Lets all writes to the database fail from one on, for want of space. */
async function fillAt(workshop: Workshop, recorded: Recorded, from: number): Promise<Filled> {
  const { writing, start } = recorded;
  return withCopies(workshop, async (copy) => {
    const book = await copy(start, 'full');
    const log = path.join(await newFolder(workshop, 'log'), 'calls');
    const paths = [book.db, `${book.db}-wal`];
    const under = failing(log, ['pwrite64'], { error: 'ENOSPC', from, paths });
    const ended = await run(workshop, { ...surroundings(book), under }, writing.argv);
    const losses = await lossesOf(workshop, recorded, book, ended);
    return {
      // Behind the last commit nothing is said of it: what could not be written back now will be later.
      fired: hasFailed(await readFile(log, 'utf8')),
      losses: losses.map(
        (loss) => `kontor ${writing.argv.join(' ')}, no space from write ${from} on: ${loss}`,
      ),
    };
  });
}

/** What does not hold behind a run that had no space; then it is given space and run once more. */
async function lossesOf(workshop: Workshop, recorded: Recorded, book: Book, ended: Ended): Promise<string[]> {
  const { writing, states } = recorded;
  const { code = 0, again } = writing;
  const losses: string[] = [];
  const found = await withCopies(workshop, async (copy) => lookAt(await copy(book, 'looked')));
  const at = states.findIndex((state) => differences(state, found.state).length === 0);
  losses.push(...found.problems);
  if (at < 0)
    losses.push(`something is half-written: ${firstDifference(states[0] ?? new Map(), found.state)}`);
  const isDone = at === states.length - 1 && ended.code === code;
  if (!isDone) losses.push(...unclear(writing, ended));
  if (!isDone && ended.code === code) losses.push(`it ended with ${code}, and was not done`);
  const next = await run(workshop, surroundings(book), writing.argv);
  if (![code, ...again].includes(next.code ?? -1)) {
    losses.push(`with space again it ended with ${next.code ?? next.signal}: ${next.err.trim()}`);
  }
  const { state, problems } = await lookAt(book);
  losses.push(...problems.map((problem) => `with space again: ${problem}`));
  const [wanted, come] = [states.at(-1) ?? new Map(), state].map(withRunsFromOne) as [State, State];
  if (at === 0 && differences(wanted, come).length > 0) {
    losses.push(`with space again it did not come to the same: ${firstDifference(wanted, come)}`);
  }
  return losses;
}

/** Exit 6, or 2 for a file that the user named, 5 where a part was done; and words that say why. */
function unclear({ output, commits }: Writing, { code, err, signal }: Ended): string[] {
  const allowed = [...(output === undefined ? [6] : [2, 6]), ...(commits > 1 ? [5] : [])];
  const losses = allowed.includes(code ?? -1) ? [] : [`it ended with ${code ?? signal}: ${err.trim()}`];
  return /no space left|has space left/.test(err)
    ? losses
    : [...losses, `it does not say why: ${err.trim()}`];
}

/** So much space is left on the small file system, in KiB. */
const leftOver = [0, 4, 12, 32, 64, 120, 240, 500];

/** The same on a file system that is really full, where one can be made: what is stored beside the database, too. */
async function onSmallDisk(workshop: Workshop, all: readonly Recorded[], given: Given): Promise<Tally[]> {
  const place = await newFolder(workshop, 'small');
  const disk = await mountSmall(place);
  if (disk === undefined) {
    given.say('no small file system can be mounted here: only writes to the database were made to fail');
    return [];
  }
  const tallies: Tally[] = [];
  try {
    for (const recorded of all) {
      const tally = tallyOf(`a small file system, full: ${recorded.writing.name}`);
      for (const space of evenly(leftOver, scaled(leftOver.length, given))) {
        const { fired, losses } = await fillUp(workshop, recorded, place, space);
        note(tally, fired, losses);
      }
      tallies.push(tally);
    }
  } finally {
    await disk.unmount();
  }
  return tallies;
}

async function mountSmall(place: string): Promise<{ unmount: () => Promise<unknown> } | undefined> {
  try {
    await promisify(execFile)('mount', ['-t', 'tmpfs', '-o', 'size=8m,mode=700', 'tmpfs', place]);
  } catch {
    return undefined;
  }
  // Whoever is stopped leaves none behind: before that its folder cannot be taken away.
  const unmountNow = () => void spawnSync('umount', ['-l', place]);
  process.prependOnceListener('exit', unmountNow);
  return {
    unmount: () => {
      process.off('exit', unmountNow);
      return promisify(execFile)('umount', [place]);
    },
  };
}

async function fillUp(workshop: Workshop, recorded: Recorded, place: string, space: number): Promise<Filled> {
  const { writing, start } = recorded;
  for (const name of await readdir(place)) await rm(path.join(place, name), { recursive: true });
  const folder = path.join(place, 'book');
  await cp(start.folder, folder, { recursive: true });
  const book = bookIn(folder);
  const filler = path.join(place, 'filler');
  await fill(filler, space);
  const ended = await run(workshop, surroundings(book), writing.argv);
  await rm(filler);
  const losses = await lossesOf(workshop, recorded, book, ended);
  return {
    fired: ended.code !== (writing.code ?? 0),
    losses: losses.map((loss) => `kontor ${writing.argv.join(' ')}, ${space} KiB left: ${loss}`),
  };
}

/** Fills a file system but for so many KiB. */
async function fill(filler: string, space: number): Promise<void> {
  const block = Buffer.alloc(4096);
  const file = await open(filler, 'w');
  let size = 0;
  try {
    for (;;) {
      await file.write(block);
      size += block.length;
    }
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
    await file.truncate(Math.max(0, size - space * 1024));
  } finally {
    await file.close();
  }
}
