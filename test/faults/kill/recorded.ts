import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Book, copyBook, surroundings } from '../book.ts';
import { Disk, layOut, readFiles } from '../disk.ts';
import { type CallPlace, type FileCall, fileCalls } from '../file-calls.ts';
import { differences, lookAt, lookAtAnyVersion, type State } from '../sound.ts';
import { recording } from '../strace.ts';
import { must, newFolder, run, type Workshop } from '../workshop.ts';
import type { Writing } from './writings.ts';

/** A writing that came to its end: what it starts from, what it does to files, and what each commit leaves. */
export interface Recorded {
  readonly writing: Writing;
  readonly start: Book;
  readonly calls: readonly FileCall[];
  /** Before it, and behind each of its commits. */
  readonly states: readonly State[];
  /** The file that it wrote, if it writes one. */
  readonly output: Buffer | undefined;
}

/** Prepares a writing and runs it to its end, under strace. Throws where it does not end as it should. */
export async function record(workshop: Workshop, book: Book, writing: Writing): Promise<Recorded> {
  const start = await copyBook(workshop, book, 'start');
  // Without a way out mails stay in the outbox.
  for (const argv of writing.before ?? []) await must(workshop, { db: start.db, folder: start.folder }, argv);
  await writing.prepare?.(start);
  const recorded = await copyBook(workshop, start, 'recorded');
  const { files, folders } = await readFiles(recorded.folder);
  const log = path.join(await newFolder(workshop, 'log'), 'calls');
  const { code, err } = await run(
    workshop,
    { ...surroundings(recorded), under: recording(log) },
    writing.argv,
  );
  if (code !== (writing.code ?? 0)) throw new Error(`${writing.name} ended with ${code}: ${err}`);
  const calls = fileCalls(await readFile(log, 'utf8'), recorded.folder);
  const ofCommits = await statesOf(workshop, recorded, new Disk(files, folders), calls, lookerOf(writing));
  const states =
    writing.steps === undefined ? ofCommits : await statesOfSteps(workshop, start, writing.steps);
  if (differences(ofCommits.at(-1) ?? new Map(), states.at(-1) ?? new Map()).length > 0) {
    throw new Error(`${writing.name} does not come to what its steps come to`);
  }
  if (states.length - 1 !== writing.commits) {
    throw new Error(`${writing.name} commits ${states.length - 1} times; ${writing.commits} is expected`);
  }
  const output =
    writing.output === undefined ? undefined : await readFile(path.join(recorded.folder, writing.output));
  return { writing, start, calls, states, output };
}

/** How what a writing leaves is looked at. */
export const lookerOf = ({ schema }: Writing): typeof lookAt =>
  schema === undefined ? lookAt : lookAtAnyVersion;

/** What is found behind each sync of the database's log, in turn; a commit is done when its log is synced. */
async function statesOf(
  workshop: Workshop,
  book: Book,
  disk: Disk,
  calls: readonly FileCall[],
  look: typeof lookAt,
): Promise<State[]> {
  const place = await newFolder(workshop, 'state');
  const now = async (): Promise<State> => {
    await layOut(disk.whole(), book.folder, place);
    const { state, problems } = await look({
      db: path.join(place, 'kontor.db'),
      files: path.join(place, 'files'),
    });
    if (problems.length > 0) throw new Error(`behind a commit: ${problems.join('; ')}`);
    return state;
  };
  const states = [await now()];
  const keep = async () => {
    const state = await now();
    if (differences(states.at(-1) ?? new Map(), state).length > 0) states.push(state);
  };
  for (const call of calls) {
    disk.apply(call);
    if (call.kind === 'sync' && call.path === `${book.db}-wal`) await keep();
  }
  await keep();
  return states;
}

/** What is found behind each step. */
async function statesOfSteps(
  workshop: Workshop,
  start: Book,
  steps: ReadonlyArray<readonly string[]>,
): Promise<State[]> {
  const book = await copyBook(workshop, start, 'steps');
  const states = [(await lookAt(book)).state];
  for (const argv of steps) {
    await must(workshop, surroundings(book), argv);
    states.push((await lookAt(book)).state);
  }
  return states;
}

/** Where it is worth killing the writing: before each call that changes a file or makes sure of it; `count` of them. */
export function points(calls: readonly FileCall[], count: number): CallPlace[] {
  const isShared = (call: FileCall) => 'path' in call && call.path.endsWith('-shm');
  const worthwhile = calls.filter(
    (call) => !isShared(call) && !['answer', 'create', 'mode'].includes(call.kind),
  );
  const rare = worthwhile.filter(({ kind }) => kind !== 'write');
  const writes = worthwhile.filter(({ kind }) => kind === 'write');
  const rareOnes = evenly(rare, Math.ceil(count / 2));
  return [...rareOnes, ...evenly(writes, count - rareOnes.length)].map(({ at }) => at);
}

/** So many of them, from the first to the last. */
export const evenly = <T>(all: readonly T[], count: number): T[] =>
  all.length <= count
    ? [...all]
    : Array.from(
        { length: count },
        (_, index) => all[Math.round((index * (all.length - 1)) / Math.max(1, count - 1))] as T,
      );
