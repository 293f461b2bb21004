import type { Readable } from 'node:stream';
import { type Configuration, showSetting } from '../config.ts';
import type { Database, Transactions } from '../db/database.ts';
import type { Patience } from '../db/waiting.ts';
import type { Unsealed } from '../domain/audit/model.ts';
import type { Deps } from '../domain/deps.ts';
import type { ContentUse } from '../domain/file/model.ts';
import type { Deliveries } from '../domain/mail/model.ts';
import { cancelledError, KontorError, usageError } from '../errors.ts';
import { checkFields, renderReport } from '../output/render.ts';
import type { OutputSettings, Sink } from '../output/settings.ts';
import type { Application } from './application.ts';
import { type Context, mayAsk } from './context.ts';
import type { AnyCommand, Compose } from './define-command.ts';
import type { Attempt } from './draft.ts';
import { fileReader } from './ids-from.ts';
import { readInput } from './input.ts';
import { outputSettings } from './output-settings.ts';
import type { Call } from './program.ts';
import { type ProgressKind, type ShownProgress, startProgress } from './progress.ts';
import type { Terminal } from './prompts.ts';
import { requireConsent } from './questions.ts';
import { onlyReads, reportSettings, show, viewFor } from './show-run.ts';
import { noContents, type Units, unitsOf } from './units-of-work.ts';

export interface Sinks {
  out: Sink;
  /** Standard output for what has been done: a request to stop came too late. */
  told: Sink;
  err: Sink;
}

/** What a run shares with those that it is part of: a line of a batch. */
export interface Shared {
  /** Whoever opened it closes it. */
  readonly database: Database;
  /** What becomes of contents of the store is decided when all of it is committed; undefined where the run commits by itself. */
  readonly contents: ContentUse | undefined;
  /** What it wrote into the record of changes is sealed with the rest; undefined where the run commits by itself. */
  readonly unsealed: Unsealed | undefined;
  /** Takes what the run came to, in place of showing it. */
  readonly take: (run: Run, done: Done) => Promise<number>;
}

/** Everything one run of a command works with. */
export interface Run {
  readonly context: Context;
  readonly application: Application;
  readonly configuration: Configuration;
  readonly call: Call;
  readonly input: unknown;
  readonly settings: OutputSettings;
  readonly sinks: Sinks;
  readonly dryRun: boolean;
  /** Where questions may be asked; undefined where nobody would answer. */
  readonly terminal: Terminal | undefined;
  /** Runs the command itself; `more` is what its use of the database adds to the session. */
  readonly perform: (more: object) => Promise<unknown>;
  /** From now on the command is about what was shown in a preview. */
  readonly agree: (preview: unknown) => void;
  readonly progress: ShownProgress;
  readonly shared: Shared | undefined;
  /** What somebody at the terminal has said that references mean; undefined where nobody can be asked. */
  readonly meant: ReadonlyMap<string, string> | undefined;
  /** Shows what is to be written and asks whether it is, where the input was made at the terminal. */
  readonly approve: Attempt['approve'];
}

/** What a run came to. */
export interface Done {
  result: unknown;
  /** What became of the mails that it put into the outbox. */
  deliveries?: Deliveries | undefined;
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
  shared?: Shared,
): Promise<number> {
  const terminal = terminalFor(context, configuration, call.globals.input === false);
  const kernel: Kernel = { context, application, configuration, sinks, shared, terminal };
  if (terminal === undefined) return runAttempt(kernel, { call }, undefined);
  const meant = new Map<string, string>();
  const draft = isAsking(call.definition)
    ? (await import('./drafting.ts')).draftOf({ ...kernel, terminal, meant }, call)
    : undefined;
  try {
    for (;;) {
      try {
        return await runAttempt(kernel, (await draft?.attempt()) ?? { call }, meant);
      } catch (error) {
        const { asksWhatIsMeant } = await import('./meant.ts');
        if (await asksWhatIsMeant(terminal, error, meant)) continue;
        if (!(await draft?.goesOn(error))) throw error;
      }
    }
  } finally {
    await draft?.done();
  }
}

/** What runs of a command have in common, however often it is tried. */
type Kernel = Pick<Run, 'context' | 'application' | 'configuration' | 'sinks' | 'shared' | 'terminal'>;

