import type { SeedReport } from '../../src/fixtures/apply.ts';
import { type Kind, kinds, type Seeded } from '../../src/fixtures/outcome.ts';
import type { Field, ReportLine } from '../../src/output/view.ts';

/** The fields of what became of an entry. */
export const seedFields: Field<Seeded>[] = [
  { key: 'kind', heading: 'Kind' },
  { key: 'ref', heading: 'Ref' },
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'name', heading: 'Name' },
  { key: 'outcome', heading: 'Outcome' },
  { key: 'warnings', heading: 'Warnings' },
];

const outcomes = ['created', 'updated', 'unchanged'] as const;
const shownWarnings = 10;

/** How many there are of each outcome, in one line for each kind, and in all. */
export function seedReport({ results, run }: SeedReport, dryRun: boolean): ReportLine[] {
  const warnings = results.flatMap((one) => one.warnings.map((text) => ({ ...one, text })));
  const more = warnings.length - shownWarnings;
  return [
    ...kinds.flatMap((kind) =>
      lineOf(
        kind,
        results.filter((one) => one.kind === kind),
      ),
    ),
    ...warnings.slice(0, shownWarnings).map(({ kind, ref, text }) => ({
      tone: 'warning' as const,
      text: `${kind}${ref === null ? '' : ` ${ref}`}: ${text}`,
    })),
    ...(more > 0 ? [{ tone: 'warning' as const, text: `${more} more warnings; -o json lists them` }] : []),
    {
      tone: 'done',
      text: run === null ? 'all is so already' : `seeded: ${countsOf(results)}${runText(run, dryRun)}`,
    },
  ];
}

const lineOf = (kind: Kind, results: readonly Seeded[]): ReportLine[] =>
  results.length === 0 ? [] : [{ tone: 'note', text: `${`${kind}s:`.padEnd(12)}${countsOf(results)}` }];

/** `12 created, 3 unchanged` */
const countsOf = (results: readonly Seeded[]): string =>
  outcomes
    .flatMap((word) => {
      const count = results.filter(({ outcome }) => outcome === word).length;
      return count === 0 ? [] : [`${count} ${word}`];
    })
    .join(', ');

/** The number of a run that is rolled back means nothing. */
const runText = (run: number, dryRun: boolean): string => (dryRun ? '' : ` (run ${run})`);
