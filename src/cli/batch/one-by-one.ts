import { cancelledError } from '../../errors.ts';
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
    for (let at = 0; at < prepared.length; ) {
      if (run.context.signal.aborted) throw cancelledError();
      const answers = await runNext(work, prepared.slice(at, at + maxLines));
      at += answers.length;
      count(work, answers);
      run.progress.say({ unit: 'lines', done: tally.total, part: lines.part() });
      yield* answers;
      if (stopsOnError && answers.some(isFailure)) return;
    }
  }
}

/** Runs the first of these lines, and with it those behind it that can be committed with it. */
async function runNext(work: BatchWork, lines: readonly Prepared[]): Promise<Answer[]> {
  const end = lines.findIndex((line) => !isGroupable(line));
  const group = end < 0 ? lines : lines.slice(0, end);
  const [first] = lines;
  if (group.length < 2 && first !== undefined) return [await runAlone(work, first)];
  const begin = performance.now();
  return runTogether(
    work,
    group,
    (answer) => performance.now() - begin > maxMs || (work.stopsOnError && isFailure(answer)),
  );
}

/** One short transaction; a list is to see one moment, and what takes several transactions has its reasons. */
const isGroupable = ({ call }: Prepared): boolean =>
  call === undefined || call.definition.database === 'write';

const runAlone = ({ database, mails, runner }: BatchWork, line: Prepared): Promise<Answer> =>
  runner.alone(line, { transactions: database, contents: undefined, unsealed: undefined, mails });

const isFailure = ({ exitCode }: Answer): boolean => exitCode !== 0;