async function runAttempt(
  kernel: Kernel,
  { call, input: made, approve }: Attempt,
  meant: ReadonlyMap<string, string> | undefined,
): Promise<number> {
  const { context, configuration, sinks } = kernel;
  const { definition, globals } = call;
  const { input: read, settings } = readCall(context, configuration, call);
  const input = made ?? read;
  if (approve === undefined && made === undefined && definition.editing?.asked(input)) throw noEditor();
  const paged = definition.pages?.(input)
    ? (await import('./pager.ts')).pagedOutput(context, settings, {
        out: sinks.out,
        noInput: globals.input === false,
      })
    : undefined;

  const progress = startProgress(context, call.path, progressKind(context, call, settings));
  const files = fileReader(context.cwd, () => cancellable(context));
  let agreed = input;
  const run: Run = {
    ...kernel,
    call,
    input,
    settings,
    sinks: paged === undefined ? sinks : { ...sinks, out: paged.out },
    progress,
    meant,
    approve,
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
        runs: context.runs,
        machine: context,
        progress: progress.say,
        ...more,
      };
      return definition.run(session, agreed).finally(progress.clear);
    },
    agree: (preview) => {
      agreed = definition.agreed?.(agreed, preview) ?? agreed;
    },
  };
  const code = await performed(run).finally(progress.clear);
  // Nobody leafs through a page while the database is held for it.
  await paged?.show();
  return code;
}

/** Whether a command may ask for anything but consent. */
const isAsking = ({ ask, editing }: AnyCommand): boolean => ask !== undefined || editing !== undefined;

const noEditor = () =>
  usageError('NOT_INTERACTIVE', 'An editor needs a terminal, and somebody who may be asked.', {
    hint: 'Without one, name what is to be different with the options.',
  });

/** What a call says: its input, and how its result is shown. Throws what is wrong with either (exit 2). */
export function readCall(
  context: Context,
  configuration: Configuration,
  { definition, globals, path, raw }: Call,
): Pick<Run, 'input' | 'settings'> {
  const input = readInput(definition, path, raw);
  const settings = outputSettings(context, configuration, {
    globals,
    show: definition.show?.(input),
    limited: raw.options.limit !== undefined || raw.options.page !== undefined,
  });
  checkFields(viewFor(definition, input), settings);
  return { input, settings };
}

/**
 * A bar for who sits at a terminal, whatever the format: it leaves nothing behind. Not where the result is written to the
 * same terminal meanwhile, and no lines among what programs read on standard error.
 */
const progressKind = (context: Context, call: Call, settings: OutputSettings): ProgressKind => {
  if (settings.quiet) return 'none';
  if (!context.stderrIsTerminal || context.env.TERM === 'dumb') {
    return reportSettings({ call, settings }).format === 'table' ? 'lines' : 'none';
  }
  const isWrittenMeanwhile = ['stream', 'answers'].includes(call.definition.view.kind);
  return isWrittenMeanwhile && context.stdoutIsTerminal ? 'none' : 'bar';
};

const performed = async (run: Run): Promise<number> => {
  const { application, call, configuration, shared } = run;
  if (call.definition.database === 'none') return finish(run, { result: await run.perform({}) });
  if (call.definition.database === 'whole') return change(run, (dryRun) => performWhole(run, dryRun));
  if (shared !== undefined) return withDatabase(run, shared.database);
  const database = await application.openDatabase(configuration.db.value, patienceOf(run));
  try {
    return await withDatabase(run, database);
  } finally {
    await database.close();
  }
};

/** How long others who hold the database are waited for; who waits for a while is told why. */
const patienceOf = (run: Run): Patience => {
  const { 'lock-timeout': timeout } = run.configuration;
  return {
    lockTimeoutMs: timeout.value * 1_000,
    onWait: () => {
      run.progress.clear();
      const text = `waiting for another program that is writing to ${showSetting(run.configuration, 'db').value} (at most ${timeout.value} s for each) …`;
      void renderReport([{ tone: 'note', text }], reportSettings(run), run.sinks.err).catch(() => {});
    },
  };
};

