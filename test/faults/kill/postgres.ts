import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { type Book, surroundings } from '../book.ts';
import { chanceOf } from '../chance.ts';
import type { CallPlace } from '../file-calls.ts';
import { networkCalls } from '../network-calls.ts';
import { type FaultPart, type Given, note, scaled, type Tally, tallyOf } from '../part.ts';
import { allGone, serverMissing, withServerBooks } from '../server-books.ts';
import { differences, firstDifference, lookAt, type State, unrecorded } from '../sound.ts';
import { killing, recording, straceMissing } from '../strace.ts';
import {
  type Ended,
  inLanes,
  inWorkshop,
  newFolder,
  run,
  type Surroundings,
  start,
  type Workshop,
} from '../workshop.ts';
import { evenly } from './recorded.ts';
import { type Writing, writings } from './writings.ts';

export const part: FaultPart = {
  name: 'kill-postgres',
  about:
    'kill -9 of a client of PostgreSQL at any moment: the database is as before or as after, and the next run completes',
  missing: serverMissing,
  run: (given) => killClients(chosen, given),
};

const chosen = [
  'account create',
  'account delete (documents, photo)',
  'contact merge',
  'tag merge',
  'import',
  'seed apply',
  'batch --atomic',
  'document add',
].flatMap((name) => writings.find((writing) => writing.name === name) ?? []);

/** So many kills of each writing in a full run, at a random moment, and at what is said to the server. */
const kills = { moments: 3, said: 4 };

export const killClients = (wanted: readonly Writing[], given: Given): Promise<Tally[]> =>
  inWorkshop((workshop) =>
    withServerBooks(workshop, async ({ copy }) => {
      const tallies = wanted.map(({ name }) => tallyOf(name, 'kills'));
      await inLanes(wanted, async (writing, index) => {
        const chance = chanceOf(given.seed + index);
        const before = (await lookAt(await copy('before'))).state;
        const whole = await copy('whole');
        const { ms } = await mustEnd(workshop, surroundings(whole), writing);
        const after = (await lookAt(whole)).state;
        const recorded = await copy('recorded');
        for (const way of await waysToKill(workshop, recorded, writing, { ms, chance, given })) {
          const book = await copy('killed');
          const { fired, losses } = await kill(workshop, { writing, book, before, after }, way);
          note(tallies[index] as Tally, fired, losses);
        }
      });
      return tallies;
    }),
  );

async function mustEnd(workshop: Workshop, around: Surroundings, { argv, name }: Writing): Promise<Ended> {
  const ended = await run(workshop, around, argv);
  if (ended.code !== 0) throw new Error(`${name} ended with ${ended.code}: ${ended.err}`);
  return ended;
}

/** After so many milliseconds, or at a call. */
type Way = { readonly ms: number } | { readonly point: CallPlace };

async function waysToKill(
  workshop: Workshop,
  recorded: Book,
  writing: Writing,
  { ms, chance, given }: { ms: number; chance: () => number; given: Given },
): Promise<Way[]> {
  // Nothing reaches the server while Node starts.
  const moments = Array.from({ length: scaled(kills.moments, given) }, () => ({
    ms: ms * (0.3 + 0.5 * chance()),
  }));
  if ((await straceMissing()) !== undefined) return moments;
  const log = path.join(await newFolder(workshop, 'log'), 'calls');
  await mustEnd(workshop, { ...surroundings(recorded), under: recording(log) }, writing);
  const said = networkCalls(await readFile(log, 'utf8'));
  return [...moments, ...evenly(said, scaled(kills.said, given)).map((point) => ({ point }))];
}

interface Killed {
  writing: Writing;
  book: Book;
  before: State;
  after: State;
}

async function kill(workshop: Workshop, { writing, book, before, after }: Killed, way: Way) {
  const under = 'point' in way ? killing(way.point.call, way.point.nth) : [];
  const { child, ended } = start(workshop, { ...surroundings(book), under }, writing.argv);
  child.stdin?.end();
  if ('ms' in way) {
    await later(way.ms);
    child.kill('SIGKILL');
  }
  if ((await ended).signal !== 'SIGKILL') return { fired: false, losses: [] };
  await allGone(book);
  const found = await lookAt(book);
  const isBefore = differences(before, found.state).length === 0;
  const isAfter = differences(after, found.state).length === 0;
  const losses = [...found.problems, ...unrecorded(before, found.state, new Set(writing.elsewhere))];
  if (!isBefore && !isAfter) {
    losses.push(`the database is neither as before nor as after: ${firstDifference(after, found.state)}`);
  }
  const next = await run(workshop, surroundings(book), writing.argv);
  const allowed = isAfter ? writing.again : [0];
  if (!allowed.includes(next.code ?? -1)) {
    losses.push(`run once more it ended with ${next.code ?? next.signal}: ${next.err.trim()}`);
  }
  const { state, problems } = await lookAt(book);
  losses.push(...problems.map((problem) => `run once more: ${problem}`));
  // Numbers that a transaction took are gone with it: the same rows have other numbers.
  const count = (one: State) => [...one].map(([name, rows]) => `${name} ${rows.split('\n').length}`).join();
  if (isBefore && count(state) !== count(after)) losses.push('run once more it did not come to as many rows');
  const told = 'ms' in way ? `after ${way.ms.toFixed(0)} ms` : `at ${way.point.call} ${way.point.nth}`;
  return {
    fired: true,
    losses: losses.map((loss) => `kontor ${writing.argv.join(' ')}, killed ${told}: ${loss}`),
  };
}
