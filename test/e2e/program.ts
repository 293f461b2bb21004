import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import path from 'node:path';

/** The program as it is installed: built by `npm run build`, which `npm test` runs first. */
export const program = path.resolve(import.meta.dirname, '../../dist/kontor.cjs');
if (!existsSync(program)) throw new Error(`${program} is not there: run npm run build`);

/** How a process ended. */
export interface Ended {
  code: number | null;
  signal: NodeJS.Signals | null;
  out: string;
  err: string;
}

export interface Surroundings {
  /** KONTOR_DB. */
  db: string;
  /** Home, data and working folder. */
  folder: string;
  env?: Record<string, string>;
}

const environment = ({ db, folder, env }: Surroundings): Record<string, string> => ({
  PATH: process.env.PATH ?? '',
  HOME: folder,
  LANG: 'C.UTF-8',
  TERM: 'xterm-256color',
  KONTOR_DB: db,
  // For shell lines: the program, and the Node that runs it.
  NODE: process.execPath,
  KONTOR: program,
  ...env,
});

/** A process, and the promise of its end. */
export interface Started {
  child: ChildProcess;
  ended: Promise<Ended>;
  /** What came so far, of both outputs. */
  seen: () => string;
}

function started(command: string, args: readonly string[], around: Surroundings): Started {
  const child = spawn(command, args, { cwd: around.folder, env: environment(around) });
  let out = '';
  let err = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    err += text;
  });
  // Writing to a process that has ended is what some tests are about.
  child.stdin.on('error', () => {});
  const ended = new Promise<Ended>((resolve) => {
    child.on('close', (code, signal) => resolve({ code, signal, out, err }));
  });
  return { child, ended, seen: () => out + err };
}

/** Starts the program; its standard input stays open. */
export const start = (around: Surroundings, ...argv: string[]): Started =>
  started(process.execPath, [program, ...argv], around);

/** Runs the program to its end, with nothing, or a text, on standard input. */
export function run(around: Surroundings & { stdin?: string | Buffer }, ...argv: string[]): Promise<Ended> {
  const { child, ended } = start(around, ...argv);
  child.stdin?.end(around.stdin ?? '');
  return ended;
}

/** Runs a line of bash, in which `kontor` is the program. The exit code is that of the line. */
export function shell(around: Surroundings, line: string): Promise<Ended> {
  const { child, ended } = started(
    'bash',
    ['-c', `set -o pipefail\nkontor() { "$NODE" "$KONTOR" "$@"; }\n${line}`],
    around,
  );
  child.stdin?.end();
  return ended;
}

/** What is typed once a text has appeared; a function does something before it says what. */
export type Typed = readonly (readonly [appears: string, typed: string | (() => Promise<string>)])[];

/** Runs the program on a terminal of so many columns. `out` holds both outputs, as a terminal shows them. */
export function onTerminal(
  around: Surroundings,
  { columns, typed = [] }: { columns: number; typed?: Typed },
  ...argv: string[]
): Promise<Ended> {
  const words = argv.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
  return lineOnTerminal(around, { columns, typed }, `exec "$NODE" "$KONTOR" ${words}`);
}

/** Runs a line of the shell on a terminal. */
export async function lineOnTerminal(
  around: Surroundings,
  { columns, typed }: { columns: number; typed: Typed },
  command: string,
): Promise<Ended> {
  const line = `stty cols ${columns} rows 24; ${command}`;
  const { child, ended, seen } = started('script', ['-qec', line, '/dev/null'], around);
  let from = 0;
  const waiting = [...typed];
  child.stdout?.on('data', () => {
    const [appears, answer] = waiting[0] ?? [];
    if (appears === undefined || answer === undefined || !seen().slice(from).includes(appears)) return;
    from = seen().length;
    waiting.shift();
    const text = typeof answer === 'string' ? answer : answer();
    // The question is on the screen a moment before its keys are read.
    setTimeout(async () => child.stdin?.write(await text), 150);
  });
  // Whoever waits for a question that does not come wants to see what came instead.
  const patience = setTimeout(() => child.kill('SIGKILL'), 25_000);
  const end = await ended;
  clearTimeout(patience);
  if (waiting.length > 0) throw new Error(`"${waiting[0]?.[0]}" did not appear:\n${end.out}`);
  return end;
}

/** The lines on a terminal, without colours and other movements of the cursor. */
export const screenLines = (out: string): string[] =>
  out
    // biome-ignore lint/complexity/useRegexLiterals: written with the escape character's name
    .replace(new RegExp('\\u001b\\[[0-9;?]*[A-Za-z]', 'g'), '')
    .split('\n')
    .map((line) => line.replace(/\r/g, ''))
    .filter((line) => line !== '');

/** A client list of so many rows, one person each. */
export function clientList(rows: number, { from = 1 }: { from?: number } = {}): string {
  const lines = Array.from({ length: rows }, (_, index) => {
    const number = from + index;
    return `k-${number},Vorname${number},Nachname${number},person${number}@example.org,Musterstraße ${number},Musterstadt`;
  });
  return `${lines.join('\n')}\n`;
}

/** The headings of a client list. */
export const clientHeadings = 'account.key,First name,Last name,E-mail,Street,City\n';
