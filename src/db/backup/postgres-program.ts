import { spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import { cancelledError, databaseError } from '../../errors.ts';
import { libpqVariables } from './libpq.ts';

/** What a program of PostgreSQL is run with. */
export interface ProgramRun {
  location: string;
  /** The environment of this program: where others are found, and how they connect. */
  env: Readonly<Record<string, string | undefined>>;
  signal: AbortSignal;
  /** What it reads. */
  input?: Readable;
}

/**
 * Runs `pg_dump` or `pg_restore` and gives what it printed. Throws PROGRAM_MISSING, PROGRAM_FAILED (exit 6) with what it
 * said last but without values of rows, and CANCELLED.
 */
export async function runProgram(
  program: string,
  args: readonly string[],
  { location, env, signal, input }: ProgramRun,
): Promise<string> {
  if (signal.aborted) throw cancelledError();
  const child = spawn(program, args, {
    // Its messages are looked through below, so they have to be in English.
    env: { ...env, ...libpqVariables(location), LC_MESSAGES: 'C', LANGUAGE: 'C' },
    stdio: [input === undefined ? 'ignore' : 'pipe', 'pipe', 'pipe'],
    signal,
  });
  let out = '';
  let said = '';
  child.stdout?.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    // A restore may complain of each row.
    if (said.length < mostSaid) said += text;
  });
  if (input !== undefined && child.stdin !== null) {
    // A program that ends early says why by itself.
    child.stdin.on('error', () => {});
    input.on('error', () => child.kill());
    input.pipe(child.stdin);
  }
  const code = await new Promise<number | null>((resolve, reject) => {
    child.on('error', (error) => reject(signal.aborted ? cancelledError() : missing(program, error)));
    child.on('close', resolve);
  }).finally(() => input?.destroy());
  if (signal.aborted) throw cancelledError();
  if (code !== 0) throw failed(program, said);
  return out;
}

const mostSaid = 64 * 1024;

const missing = (program: string, cause: Error) =>
  databaseError('PROGRAM_MISSING', `${program} cannot be run: it is not on the PATH.`, {
    hint:
      'It is one of the client programs of PostgreSQL (postgresql-client on Debian and Ubuntu, postgresql on Fedora, libpq ' +
      'with Homebrew), of the version of the server or newer.',
    cause,
  });

const failed = (program: string, said: string) =>
  databaseError('PROGRAM_FAILED', `${program} failed: ${reasonIn(said)}.`);

/** The first error that a program told, without what may be a value of a row. */
export function reasonIn(said: string): string {
  const line = said.split('\n').find((text) => /\berror:|\bERROR:|\bFATAL:/.test(text));
  if (line === undefined) return 'it did not say why';
  const reason = line.replace(/^.*?\b(?:error|ERROR|FATAL): +/, '').replace(/^.*\b(?:ERROR|FATAL): +/, '');
  // Names of tables, roles and constraints help; anything else in quotes may be somebody's data.
  return reason
    .replace(/"([^"]*)"/g, (whole, name: string) => (/^[a-z_][a-z0-9_.$]{0,62}$/.test(name) ? whole : '"…"'))
    .replace(/\.$/, '');
}

/** The first part of a program's version. Throws PROGRAM_MISSING (exit 6). */
export async function versionOf(program: string, run: ProgramRun): Promise<number> {
  const text = await runProgram(program, ['--version'], run);
  return Number(/(\d+)(?:\.\d+|beta|rc|devel)/.exec(text)?.[1] ?? 0);
}
