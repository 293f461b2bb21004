import { fork } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { FaultPart, Given, Tally } from './part.ts';
import type { Ran } from './report.ts';

/** What a part is given that runs in a process of its own. */
export type GivenApart = Omit<Given, 'say'>;

/** What such a process tells. */
type Told = Pick<Ran, 'tallies' | 'computingMs'>;

/** Runs a part in a process of its own, which {@link tellApart} ends. */
export function runApart(part: FaultPart, given: GivenApart): Promise<Ran> {
  const begin = Date.now();
  const { scale, seed, path, rows } = given;
  const child = fork(process.argv[1] ?? '', [
    ...['--apart', '--part', part.name, '--scale', String(scale), '--seed', String(seed)],
    ...(path === undefined ? [] : ['--path', path]),
    ...(rows === undefined ? [] : ['--rows', String(rows)]),
  ]);
  let told: Told | undefined;
  child.on('message', (message) => {
    told = message as Told;
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code, signal) => {
      const ran = { part, tallies: [], ...told, ms: Date.now() - begin };
      resolve(told === undefined ? { ...ran, broken: `it ended with ${code ?? signal}` } : ran);
    });
  });
}

/** What such a process does: it runs its part, and tells what came of it. */
export async function tellApart(part: FaultPart, given: GivenApart): Promise<void> {
  // Who is stopped takes workshops away when it exits.
  const stop = () => process.exit(130);
  for (const ending of ['SIGINT', 'SIGTERM', 'disconnect'] as const) process.once(ending, stop);
  const say = (line: string) => process.stdout.write(`  ${part.name}: ${line}\n`);
  const tallies: Tally[] = await part.run({ ...given, say });
  const told: Told = { tallies, computingMs: computingMs() };
  await new Promise((resolve) => process.send?.(told, resolve));
  process.off('disconnect', stop);
  process.disconnect();
}

/** How long this process was computing, with all programs that it started and that have ended. */
function computingMs(): number | undefined {
  try {
    const stat = readFileSync('/proc/self/stat', 'utf8');
    const numbers = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // Ticks of a hundredth of a second: of the process, and of its children.
    return numbers.slice(11, 15).reduce((total, ticks) => total + Number(ticks), 0) * 10;
  } catch {
    return undefined;
  }
}
