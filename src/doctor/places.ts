import type { MendedReport } from '../domain/check/operations.ts';
import { joinedReports, reportOf } from '../domain/check/rules.ts';
import { leftoversCheck, lookAtLeftovers, mendLeftovers } from './leftovers.ts';
import type { Surroundings } from './model.ts';
import { lookAtModes, mendModes, modesCheck } from './modes.ts';

const looks = [
  { check: modesCheck, look: lookAtModes, mend: mendModes },
  { check: leftoversCheck, look: lookAtLeftovers, mend: mendLeftovers },
];

/** A report with a look at the files of the database added: their rights, and what lies beside them. They are mended on request. */
export async function withPlaces(
  report: MendedReport,
  around: Surroundings,
  { fix, dryRun }: { fix: boolean; dryRun: boolean },
): Promise<MendedReport> {
  let whole = report;
  for (const { check, look, mend } of looks) {
    const fixed = fix ? await mend(around, { dryRun }) : [];
    const { findings, ...seen } = await look(around);
    // A dry run has changed nothing that could be seen.
    const left = findings.filter(({ fixable }) => fixed.length === 0 || !fixable);
    const places = reportOf([[check, { ...seen, findings: left }]]);
    whole = { ...joinedReports([whole, places]), fixed: [...whole.fixed, ...fixed] };
  }
  return whole;
}
