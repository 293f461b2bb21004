import { randomBytes } from 'node:crypto';
import { PassThrough, Readable, Writable } from 'node:stream';
import { groups } from '../../commands/index.ts';
import type { Application } from '../../src/cli/application.ts';
import type { Context } from '../../src/cli/context.ts';
import { main } from '../../src/cli/main.ts';
import { openDatabase } from '../../src/db/open.ts';
import { sealChanges } from '../../src/domain/audit/seal.ts';
import { sweepFiles } from '../../src/domain/file/sweep.ts';
import { suggestions } from '../../src/domain/suggestion/operations.ts';
import { openFiles } from '../../src/files/store.ts';
import { deliverMails } from '../../src/mail/deliver.ts';

/** What one run of the program left behind. */
export interface Ran {
  code: number;
  out: string;
  err: string;
  /** Standard output as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into many shapes
  json: () => any;
  /** The error object on standard error. */
  // biome-ignore lint/suspicious/noExplicitAny: tests look into many shapes
  error: () => any;
}

export interface CliOptions {
  /** Passed as KONTOR_DB. */
  db?: string;
  env?: Record<string, string>;
  cwd?: string;
  homeDir?: string;
  platform?: NodeJS.Platform;
  systemUser?: string | undefined;
  clock?: () => Date;
  /** Standard input when it is no terminal. */
  stdin?: string | Buffer | Readable;
  /** Which of the streams are terminals; `true` for all three. */
  terminal?: boolean | { stdin?: boolean; stdout?: boolean; stderr?: boolean };
  columns?: number;
  rows?: number;
  /** What a person types: once the first text has appeared on standard error, the second is typed; null ends the input. */
  typed?: ReadonlyArray<readonly [appears: string, typed: string | null]>;
  signal?: AbortSignal;
  /** Version of Node.js. */
  nodeVersion?: string;
  /** What the user's editor does with its file. */
  editor?: Context['runEditor'];
  /** What the user's pager does with a text. */
  pager?: Context['runPager'];
  /** Standard error in place of one that is only collected. */
  stderr?: Writable;
  application?: Application;
}

/** The instant at which the clock of tests stands unless they set it. */
export const testTime = new Date('2026-03-04T05:06:07.890Z');

/** The program as it is put together for its users. */
export const realApplication: Application = {
  groups,
  openDatabase: async (...opening) => openDatabase(...opening),
  suggest: suggestions,
  deliverMails,
  openFiles,
  sealChanges,
  sweepFiles,
};

/** The real program, in this process, on streams of its own: `await cli({ db }).run('account', 'list')`. */
export const cli = (options: CliOptions = {}) => ({
  run: async (...argv: string[]): Promise<Ran> => {
    const out = collector();
    const stdin = options.typed ? new PassThrough() : inputFrom(options.stdin);
    const err = collector(options.typed && typist(stdin as PassThrough, options.typed));
    const context = makeContext(argv, options, {
      stdin,
      stdout: out.stream,
      stderr: options.stderr ?? err.stream,
    });
    const code = await main(context, options.application ?? realApplication);
    return {
      code,
      out: out.text(),
      err: err.text(),
      json: () => JSON.parse(out.text()),
      error: () => JSON.parse(err.text()).error,
    };
  },
});

const makeContext = (
  argv: string[],
  options: CliOptions,
  streams: Pick<Context, 'stdin' | 'stdout' | 'stderr'>,
): Context => {
  const terminal =
    typeof options.terminal === 'object'
      ? options.terminal
      : { stdin: options.terminal, stdout: options.terminal, stderr: options.terminal };
  return {
    ...streams,
    argv,
    env: { ...(options.db === undefined ? {} : { KONTOR_DB: options.db }), ...options.env },
    cwd: options.cwd ?? '/',
    stdinIsTerminal: terminal.stdin ?? false,
    stdoutIsTerminal: terminal.stdout ?? false,
    stderrIsTerminal: terminal.stderr ?? false,
    columns: options.columns ?? (terminal.stdout ? 80 : undefined),
    // Of no height: what a test looks for does not disappear in a pager.
    rows: options.rows,
    clock: options.clock ?? (() => testTime),
    elapsed: () => performance.now(),
    random: randomBytes,
    runs: { own: 'test/1', hasEnded: () => false },
    systemUser: 'systemUser' in options ? options.systemUser : 'tester',
    platform: options.platform ?? 'linux',
    homeDir: options.homeDir ?? '/nowhere',
    runPager: options.pager ?? (() => Promise.reject(new Error('no pager was expected'))),
    runEditor: options.editor ?? (() => Promise.reject(new Error('no editor was expected'))),
    signal: options.signal ?? new AbortController().signal,
    version: '0.0.0-test',
    nodeVersion: options.nodeVersion ?? '20.17.0',
  };
};

const inputFrom = (stdin: CliOptions['stdin']): Readable =>
  stdin instanceof Readable ? stdin : Readable.from(stdin === undefined ? [] : [Buffer.from(stdin)]);

const collector = (onText: (text: string) => void = () => {}) => {
  const chunks: Buffer[] = [];
  const text = () => Buffer.concat(chunks).toString('utf8');
  const stream = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(Buffer.from(chunk));
      done();
      onText(chunk.toString('utf8'));
    },
  });
  return { stream, text };
};

const typist = (stdin: PassThrough, typed: NonNullable<CliOptions['typed']>) => {
  const waiting = [...typed];
  let seen = '';
  return (text: string) => {
    seen += text;
    const [appears, answer] = waiting[0] ?? [];
    if (appears === undefined || !seen.includes(appears)) return;
    seen = '';
    waiting.shift();
    setImmediate(() => (answer == null ? stdin.end() : stdin.write(answer)));
  };
};
