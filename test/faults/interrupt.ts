import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { type Book, copyBook, type Lab, makeBook, surroundings } from './book.ts';
import { chanceOf } from './chance.ts';
import { type FaultPart, type Given, note, scaled, type Tally, tallyOf } from './part.ts';
import { allGone, serverMissing, withServerBooks } from './server-books.ts';
import { differences, lookAt, type State, sumsAt, sumsOf } from './sound.ts';
import { type Ended, inLanes, inWorkshop, run, type Surroundings, start, type Workshop } from './workshop.ts';

/** The rows of a full run, where `--rows` does not say otherwise, and at how many moments each way of importing is stopped. */
const full = { rows: 10_000, moments: 5, momentsOnServer: 3 };

/** Why moments cannot be chosen on this machine. */
export const workMissing = async (): Promise<string | undefined> =>
  existsSync('/proc/self/stat') ? undefined : 'there is no /proc to see how far a process is';

const about =
  'Ctrl-C and kill -9 at random moments of an import of 10,000 rows (--rows): as before, or whole batches; the next run completes';

export const part: FaultPart = {
  name: 'interrupt',
  about,
  missing: workMissing,
  run: (given) =>
    inWorkshop(async (workshop) => {
      const lab = { workshop, book: await makeBook(workshop) };
      return interruptImports(lab, given);
    }),
};

export const partOnServer: FaultPart = {
  name: 'interrupt-postgres',
  about: `${about} (PostgreSQL)`,
  missing: async () => (await workMissing()) ?? (await serverMissing()),
  run: (given) => inWorkshop((workshop) => interruptOnServer(workshop, given)),
};

/** Interrupts imports on SQLite. */
export const interruptImports = ({ workshop, book }: Lab, given: Given): Promise<Tally[]> =>
  interrupted(
    { workshop, copy: (name) => copyBook(workshop, book, name), where: 'SQLite' },
    given,
    full.moments,
  );

/** The same on the PostgreSQL server. */
export const interruptOnServer = (workshop: Workshop, given: Given): Promise<Tally[]> =>
  withServerBooks(workshop, ({ copy }) =>
    interrupted({ workshop, copy, where: 'PostgreSQL' }, given, full.momentsOnServer),
  );

/** Where books are copied, each with a database that nobody else uses. */
interface Place {
  readonly workshop: Workshop;
  readonly copy: (name: string) => Promise<Book>;
  readonly where: 'SQLite' | 'PostgreSQL';
}

/** A way to import a list, and what it comes to when nobody stops it. */
interface Way {
  readonly place: Place;
  readonly argv: readonly string[];
  readonly code: number;
  /** Of batches that are committed one by one, how many clients there may be. */
  readonly steps: ReadonlySet<number>;
  readonly before: State;
  readonly after: State;
  readonly rejects: string | undefined;
  /** How long it is computing, in ticks: unlike the time it takes, the same however busy the machine is. */
  readonly ticks: number;
}

const batch = 2_000;
/** Every so many rows one is refused. */
const badEvery = 997;

async function interrupted(place: Place, given: Given, moments: number): Promise<Tally[]> {
  const { rows = full.rows } = given;
  const chance = chanceOf(given.seed);
  const tallies: Tally[] = [];
  for (const keepsGoing of [false, true]) {
    const way = await wholeWay(place, rows, keepsGoing);
    const tally = tallyOf(`import${keepsGoing ? ' --keep-going' : ''}, ${rows} rows, ${place.where}`);
    const shares = Array.from({ length: scaled(moments, given) }, () => 0.05 + 0.9 * chance());
    await inLanes(shares, async (share, index) => {
      const signal = (index + tallies.length) % 2 === 0 ? 'SIGKILL' : 'SIGINT';
      const { fired, losses } = await stopAt(way, signal, share);
      note(tally, fired, losses);
      given.say(`${tally.what}: ${signal}, ${tally.fired} fired, ${tally.lost.length} losses`);
    });
    tallies.push(tally);
  }
  return tallies;
}

