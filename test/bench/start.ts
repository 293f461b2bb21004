import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { isInstalled, median } from './process.ts';

const rounds = 21;
const program = path.join(__dirname, 'kontor.cjs');

interface Case {
  args: readonly string[];
  goal: number;
}

const cases: readonly Case[] = [
  { args: ['--version'], goal: 1.2 },
  { args: ['--help'], goal: 1.5 },
  { args: ['account', 'list'], goal: 2.3 },
  { args: ['overview', 'K-1001'], goal: 2.3 },
  { args: ['__complete', 'zsh', 'account', 'show', 'M'], goal: 2.5 },
];
/** What people compare with, by a command that reads as little. */
const others: ReadonlyArray<readonly [string, ...string[]]> = [
  ['gh', '--version'],
  ['sqlite-utils', '--version'],
  ['sqlite-utils', 'tables'],
];

/** Milliseconds of one whole process. */
function time(program: string, args: readonly string[], env: NodeJS.ProcessEnv): number {
  const begin = process.hrtime.bigint();
  const { status, stderr } = spawnSync(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')} ended with ${status}: ${stderr}`);
  return Number(process.hrtime.bigint() - begin) / 1e6;
}

/** The median of the ratios of a program to `node -e 0`, and of its own milliseconds. */
function compare(program: string, args: readonly string[], env: NodeJS.ProcessEnv) {
  // Twice: what is compiled in the first run is kept, and read in the second.
  for (const _ of [1, 2]) time(program, args, env);
  const ratios: number[] = [];
  const own: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const bare = time(process.execPath, ['-e', '0'], env);
    const whole = time(program, args, env);
    ratios.push(whole / bare);
    own.push(whole);
  }
  return { ratio: `${median(ratios).toFixed(2)} ×`, ms: `${median(own).toFixed(0)} ms here` };
}

/** How long whole commands take, as ratios to `node -e 0` measured in turn with them. */
export async function benchStart(print: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'kontor-bench-'));
  const { NODE_EXTRA_CA_CERTS: _, ...rest } = process.env;
  // Reading extra certificates adds a fixed 65 ms to every start of node and would hide the rest.
  const env = { ...rest, KONTOR_DB: path.join(folder, 'demo.db') };
  const kontor = (...args: string[]) => time(process.execPath, [program, ...args], env);
  kontor('init', '--firm-name', 'Bench');
  kontor('import', 'test/fixtures/demo-clients.csv', '--create-tags');
  print(`start: median of ${rounds} ratios to "node -e 0", each measured right after it`);
  for (const { args, goal } of cases) {
    const { ratio, ms } = compare(process.execPath, [program, ...args], env);
    print(`  kontor ${args.join(' ').padEnd(42)} ${ratio}  (goal ${goal.toFixed(1)}; ${ms})`);
  }
  for (const [other, ...args] of others) {
    const line = `${other} ${args.join(' ')}`.padEnd(49);
    if (!(await isInstalled(other))) print(`  ${line} not installed here: not compared`);
    else {
      const all = args[0] === 'tables' ? [...args, env.KONTOR_DB] : args;
      const { ratio, ms } = compare(other, all, env);
      print(`  ${line} ${ratio}  (${ms})`);
    }
  }
  rmSync(folder, { recursive: true, force: true });
}
