import type { Database, Transactions } from '../../db/database.ts';
import type { ContentUse } from '../../domain/file/model.ts';
import type { Run } from '../run-command.ts';
import { noContents, noting, noUnsealed, sealTogether, type Units } from '../units-of-work.ts';
import type { Tally } from './failures.ts';
import type { LineRunner, LineUnit } from './line.ts';
import type { BatchLines } from './lines.ts';
import type { Answer, LinesToRun } from './model.ts';
import type { LineRules, Prepared } from './prepare.ts';

/** Everything a batch works with. */
export interface BatchWork extends LinesToRun {
  readonly run: Run;
  readonly units: Units;
  readonly database: Database;
  readonly rules: LineRules;
  readonly lines: BatchLines;
  readonly runner: LineRunner;
  readonly tally: Tally;
  /** The mails of lines that are committed. */
  readonly mails: Set<number>;
}

/** Counts answers whose lines are done for good. */
export function count({ tally }: BatchWork, answers: readonly Answer[]): void {
  for (const { line, exitCode } of answers) {
    tally.total += 1;
    if (exitCode === 0) tally.done += 1;
    else tally.failed += 1;
    tally.lastLine = line;
  }
}

/**
 * Runs lines in one transaction, each of them a part that is undone by itself when it fails; `isEnough` looks at each answer
 * and may end it there, or throw and so take back all. Returns the answers of the lines that were run.
 */
export async function runTogether(
  work: BatchWork,
  lines: readonly Prepared[],
  isEnough: (answer: Answer) => boolean,
): Promise<Answer[]> {
  const { database, run, units } = work;
  const { dryRun } = run;
  const uses: ContentUse[] = [];
  try {
    const { answers, mails } = await database.together(
      async (parts) => {
        // On PostgreSQL it may be run again: nothing of an earlier try may be left.
        const done = { answers: [] as Answer[], mails: new Set<number>() };
        const contents = noContents();
        uses.push(contents);
        const unsealed = noUnsealed();
        const noted = noting(parts, unsealed);
        const unit = {
          transactions: dryRun ? keeping(noted) : noted,
          contents,
          unsealed,
          mails: done.mails,
        };
        const next = inSets(work.runner);
        while (done.answers.length < lines.length) {
          const answers = await next(lines.slice(done.answers.length), unit);
          done.answers.push(...answers);
          if (answers.filter(isEnough).length > 0) break;
        }
        await sealTogether({ ...run, command: run.call.path }, parts, unsealed);
        return done;
      },
      { dryRun, signal: run.context.signal },
    );
    for (const id of mails) work.mails.add(id);
    return answers;
  } finally {
    const left = uses.flatMap(({ kept, dropped }) => [...kept, ...dropped]);
    if (!dryRun && left.length > 0) await units.sweep([...new Set(left)]);
  }
}

/** As many lines as are run as one set. */
const maxSet = 100;

/**
 * Runs the first of the lines it is given, and those behind it that make one set with it. A set with a line that fails is
 * undone and taken apart: where many fail, hardly more is tried in vain than one line at a time.
 */
function inSets(runner: LineRunner): (lines: readonly Prepared[], unit: LineUnit) => Promise<Answer[]> {
  let size = maxSet;
  return async (lines, unit) => {
    for (;;) {
      const set = size < 2 ? [] : runner.alike(lines.slice(0, size));
      const answers = set.length < 2 ? undefined : await runner.together(set, unit);
      if (answers !== undefined) {
        size = Math.min(maxSet, size * 2);
        return answers;
      }
      if (set.length < 2) break;
      size = Math.floor(size / 4);
    }
    const [first] = lines;
    if (first === undefined) return [];
    const answer = await runner.alone(first, unit);
    size = answer.exitCode === 0 ? Math.min(maxSet, Math.max(1, size) * 2) : 1;
    return [answer];
  };
}

/** In a dry run everything is taken back in the end; until then each line sees what the lines before it did. */
const keeping = ({ read, write }: Transactions): Transactions => ({
  read,
  write: (work, options) => write(work, { ...options, dryRun: false }),
});
