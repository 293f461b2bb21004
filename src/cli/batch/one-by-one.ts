import { cancelledError } from '../../errors.ts';
import { isFatal } from './failures.ts';
import type { Answer } from './model.ts';
import { type Prepared, prepare } from './prepare.ts';
import { type BatchWork, count, runTogether } from './work.ts';

/** Nobody else may write while a group is under way, so it is a short one. */
const maxLines = 100;
const maxMs = 50;

/**
 * Runs each line for itself: one that fails is undone, and changes nothing about the others. Lines that are there already
 * are committed in groups, since waiting for the disk takes longer than most lines; an answer is given when its line is
 * committed.
 */
export async function* oneByOne(work: BatchWork): AsyncGenerator<Answer> {
  const { lines, rules, run, stopsOnError, tally } = work;
  for await (const portion of lines.portions) {
    const prepared: Prepared[] = [];
    for (const line of portion) prepared.push(await prepare(line, rules));
    let aloneUntil = 0;
    for (let at = 0; at < prepared.length; ) {
      if (run.context.signal.aborted) throw cancelledError();
      const group = groupAt(prepared, at);
      const answers = await runNext(work, at < aloneUntil ? group.slice(0, 1) : group);
      if (answers === undefined) {
        aloneUntil = at + group.length;
        continue;
      }
      at += answers.length;
      count(work, answers);
      run.progress.say({ unit: 'lines', done: tally.total, part: lines.part() });
      yield* answers;
      if (stopsOnError && answers.some(isFailure)) return;
    }
  }
}

/**
 * Runs the first of these lines, and with it those behind it that can be committed with it. Undefined, and nothing written,
 * where the database refused the COMMIT: one of them is to blame, and the others are to be done.
 */
async function runNext(work: BatchWork, group: readonly Prepared[]): Promise<Answer[] | undefined> {
  const [first] = group;
  if (group.length === 1 && first !== undefined) return [await runAlone(work, first)];
  const begin = performance.now();
  try {
    return await runTogether(
      work,
      group,
      (answer) => performance.now() - begin > maxMs || (work.stopsOnError && isFailure(answer)),
    );
  } catch (error) {
    if (isFatal(error) || work.run.context.signal.aborted) throw error;
    return undefined;
  }
}

/** The lines from this one on that can be committed together. */
function groupAt(prepared: readonly Prepared[], at: number): Prepared[] {
  const lines = prepared.slice(at, at + maxLines);
  const end = lines.findIndex((line) => !isGroupable(line));
  return lines.slice(0, end < 0 ? maxLines : Math.max(1, end));
}

/** One short transaction; a list is to see one moment, and what takes several transactions has its reasons. */
const isGroupable = ({ call }: Prepared): boolean =>
  call === undefined || call.definition.database === 'write';

const runAlone = ({ database, mails, runner }: BatchWork, line: Prepared): Promise<Answer> =>
  runner.alone(line, { transactions: database, contents: undefined, unsealed: undefined, mails });

const isFailure = ({ exitCode }: Answer): boolean => exitCode !== 0;
