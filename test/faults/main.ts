import { parseArgs } from 'node:util';
import { type GivenApart, runApart, tellApart } from './apart.ts';
import type { FaultPart } from './part.ts';
import { parts } from './parts.ts';
import { endedBadly, missedGoals, type Ran, report, summary } from './report.ts';
import { inLanes } from './workshop.ts';

/**
 * `npm run test:faults [-- --part NAME … --scale N --seed N --path PATH --rows N]`: brings faults about, two parts at a time, prints what
 * was tried and what held. Ends with 1 when anything was lost, when a fault never happened – then nothing was tried – or when a whole run
 * tried less than it should.
 */
const print = (line: string) => process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      part: { type: 'string', multiple: true },
      scale: { type: 'string', default: '1' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      path: { type: 'string' },
      rows: { type: 'string' },
      list: { type: 'boolean', default: false },
      // Given by runApart.
      apart: { type: 'boolean', default: false },
    },
  });
  if (values.list) {
    for (const { name, about } of parts) print(`${name}: ${about}`);
    return;
  }
  const given: GivenApart = {
    scale: Number(values.scale),
    seed: Number(values.seed),
    path: values.path,
    rows: values.rows === undefined ? undefined : Number(values.rows),
  };
  const { scale, seed, rows } = given;
  if (
    !(scale > 0) ||
    !Number.isInteger(seed) ||
    (rows !== undefined && !(Number.isInteger(rows) && rows > 0))
  )
    throw new Error('--scale takes a number above 0, --seed and --rows a whole number');
  const wanted = values.part?.map(named) ?? parts;
  if (values.apart) {
    for (const part of wanted) await tellApart(part, given);
    return;
  }
  print(`faults: scale ${scale}, seed ${seed}`);
  await runAll(wanted, given);
}

async function runAll(wanted: readonly FaultPart[], given: GivenApart): Promise<void> {
  const begin = Date.now();
  const ran: Ran[] = [];
  const skipped: string[] = [];
  await inLanes(wanted, async (part) => {
    const reason = await part.missing?.();
    if (reason !== undefined) {
      skipped.push(`SKIPPED ${part.name}: ${reason}`);
      return;
    }
    const one = await runApart(part, given);
    print(`  ${part.name}: ${(one.ms / 1000).toFixed(0)} s`);
    ran.push(one);
  });
  ran.sort((one, other) => orderOf(one) - orderOf(other));
  const missed = wanted === parts ? missedGoals(ran, given.scale) : [];
  for (const line of [...report(ran, given.scale), ...skipped, ...missed]) print(line);
  print(summary(ran, Date.now() - begin));
  if (endedBadly(ran) || missed.length > 0) process.exitCode = 1;
}

const orderOf = ({ part }: Ran): number => parts.findIndex(({ name }) => name === part.name);

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
