import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { measured, median } from './process.ts';

const program = path.join(__dirname, 'kontor.cjs');
const rounds = 5;
/** Processes that are started in each round; there is no need for a thousand to know what one takes. */
const processes = 20;
const goal = 50;

const newAccount = (name: string): string[] => [
  'account',
  'create',
  '--new-contact',
  `Vorname ${name} <${name}@example.org>`,
  '--key',
  name,
];

/** How many times as fast lines of a batch are as processes that do the same, measured in turn with them. */
export async function benchBatch(lines: number, print: (line: string) => void): Promise<void> {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'kontor-bench-'));
  const { NODE_EXTRA_CA_CERTS: _, ...rest } = process.env;
  const env = { ...rest, KONTOR_DB: path.join(folder, 'bench.db') };
  const run = (...args: string[]) => {
    const { status, stderr } = spawnSync(process.execPath, [program, ...args], { env });
    if (status !== 0) throw new Error(`kontor ${args[0]} ended with ${status}: ${stderr}`);
  };
  const timed = (work: () => void): number => {
    const begin = process.hrtime.bigint();
    work();
    return Number(process.hrtime.bigint() - begin) / 1e6;
  };
  run('init', '--firm-name', 'Bench');
  run(...newAccount('first'));
  print(`batch: ${lines} × account create as lines of a batch, and as processes, in ${rounds} rounds`);
  const ratios: number[] = [];
  const perLine: number[] = [];
  const perProcess: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    const alone = timed(() => {
      for (let n = 0; n < processes; n += 1) run(...newAccount(`p${round}-${n}`));
    });
    const input = Array.from(
      { length: lines },
      (_, n) => `${JSON.stringify({ argv: newAccount(`l${round}-${n}`) })}\n`,
    );
    const { seconds } = await measured(process.execPath, [program, 'batch', '-', '-o', 'jsonl'], {
      input: input.join(''),
      env,
    });
    perProcess.push(alone / processes);
    perLine.push((seconds * 1000) / lines);
    ratios.push(alone / processes / ((seconds * 1000) / lines));
  }
  print(
    `  ${median(ratios).toFixed(0)} × the rate of processes (goal ${goal}; ${median(perLine).toFixed(1)} ms a line, ` +
      `${median(perProcess).toFixed(0)} ms a process here)`,
  );
  rmSync(folder, { recursive: true, force: true });
}
