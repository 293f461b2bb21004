import type { Configuration } from '../config.ts';
import { type KontorError, usageError } from '../errors.ts';
import { type Format, formats, type OutputSettings, PipeClosed } from '../output/settings.ts';
import { sinkOnceUsed } from '../output/sink.ts';
import type { Application } from './application.ts';
import { completionWord } from './completion/word.ts';
import type { Context } from './context.ts';
import { exitCodes } from './exit-codes.ts';
import { guardedSink } from './guarded-sink.ts';
import type { Sinks } from './run-command.ts';
import { scan, scanFormat } from './scan.ts';

/**
 * The program: answers one command line and resolves to the exit code. Never throws and never exits the process.
 * What a run does not need is not loaded: `--version` and the root help need next to nothing.
 */
export async function main(context: Context, application: Application): Promise<number> {
  const stdout = sinkOnceUsed(() => context.stdout);
  const sinks = {
    out: guardedSink(stdout, context.signal),
    told: guardedSink(stdout),
    err: sinkOnceUsed(() => context.stderr),
  };
  const known: Known = { configuration: undefined };
  try {
    return await answer(context, application, sinks, known);
  } catch (error) {
    if (error instanceof PipeClosed) return exitCodes.done.code;
    return fail(context, sinks, known, error);
  }
}

/** What a later failure wants to know about how far the run came. */
interface Known {
  configuration: Configuration | undefined;
}

const answer = async (
  context: Context,
  application: Application,
  sinks: Sinks,
  known: Known,
): Promise<number> => {
  const { groups } = application;
  const { out, err } = sinks;
  if (context.argv[0] === completionWord) {
    const { answerCompletion } = await import('./completion/run.ts');
    await answerCompletion(context, application, out);
    return exitCodes.done.code;
  }
  const { argv, version } = withHelpWord(context);
  if (argv.length === 1 && argv[0] === '--version') {
    await out.write(`${version}\n`);
    return exitCodes.done.code;
  }
  const { noun, nounAt, helpAsked } = scan(argv);
  const width = Math.min((context.stdoutIsTerminal ? context.columns : undefined) ?? 80, 100);
  if (argv.length === 0 || (noun === undefined && helpAsked)) {
    const { rootHelp } = await import('./help.ts');
    await out.write(rootHelp(groups, width));
    return exitCodes.done.code;
  }
  if (noun === 'help') {
    const { helpFor } = await import('./help-word.ts');
    await out.write(
      await helpFor({ argv: argv.toSpliced(nounAt, 1), groups, width, version, now: context.clock() }),
    );
    return exitCodes.done.code;
  }
  const { readCommandLine } = await import('./program.ts');
  const request = await readCommandLine({ argv, groups, noun, width });
  switch (request.kind) {
    case 'version':
      await out.write(`${version}\n`);
      return exitCodes.done.code;
    case 'help':
      await out.write(request.text);
      return exitCodes.done.code;
    case 'missing-verb':
      if (scanFormat(argv) !== undefined) throw missingVerb(request.noun, request.verbs);
      await err.write(request.text);
      return exitCodes.usage.code;
    default: {
      const { readConfiguration } = await import('../config.ts');
      known.configuration = readConfiguration(context, request.call.globals);
      const { runCommand } = await import('./run-command.ts');
      return runCommand(context, application, known.configuration, request.call, sinks);
    }
  }
};

/** `kontor account help create` is `kontor account create --help`. */
const withHelpWord = (context: Context): Pick<Context, 'argv' | 'version'> => {
  const { argv, version } = context;
  const noun = scan(argv);
  const verb = noun.nounAt < 0 ? noun : scan(argv, noun.nounAt + 1);
  return noun.noun === 'help' || verb.noun !== 'help'
    ? { argv, version }
    : { argv: [...argv.toSpliced(verb.nounAt, 1), '--help'], version };
};

const missingVerb = (noun: string, verbs: readonly string[]): KontorError =>
  usageError('MISSING_VERB', `"${noun}" needs a verb.`, {
    hint: `Verbs of ${noun}: ${verbs.join(', ')}.`,
    details: { allowed: verbs },
  });

/** Tells what went wrong in the format that the caller reads, and returns the exit code. */
const fail = async (context: Context, { err }: Sinks, known: Known, error: unknown): Promise<number> => {
  const { describeFailure, traceOf } = await import('./failure.ts');
  const failure = describeFailure(error);
  const settings = errorSettings(context, known.configuration);
  const trace = context.argv.includes('--debug') ? traceOf(error) : undefined;
  const machine = settings.format !== 'table';
  try {
    const { renderError } = await import('../output/render.ts');
    const details = trace && machine ? { ...failure.details, stack: trace } : failure.details;
    await renderError({ ...failure, details }, settings, err);
    if (trace && !machine) {
      const [{ safeLines }, { maskPasswords }] = await Promise.all([
        import('../output/safe-text.ts'),
        import('../output/error-text.ts'),
      ]);
      await err.write(`${safeLines(maskPasswords(trace))}\n`);
    }
  } catch {
    // Standard error is gone as well: the exit code is all that can still be said.
  }
  return failure.exitCode;
};

/** Errors come before, and because of, settings that cannot be read: what the command line asks for counts. */
const errorSettings = (context: Context, configuration: Configuration | undefined): OutputSettings => {
  const asked = configuration?.output.value ?? scanFormat(context.argv) ?? context.env.KONTOR_OUTPUT;
  const format: Format = formats.find((candidate) => candidate === asked) ?? 'table';
  const color = context.stderrIsTerminal && !context.env.NO_COLOR && configuration?.color.value !== 'never';
  return {
    format,
    fields: undefined,
    wide: false,
    quiet: false,
    color: { out: false, err: color },
    columns: context.columns,
    tableRows: undefined,
  };
};
