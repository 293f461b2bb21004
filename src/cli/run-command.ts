import type { Readable } from 'node:stream';
import type { Configuration } from '../config.ts';
import type { Database, Work } from '../db/database.ts';
import type { Deps } from '../domain/deps.ts';
import { cancelledError, KontorError } from '../errors.ts';
import { checkFields, renderReport, renderResult } from '../output/render.ts';
import type { OutputSettings, Sink } from '../output/settings.ts';
import type { ReportLine } from '../output/view.ts';
import type { Application } from './application.ts';
import { type Context, mayAsk } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { fileReader } from './ids-from.ts';
import { readInput } from './input.ts';
import { outputSettings } from './output-settings.ts';
import type { Call } from './program.ts';
import { startProgress } from './progress.ts';
import type { Terminal } from './prompts.ts';
import { askMissing, requireConsent } from './questions.ts';

export interface Sinks {
  out: Sink;
  err: Sink;
}

/** Everything one run of a command works with. */
interface Run {
  readonly context: Context;
  readonly call: Call;
  readonly input: unknown;
  readonly settings: OutputSettings;
  readonly sinks: Sinks;
  readonly dryRun: boolean;
  /** Where questions may be asked; undefined where nobody would answer. */
  readonly terminal: Terminal | undefined;
  /** Runs the command itself; `more` is what its use of the database adds to the session. */
  readonly perform: (more: object) => Promise<unknown>;
  readonly depsFor: (...transaction: Parameters<Work<unknown>>) => Deps;
}

/**
 * Runs one command from what was typed to its exit code: ask, validate, open the database, confirm, one unit of work,
 * render, close. Throws whatever stopped it.
 */
export async function runCommand(
  context: Context,
  application: Application,
  configuration: Configuration,
  call: Call,
  sinks: Sinks,
): Promise<number> {
  const { definition, globals } = call;
  const terminal = terminalFor(context, configuration, globals.input === false);
  const raw = terminal ? await askMissing(terminal, definition, call.raw) : call.raw;
  const input = readInput(definition, call.path, raw);
  const settings = outputSettings(context, configuration, {
    globals,
    show: definition.show?.(input),
    limited: raw.options.limit !== undefined || raw.options.page !== undefined,
  });
  checkFields(definition.view, settings);

  const progress = startProgress(context, settings);
  const files = fileReader(context.cwd, () => cancellable(context));
  const run: Run = {
    context,
    call,
    input,
    settings,
    sinks,
    terminal,
    dryRun: globals.dryRun ?? false,
    perform: (more) => {
      const session = {
        configuration,
        // Read only by commands that were told to: merely touching it costs every other run its set-up.
        get stdin() {
          return cancellable(context);
        },
        ...files,
        cwd: context.cwd,
        signal: context.signal,
        progress: progress.say,
        ...more,
      };
      return definition.run(session, input).finally(progress.clear);
    },
    depsFor: (trx, dialect) => ({
      trx,
      dialect,
      clock: context.clock,
      actor: configuration.actor.value,
      command: call.path,
      random: context.random,
      queuedMails: new Set(),
    }),
  };
  if (definition.database === 'none') return finish(run, await run.perform({}));
  const database = await application.openDatabase(configuration.db.value);
  try {
    return await withDatabase(run, database);
  } finally {
    await database.close();
  }
}

/** Standard input that fails with CANCELLED at a request to stop: who waits for more of it would wait on. */
const cancellable = ({ stdin, signal }: Context): Readable => {
  const stop = () => stdin.destroy(cancelledError());
  // Nobody may be reading when it happens; unheard, the error would be taken for a defect.
  stdin.on('error', () => {});
  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop, { once: true });
  return stdin;
};

const terminalFor = (context: Context, { color }: Configuration, noInput: boolean): Terminal | undefined =>
  mayAsk(context, noInput)
    ? { streams: context, signal: context.signal, color: color.value !== 'never' }
    : undefined;

const withDatabase = (run: Run, database: Database): Promise<number> => {
  switch (run.call.definition.database) {
    case 'read':
      return readAndShow(run, database);
    case 'optional':
      return readIfThere(run, database);
    case 'write':
      return change(run, (dryRun) =>
        database.write((...transaction) => run.perform({ deps: run.depsFor(...transaction), dryRun }), {
          dryRun,
          signal: run.context.signal,
        }),
      );
    default:
      return change(run, (dryRun) => administer(run, database, dryRun));
  }
};

/** Lists are read while they are shown, so showing happens inside the transaction. */
const readAndShow = (run: Run, database: Database): Promise<number> =>
  database.read(async (...transaction) =>
    finish(run, await run.perform({ deps: run.depsFor(...transaction) })),
  );

const readIfThere = async (run: Run, database: Database): Promise<number> => {
  try {
    return await readAndShow(run, database);
  } catch (error) {
    if (!(error instanceof KontorError && error.kind === 'database')) throw error;
    return finish(run, await run.perform({ deps: undefined, unavailable: error }));
  }
};

const administer = (run: Run, database: Database, dryRun: boolean): Promise<unknown> =>
  run.perform({
    schema: database.schema,
    dryRun,
    write: <T>(work: (deps: Deps) => Promise<T>) =>
      database.write((...transaction) => work(run.depsFor(...transaction)), {
        dryRun,
        signal: run.context.signal,
      }),
  });

/** Asks where the command destroys something, then does it for good, or as a dry run. */
const change = async (run: Run, perform: (dryRun: boolean) => Promise<unknown>): Promise<number> => {
  const { definition, globals } = run.call;
  if (definition.confirm && !globals.yes && !run.dryRun) {
    const question = definition.confirm(await perform(true));
    if (question !== undefined) await requireConsent(run.terminal, question);
  }
  return finish(run, await perform(run.dryRun));
};

const finish = async (run: Run, result: unknown): Promise<number> => {
  const { definition } = run.call;
  const { settings, sinks } = run;
  const refusal = definition.refused?.(result);
  if (refusal !== undefined) throw refusal;
  await renderResult(definition.view, result, settings, sinks.out, sinks.err);
  const lines = [...(definition.report?.(result, run.dryRun) ?? []), ...dryRunLine(run)];
  // What was done is done, also when standard error cannot take the word of it: failing now would make scripts do it again.
  await renderReport(lines, settings, sinks.err).catch(() => {});
  return exitCodes[definition.ending?.(result) ?? 'done'].code;
};

const dryRunLine = ({ dryRun, call }: Run): ReportLine[] =>
  dryRun && ['write', 'schema'].includes(call.definition.database)
    ? [{ tone: 'note', text: 'dry run: nothing was written' }]
    : [];
