import { parseArgs } from 'node:util';
import type { FaultPart, Tally } from './part.ts';
import { parts } from './parts.ts';
import { endedBadly, summary, table } from './report.ts';

/**
 * `npm run test:faults [-- --part NAME … --scale N --seed N --path PATH]`: brings faults about, prints what was tried and what held. Ends
 * with 1 when anything was lost, or when a fault never happened: then nothing was tried.
 */
const print = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      part: { type: 'string', multiple: true },
      scale: { type: 'string', default: '1' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      path: { type: 'string' },
      list: { type: 'boolean', default: false },
    },
  });
  if (values.list) {
    for (const { name, about } of parts) print(`${name}: ${about}`);
    return;
  }
  const [scale, seed] = [Number(values.scale), Number(values.seed)];
  if (!(scale > 0) || !Number.isInteger(seed))
    throw new Error('--scale takes a number above 0, --seed a whole number');
  const wanted = values.part?.map(named) ?? parts;
  print(`faults: scale ${scale}, seed ${seed}`);
  const begin = Date.now();
  const ran: Array<[FaultPart, Tally[]]> = [];
  const skipped: Array<[FaultPart, string]> = [];
  for (const part of wanted) {
    const reason = await part.missing?.();
    if (reason !== undefined) {
      skipped.push([part, reason]);
      continue;
    }
    const from = Date.now();
    const say = (line: string) => print(`  ${part.name}: ${line}`);
    const tallies = await part.run({ scale, seed, say, path: values.path });
    say(`${((Date.now() - from) / 1000).toFixed(0)} s`);
    ran.push([part, tallies]);
  }
  for (const line of table(ran)) print(line);
  for (const [{ name }, reason] of skipped) print(`SKIPPED ${name}: ${reason}`);
  print(summary(ran, Date.now() - begin));
  if (endedBadly(ran)) process.exitCode = 1;
}

function named(name: string): FaultPart {
  const part = parts.find((one) => one.name === name);
  if (part === undefined) {
    throw new Error(`there is no part "${name}"; there are ${parts.map((one) => one.name).join(', ')}`);
  }
  return part;
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
});
