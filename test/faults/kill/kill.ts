import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { type Book, surroundings, withCopies } from '../book.ts';
import type { CallPlace } from '../file-calls.ts';
import { differences, firstDifference, lookAt, lookAtAnyVersion, type State, unrecorded } from '../sound.ts';
import { killing } from '../strace.ts';
import { run, type Workshop } from '../workshop.ts';
import { lookerOf, type Recorded } from './recorded.ts';

/** What came of one kill. */
export interface Killed {
  readonly fired: boolean;
  readonly losses: string[];
}

/**
 * Kills a writing at one of its calls, and says what does not hold: the database is as it was behind one of the commits,
 * sound, with an audit entry exactly for what was done; the same command then comes to its end.
 */
export const killAt = (workshop: Workshop, recorded: Recorded, point: CallPlace): Promise<Killed> =>
  withCopies(workshop, (copy) => killIn(workshop, recorded, point, copy));

type Copy = (book: Book, name: string) => Promise<Book>;

async function killIn(workshop: Workshop, recorded: Recorded, point: CallPlace, copy: Copy): Promise<Killed> {
  const { writing, start, states } = recorded;
  const book = await copy(start, 'killed');
  const ended = await run(
    workshop,
    { ...surroundings(book), under: killing(point.call, point.nth) },
    writing.argv,
  );
  if (ended.signal !== 'SIGKILL') return { fired: false, losses: [] };
  const found = await lookerOf(writing)(await copy(book, 'looked'));
  const at = states.findIndex((state) => differences(state, found.state).length === 0);
  const losses = [
    ...found.problems,
    ...(at < 0 ? [between(states, found.state)] : []),
    ...(writing.schema === undefined
      ? unrecorded(states[0] ?? new Map(), found.state, new Set(writing.elsewhere))
      : []),
    ...(await wrongOutput(workshop, recorded, { book, at, copy })),
  ];
  losses.push(...(await runAgain(workshop, recorded, book, at)));
  return {
    fired: true,
    losses: losses.map(
      (loss) => `kontor ${writing.argv.join(' ')}, killed at ${point.call} ${point.nth}: ${loss}`,
    ),
  };
}

function between(states: readonly State[], found: State): string {
  const nearest =
    states.map((state) => differences(state, found)).sort((a, b) => a.length - b.length)[0] ?? [];
  return `the database is between two commits (${nearest.join(', ')})`;
}

/** A file is there whole or not at all, and not before what it tells of. */
async function wrongOutput(
  workshop: Workshop,
  { writing, states, output }: Recorded,
  { book, at, copy }: { book: Book; at: number; copy: Copy },
): Promise<string[]> {
  if (writing.output === undefined) return [];
  const found = await readFile(path.join(book.folder, writing.output)).catch(() => undefined);
  if (found === undefined) return [];
  if (writing.verify !== undefined) {
    const verified = await copy(book, 'verified');
    const { code, err } = await run(workshop, surroundings(verified), writing.verify);
    return code === 0 ? [] : [`${writing.output} is not whole: ${err.trim()}`];
  }
  if (output === undefined || !found.equals(output)) return [`${writing.output} is there in part`];
  return at === states.length - 1 ? [] : [`${writing.output} tells of what was not done`];
}

async function runAgain(workshop: Workshop, recorded: Recorded, book: Book, at: number): Promise<string[]> {
  const { writing, states } = recorded;
  const { code = 0, again, repeats } = writing;
  const ended = await run(workshop, surroundings(book), writing.argv);
  const isUndone = at === 0;
  const allowed =
    states.length > 1 && isUndone
      ? [code]
      : states.length > 1 && at === states.length - 1
        ? again
        : [code, ...again];
  const losses: string[] = [];
  if (!allowed.includes(ended.code ?? -1)) {
    losses.push(`run once more it ended with ${ended.code ?? ended.signal}: ${ended.err.trim()}`);
  }
  const look = writing.schema === 'downgrades' ? lookAtAnyVersion : lookAt;
  const { state, problems } = await look(book);
  losses.push(...problems.map((problem) => `run once more: ${problem}`));
  if (!isUndone && repeats === true) return losses;
  const last = states.at(-1) ?? new Map();
  // Where a part was done before, it is on record as two runs.
  const told = isUndone
    ? []
    : ['audit_entries', 'audit_seals', 'audit_head', 'runs', ...(writing.elsewhere ?? [])];
  const other = differences(last, state).filter((name) => !told.includes(name));
  if (other.length > 0) {
    const which = new Set(other);
    losses.push(`run once more it did not come to the same: ${firstDifference(last, state, which)}`);
  }
  return losses;
}
