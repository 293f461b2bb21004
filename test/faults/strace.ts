import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

/** Why no fault can be brought about by strace on this machine; undefined where it can. */
export async function straceMissing(): Promise<string | undefined> {
  try {
    await promisify(execFile)('strace', ['-f', '-o', '/dev/null', 'true']);
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT'
      ? 'strace is not installed'
      : 'strace may not trace processes here';
  }
}

/** The calls by which a process changes files, and those by which it makes sure of them. */
export const changing = [
  'write',
  'writev',
  'pwrite64',
  'pwritev',
  'fsync',
  'fdatasync',
  'ftruncate',
  'fallocate',
  'rename',
  'renameat',
  'renameat2',
  'link',
  'linkat',
  'unlink',
  'unlinkat',
  'mkdir',
  'mkdirat',
  'openat',
  'chmod',
  'fchmod',
  'rmdir',
] as const;
export type Call = (typeof changing)[number];

/** One call that a process made, as strace tells it. */
export interface Traced {
  readonly thread: string;
  readonly call: Call;
  /** What stands between the parentheses. */
  readonly given: string;
  readonly answer: string;
}

/** Options that write all calls with all their data to a file. */
export const recording = (log: string, calls: readonly string[] = changing): string[] => [
  'strace',
  '-f',
  '-y',
  '-qq',
  '-xx',
  '-s',
  '10000000',
  '-o',
  log,
  '-e',
  `trace=${calls.join(',')}`,
  '-e',
  'signal=none',
];

/** Options by which the nth such call of a thread kills the process before it is done. */
export const killing = (call: Call, nth: number): string[] => [
  'strace',
  '-f',
  '-qq',
  '-o',
  '/dev/null',
  '-e',
  `trace=${call}`,
  '-e',
  `inject=${call}:signal=SIGKILL:when=${nth}`,
];

/** Options by which such calls on these files fail from the nth on, as on a full disk; `log` tells whether they did. */
export const failing = (
  log: string,
  calls: readonly Call[],
  { error, from, paths }: { error: string; from: number; paths: readonly string[] },
): string[] => [
  'strace',
  '-f',
  '-qq',
  '-o',
  log,
  ...paths.flatMap((file) => ['-P', file]),
  '-e',
  `trace=${calls.join(',')}`,
  '-e',
  `inject=${calls.join(',')}:error=${error}:when=${from}+`,
];

/** Whether strace let a call fail. */
export const hasFailed = (log: string): boolean => log.includes('(INJECTED)');

/** What strace has written, in the order in which the calls were finished. */
export function* readTrace(log: string): Generator<Traced> {
  const unfinished = new Map<string, string>();
  for (const line of log.split('\n')) {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? [];
    const begun = /^(.*) ?<unfinished \.\.\.>$/.exec(rest)?.[1];
    if (begun !== undefined) {
      unfinished.set(thread, begun);
      continue;
    }
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)?.[1];
    const whole = resumed === undefined ? rest : `${unfinished.get(thread) ?? ''}${resumed}`;
    // Texts and names are written as hexadecimal numbers: no bracket in them is one.
    const [, call, given = '', answer = ''] = /^(\w+)\((.*)\)\s+= (.*)$/.exec(whole) ?? [];
    if (call !== undefined) yield { thread, call: call as Call, given, answer };
  }
}

/** The bytes of a text that strace wrote as `\x41\x42…`. */
export const bytesOf = (quoted: string): Buffer => Buffer.from(quoted.replaceAll('\\x', ''), 'hex');
