import { type Goal, goals } from './goals.ts';
import type { FaultPart, Tally } from './part.ts';

/** What came of a part. */
export interface Ran {
  readonly part: Pick<FaultPart, 'name'>;
  readonly tallies: readonly Tally[];
  readonly ms: number;
  /** How long it was computing, with all programs that it started; where the system tells. */
  readonly computingMs?: number | undefined;
  /** The suite itself is broken there. */
  readonly broken?: string | undefined;
}

type Counts = Pick<Tally, 'tried' | 'fired' | 'held' | 'lost'>;

/** So many losses of one line are told; the rest is counted. */
const told = 5;

/** The table of what was tried and what held, the times of the parts, the sums, and below them what was lost. */
export function report(ran: readonly Ran[], scale: number): string[] {
  const tried = ran.flatMap(({ part, tallies }) =>
    tallies.map((tally) => [part.name, tally.what, ...cellsOf(tally)]),
  );
  const seconds = (ms: number | undefined) => (ms === undefined ? '?' : (ms / 1000).toFixed(0));
  const times = ran.map(({ part, ms, computingMs }) => [part.name, seconds(ms), seconds(computingMs)]);
  const sums = sumsOf(ran).map(([goal, counts]) => [goal, ...cellsOf(counts), `${wantedOf(goal, scale)}`]);
  return [
    ...table(['part', 'what', ...countHeadings], 2, tried),
    '',
    ...table(['part', 'seconds', 'computing'], 1, times),
    ...(sums.length === 0 ? [] : ['', ...table(['sum', ...countHeadings, 'wanted'], 1, sums)]),
    ...ran.flatMap(lossesOf),
    ...neverFired(ran).map(([name, what]) => `NEVER FIRED ${name}, ${what}: nothing was tried`),
    ...ran.flatMap(({ part, broken }) => (broken === undefined ? [] : `BROKEN ${part.name}: ${broken}`)),
  ];
}

const countHeadings = ['tried', 'fired', 'held', 'lost'];
const cellsOf = ({ tried, fired, held, lost }: Counts) => [tried, fired, held, lost.length].map(String);

/** A table; the first columns are texts, the others numbers. */
function table(headings: readonly string[], texts: number, rows: ReadonlyArray<readonly string[]>): string[] {
  const widths = headings.map((heading, column) =>
    Math.max(heading.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, column) =>
        column < texts ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd();
  return [line(headings), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}

/** All that counts towards a goal, together. */
function sumsOf(ran: readonly Ran[]): Array<[Goal, Counts]> {
  const tallies = ran.flatMap((one) => one.tallies);
  return (Object.keys(goals) as Goal[]).flatMap((goal): Array<[Goal, Counts]> => {
    const towards = tallies.filter((tally) => tally.goal === goal);
    return towards.length === 0 ? [] : [[goal, sumOf(towards)]];
  });
}

const sumOf = (tallies: readonly Tally[]): Counts => {
  const sum = (count: (tally: Tally) => number) => tallies.reduce((total, tally) => total + count(tally), 0);
  return {
    tried: sum(({ tried }) => tried),
    fired: sum(({ fired }) => fired),
    held: sum(({ held }) => held),
    lost: tallies.flatMap(({ lost }) => lost),
  };
};

const wantedOf = (goal: Goal, scale: number): number => Math.round(goals[goal] * scale);

const lossesOf = ({ part, tallies }: Ran) =>
  tallies.flatMap(({ what, lost }) => [
    ...lost.slice(0, told).map((loss) => `LOST ${part.name}, ${what}: ${loss}`),
    ...(lost.length > told ? [`LOST ${part.name}, ${what}: and ${lost.length - told} more`] : []),
  ]);

const neverFired = (ran: readonly Ran[]) =>
  ran.flatMap(({ part, tallies }) =>
    tallies.filter(({ fired }) => fired === 0).map(({ what }) => [part.name, what] as const),
  );

/** Goals of which less was tried than a full run wants. */
export const missedGoals = (ran: readonly Ran[], scale: number): string[] =>
  sumsOf(ran).flatMap(([goal, { held }]) =>
    held < wantedOf(goal, scale) ? `TOO FEW ${goal}: ${held} of ${wantedOf(goal, scale)}` : [],
  );

/** What it came to in one line. */
export function summary(ran: readonly Ran[], ms: number): string {
  const { fired, held, lost } = sumOf(ran.flatMap(({ tallies }) => tallies));
  return `${fired} faults, ${held} held, ${lost.length} losses, in ${(ms / 1000).toFixed(0)} s`;
}

/** Something was lost, a fault never happened, or the suite itself is broken. */
export const endedBadly = (ran: readonly Ran[]): boolean =>
  neverFired(ran).length > 0 ||
  ran.some(({ tallies, broken }) => broken !== undefined || tallies.some(({ lost }) => lost.length > 0));
