import type { CheckReport, Finding, Look } from './model.ts';

/** So many examples are named; the count says how many there are. */
export const mostExamples = 5;

/** A finding with what most of them have in common. */
export const finding = (
  found: Pick<Finding, 'message' | 'count'> & Partial<Omit<Finding, 'check'>>,
): Omit<Finding, 'check'> => ({
  severity: 'error',
  examples: [],
  fixable: false,
  hint: null,
  ...found,
});

/** The outcome of a check that found at most one thing. */
export const lookOf = (
  count: number,
  describe: (count: number) => Omit<Parameters<typeof finding>[0], 'count'>,
): Look => ({ findings: count === 0 ? [] : [finding({ ...describe(count), count })] });

/** `1 account has`, `3 accounts have` */
export const some = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

/** A row of examples in words: `account 42, contact 3`. */
export const exampleOf = (row: Readonly<Record<string, unknown>>): string =>
  Object.entries(row)
    .map(([word, value]) => `${word} ${value}`)
    .join(', ');

/** A report of what checks came to. */
export const reportOf = (
  looks: ReadonlyArray<readonly [{ name: string; summary: string }, Look]>,
): CheckReport => ({
  checks: looks.map(([{ name, summary }, { findings, note, skipped }]) => ({
    check: name,
    summary,
    state: findings.length > 0 ? 'found' : skipped === undefined ? 'sound' : 'skipped',
    note: skipped ?? note ?? null,
  })),
  findings: looks.flatMap(([{ name }, { findings }]) => findings.map((found) => ({ check: name, ...found }))),
});

/** Several reports as one. */
export const joinedReports = (reports: readonly CheckReport[]): CheckReport => ({
  checks: reports.flatMap(({ checks }) => checks),
  findings: reports.flatMap(({ findings }) => findings),
});

/** A report with other findings, after something was mended. */
export const withFindings = ({ checks }: CheckReport, findings: Finding[]): CheckReport => ({
  checks: checks.map((item) => {
    const isFound = findings.some(({ check }) => check === item.check);
    return item.state === 'found' && !isFound ? { ...item, state: 'sound' } : item;
  }),
  findings,
});
