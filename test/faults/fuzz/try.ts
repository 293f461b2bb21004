import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import fc from 'fast-check';
import { exitCodes } from '../../../src/cli/exit-codes.ts';
import { configurationFile } from '../../../src/config.ts';
import type { SurfaceCommand } from '../../contract/surface.ts';
import { cli, type Ran } from '../../helpers/run-cli.ts';
import type { Desk, Desks } from './desk.ts';
import { judge, longestMs } from './judge.ts';
import { type Line, linesOf } from './lines.ts';
import type { Watch, watchdog } from './watch.ts';

/** What all commands are tried with. */
export interface Around {
  /** Lines of any command: they stand between those of the one that is tried. */
  readonly others: fc.Arbitrary<Line>;
  readonly desks: Desks;
  readonly watch: Watch;
  readonly dog: ReturnType<typeof watchdog>;
  /** Is told the exit code of each line of which all held. */
  readonly passed: (code: number) => void;
}

/** So many lines at most one after the other on the same desk: what the first ones left is what the next ones meet. */
const mostLines = 12;
/** How long a loss is made smaller before it is told as it is. */
const shrinkingMs = 30_000;

/** A loss, and the path by which fast-check comes to it again. */
export interface Found {
  readonly loss: string;
  readonly path: string;
}

/** Tries one command until its share of the lines is used up, or something is lost; or what the path leads to alone. */
export async function tryCommand(
  around: Around,
  command: SurfaceCommand,
  { seed, lines, path: again }: { seed: number; lines: number; path: string | undefined },
): Promise<Found | undefined> {
  const line = fc.oneof({ weight: 4, arbitrary: linesOf(command) }, { weight: 1, arbitrary: around.others });
  const session = fc.array(line, { minLength: 1, maxLength: mostLines, size: 'max' });
  let left = again === undefined ? lines : Number.POSITIVE_INFINITY;
  let until = Number.POSITIVE_INFINITY;
  const property = fc.asyncProperty(session, async (chosen) => {
    if (left <= 0 || Date.now() > until) return;
    const desk = await around.desks.open();
    try {
      const isFirst = until === Number.POSITIVE_INFINITY;
      const losses = await tryLines(isFirst ? around : { ...around, passed: () => {} }, desk, chosen);
      left -= chosen.length;
      if (losses.length === 0) return;
      // What is tried from here on only makes it smaller.
      if (isFirst) until = Date.now() + shrinkingMs;
      left = Number.POSITIVE_INFINITY;
      throw new Error(losses.join('; '));
    } finally {
      await desk.dispose();
    }
  });
  const found = await fc.check(property, {
    seed,
    ...(again === undefined ? { numRuns: Math.max(1, lines) } : { path: again }),
  });
  if (!found.failed) return undefined;
  const lost = (found.counterexample?.[0] ?? []).map((one) => `\n    ${shown(one)}`).join('');
  return {
    loss: `${(found.errorInstance as Error).message}${lost}`,
    path: found.counterexamplePath ?? '',
  };
}

/** A line as JSON: it holds what no terminal should see. */
function shown(line: Line): string {
  const told = JSON.stringify(line);
  return told.length > 2_000 ? `${told.slice(0, 2_000)}…` : told;
}

async function tryLines(
  { watch, dog, passed }: Around,
  desk: Desk,
  chosen: readonly Line[],
): Promise<string[]> {
  for (const line of chosen) {
    dog.begin(shown(line));
    const begin = performance.now();
    const ran = await inTime(runLine(desk, line));
    const losses = judge(line, { ran, ms: performance.now() - begin, ...watch.taken() });
    if (losses.length > 0) {
      const words = line.argv.map((word) => JSON.stringify(word).slice(0, 200)).join(' ');
      return losses.map((loss) => `kontor ${words}: ${loss}`);
    }
    if (ran !== undefined) passed(ran.code);
  }
  const strays = await desk.strays();
  if (strays.length > 0) return [`files outside the folder: ${strays.join(', ')}`];
  return soundness(desk, chosen);
}

async function inTime(running: Promise<Ran>): Promise<Ran | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), longestMs);
  });
  try {
    return await Promise.race([running, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs a line in this process, through all that a run of the program goes through. */
async function runLine(desk: Desk, { argv, env, stdin, given, columns, config }: Line): Promise<Ran> {
  const configuration = path.join(desk.folder, configurationFile);
  await writeFile(path.join(desk.folder, 'given'), given);
  if (config !== undefined) await writeFile(configuration, config);
  try {
    return await cli({
      db: desk.db,
      cwd: desk.folder,
      homeDir: path.join(desk.folder, 'home'),
      env: { PATH: process.env.PATH ?? '', KONTOR_FILES: desk.files, ...env },
      stdin,
      ...(columns === undefined ? {} : { terminal: true, columns }),
    }).run(...argv);
  } finally {
    await rm(configuration, { force: true });
  }
}

/** After these the database is another one, or of another version. */
const exchanging = /^db (?:rollback|restore)$/;

/** What a line has put into a store of its own is missing in the usual one, and nothing else is. */
function isOfAnotherStore(out: string, chosen: readonly Line[]): boolean {
  if (!chosen.some(({ env }) => env.KONTOR_FILES !== undefined)) return false;
  const { findings } = JSON.parse(out) as { findings: Array<{ check: string; severity: string }> };
  return findings.every(({ check, severity }) => severity !== 'error' || check === 'missing-contents');
}

/** Whatever was done, the database is in order. */
async function soundness({ db, files, folder }: Desk, chosen: readonly Line[]): Promise<string[]> {
  const { code, out, err } = await cli({ db, cwd: folder, env: { KONTOR_FILES: files } }).run(
    'db',
    'check',
    '--json',
  );
  if (code === 0) return [];
  const isExchanged = chosen.some(({ argv }) =>
    argv.some(
      (word, at) => exchanging.test(`${word} ${argv[at + 1]}`) || /db (?:rollback|restore)/.test(word),
    ),
  );
  if (code === exitCodes.findings.code && isOfAnotherStore(out, chosen)) return [];
  return isExchanged && code === 6 ? [] : [`db check ended with ${code}: ${`${out}${err}`.slice(0, 1_500)}`];
}
