import { tooManyLines, wholeFailure } from './failures.ts';
import type { Answer } from './model.ts';
import { type Prepared, prepare } from './prepare.ts';
import { type BatchWork, count, runTogether } from './work.ts';

/** As much as any one command reads at once. */
const maxCharacters = 64 * 1024 * 1024;

/**
 * Runs all lines in one transaction: a line sees what those before it did. An atomic batch is taken back at the first line
 * that fails, a dry run in the end. All lines are read before the first is run, so that nobody else waits for our input, and
 * the answers are given when everything is committed. Throws what `wholeFailure` says.
 */
export async function* allTogether(work: BatchWork): AsyncGenerator<Answer> {
  const { isAtomic, run, stopsOnError } = work;
  const prepared = await prepareAll(work);
  let done = 0;
  const answers = await runTogether(work, prepared, (answer) => {
    const isFailure = answer.exitCode !== 0;
    if (isAtomic && isFailure) throw wholeFailure(answer);
    done += 1;
    run.progress.say({ unit: 'lines', done, total: prepared.length });
    return stopsOnError && isFailure;
  });
  count(work, answers);
  yield* answers;
}

async function prepareAll({ file, lines, rules }: BatchWork): Promise<Prepared[]> {
  const prepared: Prepared[] = [];
  let characters = 0;
  for await (const portion of lines.portions) {
    for (const line of portion) {
      characters += line.text.length;
      if (characters > maxCharacters) throw tooManyLines(file);
      prepared.push(await prepare(line, rules));
    }
  }
  return prepared;
}