/** Long lists take minutes where others are at work on the machine, too. */
const patient = (book: Book): Surroundings => ({ ...surroundings(book), longestMs: 900_000 });

/** Imports a list to its end. Throws where that does not come out as it should. */
async function wholeWay(place: Place, rows: number, keepsGoing: boolean): Promise<Way> {
  const { workshop } = place;
  const book = await place.copy('whole');
  const list = path.join(workshop.folder, `long-${keepsGoing}.csv`);
  await writeFile(list, longList(rows, keepsGoing));
  const going = keepsGoing ? ['--keep-going', '--rejects', 'rejects.csv', '--force'] : [];
  const argv = ['import', list, '--create-tags', '--json', ...going];
  const before = await seen(book);
  const { child, ended: end } = start(workshop, patient(book), argv);
  child.stdin?.end();
  const ticks = await worked(child, Number.POSITIVE_INFINITY);
  const ended = await end;
  const code = keepsGoing ? 5 : 0;
  if (ended.code !== code) throw new Error(`${argv.join(' ')} ended with ${ended.code}: ${ended.err}`);
  const batches = keepsGoing ? Array.from({ length: Math.floor(rows / batch) + 1 }, (_, of) => of) : [0];
  const steps = new Set([
    ...batches.map((of) => goodRows(of * batch, keepsGoing)),
    goodRows(rows, keepsGoing),
  ]);
  return {
    ...{ place, argv, code, steps, before, after: await seen(book), ticks },
    rejects: keepsGoing ? await readFile(path.join(book.folder, 'rejects.csv'), 'utf8') : undefined,
  };
}

async function seen(book: Book): Promise<State> {
  const { state, problems } = await lookAt(book, sumsOf);
  if (problems.length > 0) throw new Error(`the book is not sound: ${problems.join('; ')}`);
  return state;
}

/** Stops an import when so much of its work is done, says what does not hold, and imports the list once more. */
async function stopAt(
  way: Way,
  signal: NodeJS.Signals,
  share: number,
): Promise<{ fired: boolean; losses: string[] }> {
  const { place, argv } = way;
  const { workshop } = place;
  const book = await place.copy('stopped');
  const { child, ended } = start(workshop, patient(book), argv);
  child.stdin?.end();
  await worked(child, way.ticks * share);
  child.kill(signal);
  const end = await ended;
  if (end.signal === null && end.code !== 130) return { fired: false, losses: [] };
  if (place.where === 'PostgreSQL') await allGone(book);
  const found = await lookAt(book, sumsOf);
  const kept = clientsIn(found.state) - clientsIn(way.before);
  const losses = [
    ...found.problems,
    ...wrongStep(way, found.state, kept),
    ...(signal === 'SIGINT' && end.signal === null ? wrongWords(end, way, kept) : []),
  ];
  const next = await run(workshop, patient(book), argv);
  losses.push(...(await wrongNextRun(way, { book, next, kept })));
  const told = `${signal} after ${(share * 100).toFixed(0)} % of the work, ${kept} clients kept`;
  const named = losses.map((loss) => `kontor ${argv.join(' ')}, ${told}: ${loss}`);
  return { fired: true, losses: named };
}

/** Waits until a process has been computing for so many ticks, or has ended; says for how many. */
async function worked({ pid }: ChildProcess, wanted: number): Promise<number> {
  let ticks = 0;
  while (ticks < wanted) {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    const [state, ...numbers] = stat?.slice(stat.lastIndexOf(')') + 2).split(' ') ?? [];
    if (state === undefined || state === 'Z') break;
    ticks = Number(numbers[10]) + Number(numbers[11]);
    await later(20);
  }
  return ticks;
}

