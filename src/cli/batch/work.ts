import type { Database, Transactions } from '../../db/database.ts';
import type { ContentUse } from '../../domain/file/model.ts';
import type { Run } from '../run-command.ts';
import { noContents, type Units } from '../units-of-work.ts';
import type { Tally } from './failures.ts';
import type { RunLine } from './line.ts';
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
  readonly runLine: RunLine;
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
  const { database, run, runLine, units } = work;
  const { dryRun } = run;
  const uses: ContentUse[] = [];
  try {
    const { answers, mails } = await database.together(
      async (parts) => {
        // On PostgreSQL it may be run again: nothing of an earlier try may be left.
        const done = { answers: [] as Answer[], mails: new Set<number>() };
        const contents = noContents();
        uses.push(contents);
        const transactions = dryRun ? keeping(parts) : parts;
        for (const line of lines) {
          const answer = await runLine(line, { transactions, contents, mails: done.mails });
          done.answers.push(answer);
          if (isEnough(answer)) break;
        }
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

/** In a dry run everything is taken back in the end; until then each line sees what the lines before it did. */
const keeping = ({ read, write }: Transactions): Transactions => ({
  read,
  write: (work, options) => write(work, { ...options, dryRun: false }),
});
