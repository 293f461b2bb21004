import type { Deliveries } from '../domain/mail/model.ts';
import type { ErrorKind } from '../errors.ts';
import { renderReport, renderResult, renderWarning } from '../output/render.ts';
import type { OutputSettings } from '../output/settings.ts';
import type { ReportLine } from '../output/view.ts';
import type { DatabaseUse } from './define-command.ts';
import { exitCodes } from './exit-codes.ts';
import type { Call } from './program.ts';
import type { Done, Run } from './run-command.ts';

/** Shows what the run came to, and returns its exit code. */
export const show = async (run: Run, { result, deliveries }: Done): Promise<number> => {
  const { definition } = run.call;
  const { settings, sinks } = run;
  const refusal = definition.refused?.(result);
  if (refusal !== undefined) throw refusal;
  const out = hasChanged(run) ? sinks.told : sinks.out;
  await renderResult(viewFor(definition, run.input), result, settings, out, sinks.err);
  run.progress.clear();
  const lines = [...(definition.report?.(result, run.dryRun) ?? []), ...dryRunLine(run)];
  // What was done is done, also when standard error cannot take the word of it: failing now would make scripts do it again.
  await renderReport(lines, reportSettings(run), sinks.err).catch(() => {});
  const ending = definition.ending?.(result);
  if (deliveries === undefined) return exitCodes[ending ?? 'done'].code;
  return reportDeliveries(run, deliveries, ending);
};

/** The format of a stream is that of its file: who wrote one is told so in words. */
export const reportSettings = ({ call, settings }: Pick<Run, 'call' | 'settings'>): OutputSettings =>
  call.definition.view.kind === 'stream' ? { ...settings, format: 'table' } : settings;

/** Says what became of the mails, and how that ends the run unless it has an ending of its own. */
export const reportDeliveries = async (
  { settings, sinks }: Run,
  deliveries: Deliveries,
  ending: ErrorKind | undefined,
): Promise<number> => {
  const { mailFailure, mailReport } = await import('./after-commit.ts');
  await renderReport(mailReport(deliveries), settings, sinks.err).catch(() => {});
  const failure = mailFailure(deliveries);
  if (failure === undefined) return exitCodes[ending ?? 'done'].code;
  const exitCode = exitCodes[ending ?? failure.kind].code;
  // Also with --quiet: what is not told here is told nowhere, and the exit code alone says too little.
  await renderWarning({ ...failure, message: failure.message, exitCode }, settings, sinks.err).catch(
    () => {},
  );
  return exitCode;
};

const writing: ReadonlySet<DatabaseUse> = new Set<DatabaseUse>([
  'write',
  'works',
  'schema',
  'whole',
  'commands',
]);

const isChange = (run: Run): boolean => writing.has(run.call.definition.database) && !onlyReads(run);

/** Whether what a run came to is committed by now. */
const hasChanged = (run: Run): boolean => isChange(run) && !run.dryRun;

const dryRunLine = (run: Run): ReportLine[] =>
  run.dryRun && isChange(run) ? [{ tone: 'note', text: 'dry run: nothing was written' }] : [];

/** The view that an input asks for. */
export const viewFor = (definition: Call['definition'], input: unknown): Call['definition']['view'] =>
  definition.otherView?.(input) ?? definition.view;

/** Whether a writing command was called for what it shows alone. */
export const onlyReads = ({ call, input }: Run): boolean => call.definition.onlyReads?.(input) ?? false;
