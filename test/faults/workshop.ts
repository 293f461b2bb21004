import { type ChildProcess, spawn } from 'node:child_process';
import { rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, rm, statfs, symlink } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '../..');

/** A folder for faults, with a copy of the built program: a build that happens meanwhile changes nothing. */
export interface Workshop {
  readonly folder: string;
  readonly program: string;
  readonly dispose: () => Promise<void>;
}

export async function openWorkshop(place: string = os.tmpdir()): Promise<Workshop> {
  const folder = await mkdtemp(path.join(place, 'kontor-faults-'));
  // Whoever is stopped takes it away, too; what is in memory would stay there.
  const takeAway = () => {
    try {
      rmSync(folder, { recursive: true, force: true });
    } catch {
      // A program that is still at work in it goes on making files.
    }
  };
  process.once('exit', takeAway);
  await cp(path.join(root, 'dist'), path.join(folder, 'dist'), { recursive: true });
  await symlink(path.join(root, 'node_modules'), path.join(folder, 'node_modules'));
  return {
    folder,
    program: path.join(folder, 'dist', 'kontor.cjs'),
    dispose: async () => {
      process.off('exit', takeAway);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** So much is free where a folder is in memory: a workshop takes less, and so do two of them. */
const roomInMemory = 1_500_000_000;

/**
 * A place in memory, where there is one: what a process has written is there when it is killed, on a disk or not, and what the loss of
 * power does to a disk is worked out from the calls. So nothing has to wait for disks.
 */
export async function placeInMemory(): Promise<string> {
  const memory = '/dev/shm';
  const room = await statfs(memory).catch(() => undefined);
  return room !== undefined && room.bavail * room.bsize > roomInMemory ? memory : os.tmpdir();
}

/** Runs `work` in a workshop of its own. */
export async function inWorkshop<T>(
  work: (workshop: Workshop) => Promise<T>,
  place: string = os.tmpdir(),
): Promise<T> {
  const workshop = await openWorkshop(place);
  try {
    return await work(workshop);
  } finally {
    await workshop.dispose();
  }
}

/** How a process ended, and how long it took. */
export interface Ended {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly out: string;
  readonly err: string;
  readonly ms: number;
}

export interface Surroundings {
  /** KONTOR_DB. */
  readonly db: string;
  /** Home, data and working folder. */
  readonly folder: string;
  readonly env?: Readonly<Record<string, string>> | undefined;
  readonly stdin?: string | undefined;
  /** What the program is run by: strace and its options, for one. */
  readonly under?: readonly string[] | undefined;
  /** What takes longer hangs. */
  readonly longestMs?: number;
}

export interface Started {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
}

/** Longer than any run here takes, with the longest wait for a lock: what takes longer hangs. */
const usualMs = 90_000;

/** Starts the program; its standard input stays open. */
export function start({ folder, program }: Workshop, around: Surroundings, argv: readonly string[]): Started {
  const [command = process.execPath, ...args] = [...(around.under ?? []), process.execPath, program, ...argv];
  const begin = performance.now();
  const child = spawn(command, args, {
    cwd: around.folder,
    env: {
      PATH: process.env.PATH ?? '',
      HOME: around.folder,
      LANG: 'C.UTF-8',
      USER: 'tester',
      // Compiled code is kept for all runs.
      XDG_CACHE_HOME: path.join(folder, 'cache'),
      KONTOR_DB: around.db,
      KONTOR_FILES: path.join(around.folder, 'files'),
      // One thread works on files and databases, so that the same calls come in the same order in each run.
      UV_THREADPOOL_SIZE: '1',
      ...around.env,
    },
  });
  const output = { out: '', err: '' };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output.out += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    output.err += text;
  });
  // Writing to a process that was killed is what happens here all the time.
  child.stdin.on('error', () => {});
  const timer = setTimeout(() => child.kill('SIGKILL'), around.longestMs ?? usualMs);
  const ended = new Promise<Ended>((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      clearTimeout(timer);
      resolve({ code, signal, ...output, ms: performance.now() - begin });
    });
  });
  return { child, ended };
}

/** Runs the program to its end, with nothing, or a text, on standard input. */
export function run(workshop: Workshop, around: Surroundings, argv: readonly string[]): Promise<Ended> {
  const { child, ended } = start(workshop, around, argv);
  child.stdin?.end(around.stdin ?? '');
  return ended;
}

/** Runs the program, which has to end well. */
export async function must(
  workshop: Workshop,
  around: Surroundings,
  argv: readonly string[],
): Promise<string> {
  const { code, out, err } = await run(workshop, around, argv);
  if (code !== 0) throw new Error(`kontor ${argv.join(' ')} ended with ${code}: ${err}`);
  return out;
}

/** Does all of the work, two at a time: one for each core. */
export async function inLanes<T>(
  items: readonly T[],
  work: (item: T, index: number) => Promise<void>,
): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let at = next++; at < items.length; at = next++) await work(items[at] as T, at);
  };
  // Nobody may still be at work when the folder is taken away.
  const ends = await Promise.allSettled([lane(), lane()]);
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
}

let folders = 0;

/** A new folder in the workshop. */
export async function newFolder({ folder }: Workshop, name: string): Promise<string> {
  folders += 1;
  const made = path.join(folder, `${name}-${folders}`);
  await mkdir(made);
  return made;
}
