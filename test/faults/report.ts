import type { FaultPart, Tally } from './part.ts';

type Ran = ReadonlyArray<readonly [FaultPart, readonly Tally[]]>;

const headings = ['part', 'what', 'tried', 'fired', 'held', 'lost'];
/** So many losses of one line are told; the rest is counted. */
const told = 5;

/** The table of what was tried and what held, and below it what was lost. */
export function table(ran: Ran): string[] {
  const rows = ran.flatMap(([{ name }, tallies]) =>
    tallies.map(({ what, tried, fired, held, lost }) => [
      name,
      what,
      ...[tried, fired, held, lost.length].map(String),
    ]),
  );
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column < 2 ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  const losses = ran.flatMap(([{ name }, tallies]) =>
    tallies.flatMap(({ what, lost }) => [
      ...lost.slice(0, told).map((loss) => `LOST ${name}, ${what}: ${loss}`),
      ...(lost.length > told ? [`LOST ${name}, ${what}: and ${lost.length - told} more`] : []),
    ]),
  );
  return [
    line(headings),
    line(widths.map((width) => '-'.repeat(width))),
    ...rows.map(line),
    ...losses,
    ...idle(ran),
  ];
}

const neverFired = (ran: Ran) =>
  ran.flatMap(([part, tallies]) =>
    tallies.filter(({ fired }) => fired === 0).map((tally) => [part, tally] as const),
  );

const idle = (ran: Ran) =>
  neverFired(ran).map(([{ name }, { what }]) => `NEVER FIRED ${name}, ${what}: nothing was tried`);

/** What it came to in one line. */
export function summary(ran: Ran, ms: number): string {
  const all = ran.flatMap(([, tallies]) => tallies);
  const sum = (count: (tally: Tally) => number) => all.reduce((total, tally) => total + count(tally), 0);
  return (
    `${sum(({ fired }) => fired)} faults, ${sum(({ held }) => held)} held, ` +
    `${sum(({ lost }) => lost.length)} losses, in ${(ms / 1000).toFixed(0)} s`
  );
}

/** Something was lost, or a fault never happened. */
export const endedBadly = (ran: Ran): boolean =>
  neverFired(ran).length > 0 || ran.some(([, tallies]) => tallies.some(({ lost }) => lost.length > 0));
