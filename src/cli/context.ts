import type { Readable, Writable } from 'node:stream';
import type { Runs } from '../domain/mail/model.ts';

/** What standard output is asked for: streams do it, and less will do. */
export interface Output {
  write(text: string | Uint8Array, done: (error?: Error | null) => void): unknown;
  on(event: 'error' | 'close', heard: (error: Error) => void): unknown;
}

/** How an editor or a pager ended: with an exit code, or by a signal. */
export interface ProgramEnd {
  code: number | null;
  signal: string | null;
}

/** What the program is told about the world. Built once, in bin/kontor.ts; tests build their own. */
export interface Context {
  /** What stood behind the program's name. */
  readonly argv: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdin: Readable;
  readonly stdout: Output;
  readonly stderr: Writable;
  readonly stdinIsTerminal: boolean;
  readonly stdoutIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  /** Width of the terminal that standard output is; undefined when it is none. */
  readonly columns: number | undefined;
  /** Its height in lines. */
  readonly rows: number | undefined;
  readonly clock: () => Date;
  /** Milliseconds since some moment; they go on evenly when the clock is set. */
  readonly elapsed: () => number;
  /** So many random bytes, fit for secrets. */
  readonly random: (bytes: number) => Buffer;
  /** This run among all runs on all machines, and whether another one is known to have ended. */
  readonly runs: Runs;
  /** Name of the user who started the program; undefined where the system has none for them. */
  readonly systemUser: string | undefined;
  readonly platform: NodeJS.Platform;
  readonly homeDir: string;
  /** Runs an editor, as a shell would, on a file and on the terminal; rejects when there is no shell to run it. */
  readonly runEditor: (command: string, file: string) => Promise<ProgramEnd>;
  /** Runs a pager, as a shell would, on a text and on the terminal; rejects when there is no such program. */
  readonly runPager: (
    command: string,
    text: string,
    env: Readonly<Record<string, string | undefined>>,
  ) => Promise<ProgramEnd>;
  /** Aborted by Ctrl-C or a request to terminate. */
  readonly signal: AbortSignal;
  readonly version: string;
  /** Version of Node.js, as in `20.17.0`. */
  readonly nodeVersion: string;
}

/** What is known of the machine and the terminal that the program runs on. */
export type Machine = Pick<
  Context,
  | 'version'
  | 'nodeVersion'
  | 'platform'
  | 'env'
  | 'homeDir'
  | 'clock'
  | 'columns'
  | 'stdinIsTerminal'
  | 'stdoutIsTerminal'
  | 'stderrIsTerminal'
>;

/** Whether a question may be asked: somebody sits there, sees it, and has not ruled questions out. */
export const mayAsk = (context: Context, noInput: boolean): boolean =>
  !noInput && !isSet(context.env.CI) && context.stderrIsTerminal && context.stdinIsTerminal;

/** Continuous-integration services set `CI`; people switch it off with an empty value, `0` or `false`. */
const isSet = (value: string | undefined): boolean =>
  value !== undefined && !['', '0', 'false'].includes(value.toLowerCase());
