import type { Deps } from '../../domain/deps.ts';
import { beginRun, endRun } from '../../domain/run/operations.ts';
import { cancelledError, KontorError } from '../../errors.ts';
import type { Table } from '../reading/table.ts';
import { checkedBatches, type ImportOptions } from './import.ts';
import type { MadeField } from './new-fields.ts';
import { readAhead } from './read-ahead.ts';
import type { Rejects } from './rejects.ts';
import { countsOf, type ImportReport, Tally } from './report.ts';
import type { Taking } from './take.ts';
import { takenOrUndone, type Unit } from './units.ts';

/** Rows that are committed together, as the help of the command says. */
const committedRows = 2_000;

export interface KeepGoingOptions extends ImportOptions {
  /** Where rejected rows go; undefined in a dry run. */
  rejects: Rejects | undefined;
  /** What rows are taken with, and the fields that were made for them; they belong to the run. */
  prepare: (deps: Deps) => Promise<{ taking: Taking; createdFields: MadeField[] }>;
}

/**
 * Imports the rows that are right and leaves the others in the file of rejected rows (B2). Each batch is a unit of work by
 * itself: what is stopped leaves whole batches, and the next run of the file finds them done. Throws what reading the table
 * throws, and CANCELLED; both say how far the import came when it had written something.
 */
export async function importGoodRows(
  unit: Unit,
  table: Table,
  { rejects, prepare, ...options }: KeepGoingOptions,
): Promise<ImportReport> {
  const { run, taking, createdFields } = await unit(async (deps) => {
    const own = await beginRun(deps, { kind: 'import', source: table.name });
    return { run: own.run, ...(await prepare(own)) };
  });
  const inRun: Unit = (work) => unit((deps) => work({ ...deps, run }));
  const tally = new Tally(table, taking.plan);
  tally.report.createdFields = createdFields;
  const finished = async (): Promise<ImportReport> => {
    const isKept = await unit((deps) => endRun({ ...deps, run }, countsOf(tally.report)));
    const file = await rejects?.end().catch((error) => {
      throw stopped(error, { ...tally.finished(), run }, undefined);
    });
    return { ...tally.finished(), run: isKept ? run : null, rejects: file ?? null };
  };
  try {
    const { batchRows = committedRows } = options;
    const batches = checkedBatches(table, taking, { batchRows, keepsRecords: true });
    for await (const { rows, records } of readAhead(batches)) {
      if (options.signal.aborted) throw cancelledError();
      const allowed = (options.maxErrors ?? Number.POSITIVE_INFINITY) - tally.report.failed;
      const taken = await takenOrUndone(inRun, rows, taking, allowed);
      tally.add(taken, options.maxErrors);
      await rejects?.add(taken.refused, records);
      options.progress({ unit: 'rows', done: tally.report.rows });
      if (tally.report.stoppedAt !== null) break;
    }
  } catch (error) {
    if (hasWritten(tally.report)) {
      // Where that file is what cannot be written, it is said already; what stays has to be said in any case.
      const file = await rejects?.end().catch(() => undefined);
      throw stopped(error, { ...tally.finished(), run }, file);
    }
    // A run that wrote nothing leaves no trace; what stopped it is what has to be told, also where this fails.
    await unit((deps) => endRun({ ...deps, run }, countsOf(tally.report))).catch(() => undefined);
    throw error;
  }
  return finished();
}

const hasWritten = ({ outcomes, createdFields }: ImportReport): boolean =>
  outcomes.created + outcomes.updated + createdFields.length > 0;

/** What stopped an import, and how far it had come. What is written stays. */
function stopped(error: unknown, report: ImportReport, rejects: string | undefined): unknown {
  if (!(error instanceof KontorError)) return error;
  const { kind, code, message, details } = error;
  const { rows, outcomes, failed } = report;
  const read = rows === 1 ? '1 row was' : `${rows} rows were`;
  const done = `${read} read before: ${outcomes.created} created, ${outcomes.updated} updated, ${failed} failed`;
  const reason = kind === 'cancelled' ? 'cancelled' : message;
  return new KontorError(
    kind === 'usage' ? 'partial' : kind,
    code,
    `${reason}\n  ${done}. They stay${rejects === undefined ? '' : `; those that failed are in ${rejects}`}.`,
    {
      hint: 'Importing the file again goes on with the rest; kontor import undo takes the run back.',
      details: { ...details, ...countsOf(report), run: report.run, rejects: rejects ?? null },
      cause: error,
    },
  );
}
