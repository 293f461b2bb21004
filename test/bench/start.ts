import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { median } from './process.ts';

const rounds = 21;
const program = path.join(__dirname, 'kontor.cjs');

interface Case {
  name: string;
  args: readonly string[];
  goal: number;
}

const cases: readonly Case[] = [
  { name: '--version', args: ['--version'], goal: 1.5 },
  { name: '--help', args: ['--help'], goal: 1.8 },
  { name: 'account list', args: ['account', 'list'], goal: 3.5 },
];

/** Milliseconds of one whole process. */
function time(args: readonly string[], env: NodeJS.ProcessEnv): number {
  const begin = process.hrtime.bigint();
  const { status, stderr } = spawnSync(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  if (status !== 0) throw new Error(`node ${args.join(' ')} ended with ${status}: ${stderr}`);
  return Number(process.hrtime.bigint() - begin) / 1e6;
}

/** How long whole commands take, as ratios to `node -e 0` measured in turn with them. */
export async function benchStart(print: (line: string) => void): Promise<void> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'kontor-bench-'));
  const { NODE_EXTRA_CA_CERTS: _, ...rest } = process.env;
  // Reading extra certificates adds a fixed 65 ms to every start of node and would hide the rest.
  const env = { ...rest, KONTOR_DB: path.join(folder, 'demo.db') };
  time([program, 'init', '--firm-name', 'Bench'], env);
  time([program, 'import', 'test/fixtures/demo-clients.csv', '--create-tags'], env);
  print(`start: median of ${rounds} ratios to "node -e 0", each measured right after it`);
  for (const { name, args, goal } of cases) {
    time([program, ...args], env);
    const ratios: number[] = [];
    const own: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const bare = time(['-e', '0'], env);
      const whole = time([program, ...args], env);
      ratios.push(whole / bare);
      own.push(whole);
    }
    print(
      `  ${name.padEnd(14)} ${median(ratios).toFixed(2)} ×  (goal ${goal.toFixed(1)}; ${median(own).toFixed(0)} ms here)`,
    );
  }
  rmSync(folder, { recursive: true, force: true });
}
