import type { Readable, Writable } from 'node:stream';
import type { Runs } from '../domain/mail/model.ts';

/** What the program is told about the world. Built once, in bin/kontor.ts; tests build their own. */
export interface Context {
  /** What stood behind the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly stderr: Writable;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  /** Width of the terminal that standard output is; undefined when it is none. */
  readonly columns: number | undefined;
  readonly clock: () => Date;
  /** So many random bytes, fit for secrets. */
  readonly random: (bytes: number) => Buffer;
  /** This run among all runs on all machines, and whether another one is known to have ended. */
  readonly runs: Runs;
  /** Name of the user who started the program; undefined where the system has none for them. */
  readonly systemUser: string | undefined;
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
  /** Aborted by Ctrl-C or a request to terminate. */
  readonly signal: AbortSignal;
  readonly version: string;
}

/** Whether a question may be asked: somebody sits there, sees it, and has not ruled questions out. */
export const mayAsk = (context: Context, noInput: boolean): boolean =>
  context.stdinIsTerminal && context.stderrIsTerminal && !noInput && !isSet(context.env.CI);

/** Continuous-integration services set `CI`; people switch it off with an empty value, `0` or `false`. */
const isSet = (value: string | undefined): boolean =>
  value !== undefined && !['', '0', 'false'].includes(value.toLowerCase());
