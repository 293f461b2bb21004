import type { MigrationStatus } from '../db/database.ts';
import { engineOf, newestEntry } from '../db/inspect/engine.ts';
import type { CheckOptions, CheckReport, Look } from '../domain/check/model.ts';
import { type CheckUnits, checkBook, type MendedReport, mendBook } from '../domain/check/operations.ts';
import { finding, joinedReports, reportOf } from '../domain/check/rules.ts';
import { readFirm } from '../domain/firm/read.ts';
import { KontorError } from '../errors.ts';
import { clockCheck, lookAtClock } from './clock.ts';
import { engineCheck, lookAtEngine } from './engine.ts';
import { firmCheck, lookAtFirm, lookAtMail, mailCheck } from './mail.ts';
import type { Surroundings } from './model.ts';
import { withPlaces } from './places.ts';
import { lookAtNode, lookAtTerminal, lookAtTools, nodeCheck, terminalCheck, toolsCheck } from './runtime.ts';
import { lookAtSpace, spaceCheck } from './space.ts';

/** The database, which may be missing, and whether what can be mended is. */
export interface Examination {
  readonly units: CheckUnits;
  readonly status: () => Promise<MigrationStatus>;
  readonly options: CheckOptions;
  readonly fix: boolean;
  readonly dryRun: boolean;
  readonly signal: AbortSignal;
}

/** Examines the surroundings and then the database. Whatever is wrong with it is a finding, also that there is none. */
export async function examine(around: Surroundings, examination: Examination): Promise<MendedReport> {
  const { configuration, machine } = around;
  const surroundings = reportOf([
    [nodeCheck, lookAtNode(machine)],
    [terminalCheck, lookAtTerminal(machine)],
    [toolsCheck, await lookAtTools(around)],
    [spaceCheck, await lookAtSpace(around)],
    [mailCheck, await lookAtMail(configuration, examination.signal)],
  ]);
  const database = await examineDatabase(around, examination);
  const report = { ...joinedReports([surroundings, database]), fixed: database.fixed };
  return withPlaces(report, around, examination);
}

const databaseCheck = {
  name: 'database',
  summary: 'the database is there and has the schema of this version',
};

async function examineDatabase(
  { machine }: Surroundings,
  { units, status, options, fix }: Examination,
): Promise<MendedReport> {
  try {
    const standing = standingOf(await status());
    if (standing.findings.length > 0) return { ...reportOf([[databaseCheck, standing]]), fixed: [] };
    const found = await units.read(async (deps): Promise<CheckReport> => {
      const engine = await engineOf(deps);
      const times = { newest: await newestEntry(deps), server: engine.time };
      return reportOf([
        [databaseCheck, standing],
        [engineCheck, lookAtEngine(engine)],
        [clockCheck, lookAtClock(machine.clock(), times)],
        [firmCheck, lookAtFirm(await readFirm(deps))],
      ]);
    });
    const book = await (fix ? mendBook(units, options) : checkBook(units, options));
    return { ...joinedReports([found, book]), fixed: book.fixed };
  } catch (error) {
    if (!(error instanceof KontorError) || error.kind !== 'database') throw error;
    const look: Look = {
      findings: [finding({ message: error.message, count: 1, hint: error.hint ?? null })],
    };
    return { ...reportOf([[databaseCheck, look]]), fixed: [] };
  }
}

/** What the state of the schema means. */
function standingOf({ state, location, pending }: MigrationStatus): Look {
  switch (state) {
    case 'current':
      return { findings: [] };
    case 'absent':
      return {
        findings: [
          finding({
            message: `there is no kontor database at ${location}`,
            count: 1,
            hint: 'Make one with kontor init, or name another with --db or KONTOR_DB.',
          }),
        ],
      };
    case 'behind':
      return {
        findings: [
          finding({
            message: `the database has an older schema: ${pending.length} migrations are pending`,
            count: pending.length,
            examples: pending.slice(0, 5),
            hint: 'Make a backup, then kontor db migrate.',
          }),
        ],
      };
    case 'ahead':
      return {
        findings: [
          finding({
            message: 'the database was written by a newer kontor',
            count: 1,
            hint: 'Install the newer kontor; this one leaves the database as it is.',
          }),
        ],
      };
  }
}