/** As before, or, where batches are committed one by one, whole batches of the list. */
function wrongStep({ steps, before, after }: Way, state: State, kept: number): string[] {
  if (kept === 0) {
    const changed = differences(before, state).filter((name) => name !== 'runs' || steps.size <= 2);
    return changed.length === 0 ? [] : [`nothing was kept, and yet ${changed.join(', ')} changed`];
  }
  const uneven = (['accounts', 'account_contacts'] as const).filter(
    (name) => rowsOf(state, name) - rowsOf(before, name) !== kept,
  );
  const isWhole = differences(after, state).length === 0;
  return [
    ...(steps.has(kept) && (steps.size > 2 || isWhole) ? [] : ['that is between two commits']),
    ...uneven.map((name) => `${name} has ${rowsOf(state, name)} rows`),
  ];
}

/** Ctrl-C: what was done is said, and it is what was done. */
function wrongWords({ err }: Ended, { steps }: Way, kept: number): string[] {
  const last = err.trimEnd().split('\n').at(-1) ?? '';
  const { error } = JSON.parse(last) as {
    error: { message: string; details: { created?: { accounts: number } } };
  };
  const isNothing = error.message === 'cancelled; nothing was written';
  const told = isNothing ? 0 : error.details.created?.accounts;
  return told === kept && (isNothing || steps.size > 2) ? [] : [`it says ${error.message}`];
}

/** The same command comes to its end, and to the same end. */
async function wrongNextRun(
  { place, code, before, after, rejects }: Way,
  { book, next, kept }: { book: Book; next: Ended; kept: number },
): Promise<string[]> {
  if (next.code !== code)
    return [`run once more it ended with ${next.code ?? next.signal}: ${next.err.trim()}`];
  const { outcomes } = JSON.parse(next.out) as { outcomes: Record<string, number> };
  const isSame = differences(after, await sumsAt(book)).length === 0;
  const { state, problems } = isSame ? { state: after, problems: [] } : await lookAt(book, sumsOf);
  const losses = problems.map((problem) => `run once more: ${problem}`);
  const missing = clientsIn(after) - clientsIn(before) - kept;
  if (outcomes.created !== missing || outcomes.unchanged !== kept || outcomes.updated !== 0) {
    losses.push(`run once more it says ${JSON.stringify(outcomes)}`);
  }
  // Done in two runs, it is on record as two. On a server numbers that a transaction took are gone with it.
  const counts = (one: State): State =>
    new Map([...one.keys()].map((name) => [name, String(rowsOf(one, name))]));
  const [expected, found] = place.where === 'SQLite' ? [after, state] : [counts(after), counts(state)];
  const byRuns = rejects === undefined ? [] : ofRuns;
  const other = differences(expected, found).filter((name) => !byRuns.includes(name));
  if (other.length > 0) losses.push(`run once more it did not come to the same: ${other.join(', ')}`);
  if (rejects !== undefined && (await readFile(path.join(book.folder, 'rejects.csv'), 'utf8')) !== rejects) {
    losses.push('run once more it left other rows in the file of rejected rows');
  }
  return losses;
}

const ofRuns: readonly string[] = ['audit_entries', 'audit_seals', 'audit_head', 'runs'];

const rowsOf = (state: State, table: string): number => Number(state.get(table)?.split(' ', 1)[0]);
const clientsIn = (state: State): number => rowsOf(state, 'contacts');

const isBad = (number: number, keepsGoing: boolean): boolean => keepsGoing && number % badEvery === 0;

/** How many of the first rows are right. */
const goodRows = (rows: number, keepsGoing: boolean): number =>
  keepsGoing ? rows - Math.floor(rows / badEvery) : rows;

const longList = (rows: number, keepsGoing: boolean): string =>
  [
    'account.key,First name,Last name,E-mail,Phone,Street,Postal code,City,Tags,Tax number',
    ...Array.from({ length: rows }, (_, index) => {
      const number = index + 1;
      const email = isBad(number, keepsGoing) ? 'no mail' : `person${number}@example.org`;
      return `l-${number},First${number},Last${number},${email},+49 30 ${number},Street ${number},10115,Berlin,T${number % 7},${number}`;
    }),
    '',
  ].join('\n');
