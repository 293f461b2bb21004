import type { Database } from '../../db/database.ts';
import { cancellable, deliver, type Run } from '../run-command.ts';
import { reportDeliveries, show } from '../show-run.ts';
import type { Units } from '../units-of-work.ts';
import { allTogether } from './all-together.ts';
import { batchCancelled, batchEnded, isFatal, type Tally } from './failures.ts';
import { lineRunner } from './line.ts';
import { openLines } from './lines.ts';
import type { Answers, LinesToRun } from './model.ts';
import { oneByOne } from './one-by-one.ts';
import type { BatchWork } from './work.ts';

/**
 * Runs a batch: its lines go through the very pieces that single commands go through, on one connection. Mails that they
 * queued go out behind the last line. Throws what ends it in the midst, with how many lines were done.
 */
export async function runBatch(run: Run, database: Database, units: Units): Promise<number> {
  const { call, context, dryRun } = run;
  const { cwd, signal } = context;
  // Without a database every line would fail for itself.
  await units.read(async () => {});
  const tally: Tally = { total: 0, done: 0, failed: 0, lastLine: 0 };
  const mails = new Set<number>();
  const answers = async (lines: LinesToRun): Promise<Answers> => {
    const work: BatchWork = {
      ...lines,
      run,
      units,
      database,
      rules: { groups: run.application.groups, globals: call.globals, isWhole: lines.isAtomic },
      lines: await openLines(lines.file, { cwd, signal, stdin: () => cancellable(context) }),
      runner: lineRunner(run, database),
      tally,
      mails,
    };
    return {
      results: lines.isAtomic || dryRun ? allTogether(work) : oneByOne(work),
      summary: () => ({ total: tally.total, done: tally.done, failed: tally.failed }),
    };
  };
  const result = await run.perform({ dryRun, answers });
  const code = await show(run, { result }).catch((error) => {
    if (signal.aborted) throw batchCancelled(tally, mails.size);
    throw isFatal(error) ? batchEnded(error, tally) : error;
  });
  if (dryRun || mails.size === 0) return code;
  const { deliveries } = await deliver(run, units, result, [...mails]);
  return deliveries === undefined
    ? code
    : reportDeliveries(run, deliveries, call.definition.ending?.(result));
}
