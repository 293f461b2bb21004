import { isDamage } from '../../db/inspect/integrity.ts';
import { withSavepoint } from '../../db/savepoint.ts';
import { cancelledError, KontorError } from '../../errors.ts';
import { recordChanges } from '../audit/operations.ts';
import type { Deps } from '../deps.ts';
import { type Check, checksAlone, checksWhileReading, orphanCheck, schemaCheck } from './checks.ts';
import { lookAtContents, noSurvey, type Survey } from './contents.ts';
import type { CheckOptions, CheckReport, Finding, Fixed, Look, SchemaDifference } from './model.ts';
import { finding, joinedReports, reportOf, withFindings } from './rules.ts';

/** Where a check reads and mends: one moment of the database, and units of work in which it is alone. */
export interface CheckUnits {
  readonly differences: () => Promise<SchemaDifference[]>;
  readonly read: <T>(work: (deps: Deps) => Promise<T>) => Promise<T>;
  readonly write: <T>(work: (deps: Deps) => Promise<T>) => Promise<T>;
}

/** A report with what was mended before it. */
export interface MendedReport extends CheckReport {
  fixed: Fixed[];
}

/**
 * Checks a database that others may be writing meanwhile: most of it at one moment, and for a short while alone what only
 * that can decide. Throws what makes a database unusable (exit 6).
 */
export async function checkBook(units: CheckUnits, options: CheckOptions): Promise<MendedReport> {
  const schema = await checkSchema(units);
  const { report, survey } = await units.read((deps) => inspect(deps, options));
  const alone = await units.write((deps) => inspectAlone(deps, options, survey)).catch(withoutAlone);
  return { ...joinedReports([schema, report, alone]), fixed: [] };
}

/** Checks a database in one unit of work, mends what can be mended without asking anybody, and looks again. */
export async function mendBook(units: CheckUnits, options: CheckOptions): Promise<MendedReport> {
  const schema = await checkSchema(units);
  return units.write(async (deps) => {
    const { report, survey } = await inspect(deps, options);
    const before = joinedReports([schema, report, await inspectAlone(deps, options, survey)]);
    const fixed = await mend(deps, before.findings, options, survey);
    const mended = new Set(fixed.map(({ check }) => check));
    const after = await run(
      deps,
      checksWith(survey).filter(({ name }) => mended.has(name) && name !== orphanCheck),
      options,
    );
    const isLeft = ({ check, fixable }: Finding) => !mended.has(check) || (check === orphanCheck && !fixable);
    return {
      ...withFindings(before, [...before.findings.filter(isLeft), ...after.findings]),
      fixed,
    };
  });
}

/** Everything that is wrong with a database, in one unit of work that may write: its schema apart. */
export async function checkDatabase(deps: Deps, options: CheckOptions = {}): Promise<Finding[]> {
  const { report, survey } = await inspect(deps, options);
  return joinedReports([report, await inspectAlone(deps, options, survey)]).findings;
}

async function checkSchema({ differences }: CheckUnits): Promise<CheckReport> {
  try {
    return reportOf([[schemaCheck, schemaCheck.look(await differences())]]);
  } catch (error) {
    if (!(error instanceof KontorError) || error.code !== 'DATABASE_READ_ONLY') throw error;
    return reportOf([[schemaCheck, { findings: [], skipped: error.message }]]);
  }
}

async function inspect(deps: Deps, options: CheckOptions): Promise<{ report: CheckReport; survey: Survey }> {
  let survey = noSurvey;
  const contents: Check = {
    name: 'contents',
    summary: 'contents of documents and photos are what was stored',
    look: async () => {
      const seen = await lookAtContents(deps, options);
      survey = seen.survey;
      return seen.look;
    },
  };
  return { report: await run(deps, [...checksWhileReading, contents], options), survey };
}

const inspectAlone = (deps: Deps, options: CheckOptions, survey: Survey): Promise<CheckReport> =>
  run(deps, checksAlone(survey), options);

/** What needs to be alone cannot be looked at: others write for longer than we wait, or the database is damaged. */
function withoutAlone(error: unknown): CheckReport {
  const skipping = ['DATABASE_LOCKED', 'DATABASE_READ_ONLY', 'DATABASE_DAMAGED'];
  if (!(error instanceof KontorError) || !skipping.includes(error.code)) throw error;
  const look =
    error.code === 'DATABASE_DAMAGED' ? damaged : { findings: [], skipped: error.message.replace(/\.$/, '') };
  return reportOf(checksAlone(noSurvey).map((check) => [check, look]));
}

/** A check that meets damage has found something, whatever it was looking for. */
const damaged: Look = {
  findings: [
    finding({
      message: 'what this check reads is damaged',
      count: 1,
      hint: 'Bring a backup back: kontor db restore FILE',
    }),
  ],
};

async function run(deps: Deps, checks: readonly Check[], options: CheckOptions): Promise<CheckReport> {
  const looks: Array<readonly [Check, Look]> = [];
  for (const [index, check] of checks.entries()) {
    if (options.signal?.aborted) throw cancelledError();
    options.progress?.({ unit: 'checks', done: index, total: checks.length, note: check.name });
    looks.push([check, await lookSafely(deps, check, options)]);
  }
  return reportOf(looks);
}

/** A table or column that is not there: the schema is told of by a check of its own. */
const missingParts = new Set(['42P01', '42703']);

/** What a check meets may be what it looks for: damage, or a store that cannot be read. */
async function lookSafely(deps: Deps, check: Check, options: CheckOptions): Promise<Look> {
  try {
    return await withSavepoint(deps, () => check.look(deps, options));
  } catch (error) {
    if (isDamage(error)) return damaged;
    if (error instanceof KontorError && error.code === 'STORE_FAILED') {
      return { findings: [finding({ message: error.message, count: 1, hint: error.hint ?? null })] };
    }
    const { code, message } = error as { code?: string; message: string };
    if (missingParts.has(code ?? '') || /no such (?:table|column)/.test(message)) {
      return { findings: [], skipped: 'a part of the schema that it needs is missing' };
    }
    throw error;
  }
}

const checksWith = (survey: Survey): Check[] => [...checksAlone(survey), ...checksWhileReading];

/** Mends what the findings call fixable, the search index first: the triggers of all others write to it. */
async function mend(
  deps: Deps,
  findings: readonly Finding[],
  options: CheckOptions,
  survey: Survey,
): Promise<Fixed[]> {
  const fixable = new Set(findings.filter((found) => found.fixable).map(({ check }) => check));
  const fixed: Fixed[] = [];
  for (const { name, mend: mendOne, mended } of checksWith(survey)) {
    if (mendOne === undefined || mended === undefined || !fixable.has(name)) continue;
    const count = await mendOne(deps, options);
    if (count > 0) fixed.push({ check: name, message: mended(count), count });
  }
  if (fixed.length > 0) {
    await recordChanges(deps, [
      {
        record: 'database',
        recordId: null,
        label: 'checks',
        action: 'updated',
        changes: Object.fromEntries(fixed.map(({ check, count }) => [check, [count, 0] as const])),
      },
    ]);
  }
  return fixed;
}