/** Standard input that fails with CANCELLED at a request to stop: who waits for more of it would wait on. */
export const cancellable = ({ stdin, signal }: Context): Readable => {
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

const withDatabase = async (run: Run, database: Database): Promise<number> => {
  const { contents, unsealed } = run.shared ?? {};
  const units = unitsOf({ ...run, command: run.call.path, contents, unsealed }, database);
  switch (run.call.definition.database) {
    case 'read':
      return readAndShow(run, units);
    case 'optional':
      return readIfThere(run, units);
    case 'write':
      if (onlyReads(run)) return readAndShow(run, units);
      return change(run, (dryRun) => writeAndDeliver(run, units, dryRun));
    case 'works':
      return change(run, (dryRun) => workAndDeliver(run, units, dryRun));
    case 'commands':
      return (await import('./batch/run.ts')).runBatch(run, database, units);
    default:
      return change(run, async (dryRun) => ({ result: await administer(run, database, units, dryRun) }));
  }
};

/** One unit of work, and after its commit the mails that it put into the outbox (I6). */
const writeAndDeliver = async (run: Run, units: Units, dryRun: boolean): Promise<Done> => {
  // Work that lost a race is run again, with deps of its own: what the last run queued is what was committed.
  let queued: ReadonlySet<number> = new Set();
  const work = (deps: Deps) => {
    queued = deps.queuedMails;
    return run.perform({ deps, dryRun });
  };
  const result = await units.write(work, { dryRun, signal: run.context.signal });
  return dryRun || queued.size === 0 ? { result } : deliver(run, units, result, [...queued]);
};

/** Units of work of the command's own, and behind the last one the mails that they put into the outbox. */
const workAndDeliver = async (run: Run, units: Units, dryRun: boolean): Promise<Done> => {
  const { read, write } = unbroken(units, dryRun);
  const queued = new Set<number>();
  const noting = async <T>(work: (deps: Deps) => Promise<T>): Promise<T> => {
    let own: ReadonlySet<number> = queued;
    const result = await write((deps) => {
      own = deps.queuedMails;
      return work(deps);
    });
    for (const mail of own) queued.add(mail);
    return result;
  };
  const result = await run.perform({ read, write: noting, dryRun, compose: composeFor(run) });
  return dryRun || queued.size === 0 ? { result } : deliver(run, units, result, [...queued]);
};

/** Delivers mails of the outbox. */
export const deliver = async (
  run: Run,
  units: Units,
  result: unknown,
  queued: readonly number[],
): Promise<Done> => {
  const { application, configuration, context, call, progress } = run;
  const { deliverMails } = application;
  if (deliverMails === undefined) return { result };
  const { runs, signal } = context;
  const outbox = { ...unbroken(units, false), runs, signal, progress: progress.say };
  const deliveries = await deliverMails(configuration, outbox, queued)
    .catch(failedAfterCommit)
    .finally(progress.clear);
  return { result: call.definition.delivered?.(result, deliveries.mails) ?? result, deliveries };
};

/** Nobody may take what happened behind the commit for a failure of the change itself. */
const failedAfterCommit = (error: unknown): never => {
  if (!(error instanceof KontorError) || error.kind === 'cancelled') throw error;
  throw new KontorError(
    'mail',
    error.code,
    `Everything is saved, but mails were not sent: ${error.message}`,
    {
      hint: 'kontor mail list shows them, kontor mail send tries again.',
      cause: error,
    },
  );
};

/** Units of work of a command's own. They end when they are done, also when the run is to stop. */
const unbroken = ({ read, write }: Units, dryRun: boolean) => ({
  read,
  write: <T>(work: (deps: Deps) => Promise<T>) => write(work, { dryRun }),
});

const composeFor = ({ context, terminal }: Run): Compose | undefined =>
  terminal === undefined
    ? undefined
    : async (present, save) => (await import('./editor.ts')).compose(context, present, save);

/** Lists are read while they are shown, so showing happens inside the transaction. */
const readAndShow = (run: Run, { read }: Units): Promise<number> =>
  read(async (deps) => finish(run, { result: await run.perform({ deps, dryRun: run.dryRun }) }));

const readIfThere = async (run: Run, units: Units): Promise<number> => {
  try {
    return await readAndShow(run, units);
  } catch (error) {
    if (!(error instanceof KontorError && error.kind === 'database')) throw error;
    return finish(run, { result: await run.perform({ deps: undefined, unavailable: error }) });
  }
};

const administer = (
  run: Run,
  { schema }: Database,
  { read, write }: Units,
  dryRun: boolean,
): Promise<unknown> =>
  run.perform({
    schema,
    dryRun,
    read,
    write: <T>(work: (deps: Deps) => Promise<T>) => write(work, { dryRun, signal: run.context.signal }),
  });

/** The command opens what it needs by itself, the database or a copy of it. */
const performWhole = async (run: Run, dryRun: boolean): Promise<Done> => {
  const { env, clock, version } = run.context;
  const writeTo = <T>(database: Transactions, work: (deps: Deps) => Promise<T>): Promise<T> => {
    const around = { ...run, command: run.call.path, contents: noContents() };
    return unitsOf(around, database).write(work, { dryRun });
  };
  return { result: await run.perform({ dryRun, env, clock, version, writeTo }) };
};

/**
 * Asks where the command destroys something, or where what it writes was made at the terminal, then does it for good, or
 * as a dry run.
 */
const change = async (run: Run, perform: (dryRun: boolean) => Promise<Done>): Promise<number> => {
  const { definition, globals } = run.call;
  const { approve } = run;
  const isDoubtful = !globals.yes && !run.dryRun && (definition.mayNeedConsent?.(run.input) ?? true);
  if ((approve || (definition.confirm && isDoubtful)) && !globals.yes && !run.dryRun && !onlyReads(run)) {
    const { result } = await perform(true);
    await approve?.(result);
    const question = isDoubtful ? definition.confirm?.(result, run.input) : undefined;
    if (question !== undefined) {
      await requireConsent(run.terminal, question);
      run.agree(result);
    }
  }
  return finish(run, await perform(run.dryRun));
};

/** Passes on what the run came to, or shows it. */
const finish = (run: Run, done: Done): Promise<number> =>
  run.shared === undefined ? show(run, done) : run.shared.take(run, done);
