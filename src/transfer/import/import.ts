import { setImmediate } from 'node:timers/promises';
import { type Deps, undoable, workingAhead } from '../../domain/deps.ts';
import { readFirm } from '../../domain/firm/read.ts';
import type { OnProgress } from '../../domain/progress.ts';
import { heldTexts } from '../../domain/run/held.ts';
import { SpareIndexes } from '../../domain/run/indexes.ts';
import { beginRun, endRun, type RunDeps } from '../../domain/run/operations.ts';
import { FreshStatistics } from '../../domain/run/statistics.ts';
import { resolveTags } from '../../domain/tag/references.ts';
import { cancelledError } from '../../errors.ts';
import type { ColumnPlan } from '../reading/mapping.ts';
import type { TableRecord } from '../reading/records.ts';
import { readClientRows } from '../reading/rows.ts';
import type { Table } from '../reading/table.ts';
import { draftOf } from './draft.ts';
import { filledFields } from './field-values.ts';
import type { ImportKind, ImportMode } from './model.ts';
import { readAhead } from './read-ahead.ts';
import { countsOf, type ImportReport, Tally } from './report.ts';
import { noClaims } from './said.ts';
import { badByThemselves, type Checked, refusalProblem, type Taken, type Taking, takeRows } from './take.ts';
import { takenOrUndone } from './units.ts';
import { RefusedRow } from './write.ts';

export interface ImportOptions {
  /** Tags that do not exist yet are made (G1). */
  createTags: boolean;
  kind?: ImportKind;
  mode?: ImportMode;
  /** A row whose e-mail belongs to somebody of another name is a contact of its own, with the same e-mail (C4). */
  allowSharedEmail?: boolean;
  /** Tags for the accounts of all rows; made where tags may be made (G1). */
  addTags?: readonly string[];
  /** E-mails with login on that were never invited are (T4). */
  invite?: boolean;
  signal: AbortSignal;
  /** Told now and then how many rows are done. */
  progress: OnProgress;
  /** How many rows are taken as one set. */
  batchRows?: number;
  /** After so many bad rows the rest is not looked at. */
  maxErrors?: number | undefined;
  /**
   * What follows when an operation refuses a row, of which a part may be written: the rest is only checked by itself, or
   * the import ends, or, where each batch can be undone, it goes on. Going on takes more time from the beginning.
   */
  lateRefusals?: 'check-rest' | 'throw' | 'undo';
  /** What the numbers of rows count; lines of the file where nothing is said. */
  unit?: Table['unit'];
}

/** Rows of a batch, where the caller does not say: what is made of more of them lives long enough to be collected twice. */
const defaultBatchRows = 1_000;
/** Rows that are checked in one go: about a millisecond. */
const pieceRows = 50;

/** Rows that are taken as one set, and how they stand in the file, by line, where that is kept. */
export interface Batch {
  rows: Checked[];
  records: Map<number, TableRecord>;
}

export type TakingOptions = Pick<
  ImportOptions,
  'createTags' | 'kind' | 'mode' | 'allowSharedEmail' | 'addTags' | 'invite' | 'unit'
>;

/** What the rows of a table are taken with. Throws TAG_NOT_FOUND (exit 3). */
export async function takingOf(deps: Deps, plan: ColumnPlan, options: TakingOptions): Promise<Taking> {
  const { nameFormat } = await readFirm(deps);
  const filled = await filledFields(deps, plan);
  const { createTags, kind = 'clients', mode = 'upsert', allowSharedEmail = false } = options;
  const { addTags = [], invite = false, unit = 'line' } = options;
  if (!createTags && addTags.length > 0) await resolveTags(deps, addTags);
  return {
    ...{ plan, nameFormat, filled, createTags, kind, mode, addTags, invite },
    sharesEmails: allowSharedEmail,
    claims: noClaims(filled, unit),
  };
}

/**
 * Imports a client list, one contact a row (B1, B3, B6), in batches and in flat memory; all or nothing. Throws
 * INVALID_ROWS (exit 2) naming every bad row, RefusedRow where the options say so, and what reading the table throws. The
 * caller's transaction must be rolled back when it throws.
 */
export async function importClients(
  deps: Deps,
  table: Table,
  plan: ColumnPlan,
  options: ImportOptions,
): Promise<ImportReport> {
  const begun: RunDeps =
    deps.run === undefined
      ? await beginRun(deps, { kind: 'import', source: table.name })
      : { ...deps, run: deps.run };
  const own = { ...begun, held: await heldTexts(begun) };
  const tally = new Tally(table, plan);
  const taking = await takingOf(own, plan, options);
  const ahead = workingAhead(own);
  const indexes = await SpareIndexes.of(own, { findsContactsByName: taking.kind === 'contacts' });
  const statistics = new FreshStatistics(own);
  let isSpoilt = false;
  const take = async (rows: readonly Checked[]): Promise<Taken> => {
    if (options.lateRefusals === 'undo') return takenOrUndone((work) => undoable(own, work), rows, taking);
    if (isSpoilt) return badByThemselves(rows);
    try {
      return await takeRows(ahead, rows, taking);
    } catch (error) {
      if (!(error instanceof RefusedRow) || options.lateRefusals === 'throw') throw error;
      // What is written up to here is neither all nor nothing: the rest can be checked by itself alone.
      isSpoilt = true;
      const bad = badByThemselves(rows);
      return { ...bad, refused: [...bad.refused, [refusalProblem(error, plan)]] };
    }
  };
  try {
    for await (const { rows } of readAhead(checkedBatches(table, taking, options))) {
      if (options.signal.aborted) throw cancelledError();
      tally.add(await take(rows), options.maxErrors);
      options.progress({ unit: 'rows', done: tally.report.rows });
      if (tally.report.stoppedAt !== null) break;
      const { accounts, contacts } = tally.report.created;
      const settled = () => ahead.writes.written();
      await indexes.made(accounts + contacts, settled);
      await statistics.made(accounts + contacts, settled);
    }
    await ahead.writes.written();
    if (options.signal.aborted) throw cancelledError();
  } finally {
    await ahead.writes.abandon();
  }
  tally.requireNoProblems();
  await indexes.complete();
  const isKept = await endRun(own, countsOf(tally.report));
  return { ...tally.finished(), run: isKept ? own.run : null };
}

/** The rows of a table, checked by themselves, in batches. */
export async function* checkedBatches(
  table: Table,
  taking: Taking,
  {
    batchRows = defaultBatchRows,
    keepsRecords = false,
  }: Pick<ImportOptions, 'batchRows'> & { keepsRecords?: boolean },
): AsyncGenerator<Batch> {
  let batch: Batch = { rows: [], records: new Map() };
  for await (const rows of readClientRows(table, taking.plan, Math.min(batchRows, pieceRows))) {
    for (const row of rows) {
      batch.rows.push(draftOf(row, taking));
      if (keepsRecords) batch.records.set(row.line, row.record);
    }
    if (batch.rows.length >= batchRows) {
      yield batch;
      batch = { rows: [], records: new Map() };
    }
    // Lets answers of the database through, so that it gets its next statement.
    await setImmediate();
  }
  if (batch.rows.length > 0) yield batch;
}
