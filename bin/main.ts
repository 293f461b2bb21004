import { randomBytes } from 'node:crypto';
import { hostname, userInfo } from 'node:os';
import { groups } from '../commands/index.ts';
import type { Context, Output } from '../src/cli/context.ts';
import { main } from '../src/cli/main.ts';
import { usageError } from '../src/errors.ts';
import { homeFolder } from './home.ts';
import { isTerminal, plainOutput } from './output.ts';

/** Put in by the build from package.json. */
declare const KONTOR_VERSION: string;

const interruption = new AbortController();
let stdinUsed = false;
let stdout: Output | undefined;
/** Whether a program of the user's, an editor or a pager, has the terminal. */
let lent = false;

/**
 * Node starts four threads when the first one is wanted, and waits for all of them. Here one has the database, and the other one the
 * next statement or a file.
 */
const threads = 'UV_THREADPOOL_SIZE';
const hasThreads = process.env[threads] !== undefined;
if (!hasThreads) process.env[threads] = '2';

/** Whether a process of this machine runs, whoever started it. */
const isRunning = (pid: number): boolean => {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
};

const lend = async <Ended>(run: () => Promise<Ended>): Promise<Ended> => {
  lent = true;
  // How many threads such a program has is its own business.
  if (!hasThreads) delete process.env[threads];
  try {
    return await run();
  } finally {
    lent = false;
  }
};

/** Somebody may have taken the folder away in which a shell still stands. */
const workingFolder = (): string => {
  try {
    return process.cwd();
  } catch (error) {
    throw usageError('NO_WORKING_FOLDER', 'The working folder is not there any more, or may not be seen.', {
      hint: 'Go to another one: cd',
      cause: error,
    });
  }
};

const context: Context = {
  argv: process.argv.slice(2),
  env: process.env,
  get cwd() {
    return workingFolder();
  },
  // Looked up when first touched: most runs need few of these, and each stream takes time to make.
  get stdin() {
    stdinUsed = true;
    return process.stdin;
  },
  get stdout() {
    stdout ??=
      process.platform === 'win32' || isTerminal(1) ? process.stdout : plainOutput(1, () => process.stdout);
    return stdout;
  },
  get stderr() {
    return process.stderr;
  },
  get stdinIsTerminal() {
    return isTerminal(0);
  },
  get stdoutIsTerminal() {
    return isTerminal(1);
  },
  get stderrIsTerminal() {
    return isTerminal(2);
  },
  get columns() {
    return process.stdout.columns;
  },
  get rows() {
    return process.stdout.rows;
  },
  clock: () => new Date(),
  // `performance` is a module that is loaded when it is touched.
  elapsed: () => Number(process.hrtime.bigint()) / 1e6,
  random: (bytes) => randomBytes(bytes),
  runs: {
    get own() {
      return `${hostname()}/${process.pid}`;
    },
    hasEnded: (run) => {
      const [host, pid] = run.split('/');
      return host === hostname() && !isRunning(Number(pid));
    },
  },
  get systemUser() {
    try {
      return userInfo().username;
    } catch {
      // A container may run as a user id without a name.
      return undefined;
    }
  },
  platform: process.platform,
  get homeDir() {
    return homeFolder();
  },
  runEditor: (...editing) =>
    lend(async () => (await import('./editor.ts')).runEditor(...editing, interruption.signal)),
  runPager: (...paging) =>
    lend(async () => (await import('./pager.ts')).runPager(...paging, interruption.signal)),
  signal: interruption.signal,
  version: KONTOR_VERSION,
  nodeVersion: process.versions.node,
};

/** The first request to stop lets the current transaction end well; the second one is obeyed at once. */
const stop = (signal: NodeJS.Signals) => {
  // Ctrl-C in an editor or a pager is for that program.
  if (lent && signal === 'SIGINT') return;
  if (interruption.signal.aborted) {
    process.off(signal, stop);
    process.kill(process.pid, signal);
  }
  interruption.abort();
};
process.on('SIGINT', stop);
process.on('SIGTERM', stop);

/** What escaped every handler is a defect, told in one line. */
const defect = (reason: string) => {
  process.exitCode = 1;
  process.stderr.write(`kontor: Unexpected error: ${reason}\n`);
};
process.on('uncaughtException', (error: Error) => {
  process.exitCode = 1;
  import('../src/cli/failure.ts').then(({ tellDefect, traceOf }) =>
    defect(context.argv.includes('--debug') ? traceOf(error) : tellDefect(error)),
  );
});

/** Warnings of libraries are for their users, not for ours, and must not stand among what programs read. */
process.removeAllListeners('warning');
process.on('warning', (warning) => {
  if (context.argv.includes('--debug')) process.stderr.write(`${warning.name}: ${warning.message}\n`);
});

let finished = false;
process.once('exit', () => {
  // Without an answer, but with nothing left to wait for, the process would end with 0 as if all had gone well.
  if (!finished && !process.exitCode) defect('the run ended without an answer.');
});

main(context, {
  groups,
  openDatabase: async (...opening) => (await import('../src/db/open.ts')).openDatabase(...opening),
  suggest: async (...asking) =>
    (await import('../src/domain/suggestion/operations.ts')).suggestions(...asking),
  deliverMails: async (...delivery) => (await import('../src/mail/deliver.ts')).deliverMails(...delivery),
  openFiles: async (...opening) => (await import('../src/files/store.ts')).openFiles(...opening),
  sealChanges: async (deps) => (await import('../src/domain/audit/seal.ts')).sealChanges(deps),
  sweepFiles: async (...sweeping) => (await import('../src/domain/file/sweep.ts')).sweepFiles(...sweeping),
}).then((code) => {
  finished = true;
  process.exitCode ??= code;
  // An input that was not read to its end would keep the process waiting for more.
  if (stdinUsed) process.stdin.destroy();
});
