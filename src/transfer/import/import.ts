import { setImmediate } from 'node:timers/promises';
import { type Deps, timestamp, workingAhead } from '../../domain/deps.ts';
import { readFirm } from '../../domain/firm/read.ts';
import type { NameFormat } from '../../domain/firm/schema.ts';
import { readTagsByKey } from '../../domain/tag/repository.ts';
import { comparisonKey } from '../../domain/text/comparison.ts';
import { cancelledError } from '../../errors.ts';
import type { ColumnPlan } from '../reading/mapping.ts';
import { readClientRows } from '../reading/rows.ts';
import type { Table } from '../reading/table.ts';
import { type Draft, draftOf, targetOf } from './draft.ts';
import { type FilledFields, filledFields } from './field-values.ts';
import { lookUp } from './known.ts';
import { matchRows } from './match.ts';
import { planSteps } from './plan.ts';
import { readAhead } from './read-ahead.ts';
import { type ImportReport, type Mismatch, Tally } from './report.ts';
import { type FileClaims, noClaims } from './said.ts';
import { nextWave } from './waves.ts';
import { RefusedRow, writeSteps } from './write.ts';

export interface ImportOptions {
  /** Tags that do not exist yet are made (G1). */
  createTags: boolean;
  signal: AbortSignal;
  /** Told now and then how many rows are done. */
  progress: (text: string) => void;
  /** How many rows are taken as one set. */
  batchRows?: number;
}

/** Rows of a batch, where the caller does not say. */
const defaultBatchRows = 1_000;
/** Rows that are checked in one go: about a millisecond. */
const pieceRows = 50;

interface Run extends ImportOptions {
  plan: ColumnPlan;
  nameFormat: NameFormat;
  filled: FilledFields;
  claims: FileClaims;
  tally: Tally;
}

/**
 * Imports a client list, one contact a row (B1, B3, B6), in batches and in flat memory; all or nothing. Throws
 * INVALID_ROWS (exit 2) naming every bad row, and what reading the table throws. The caller's transaction must be rolled
 * back when it throws.
 */
export async function importClients(
  deps: Deps,
  table: Table,
  plan: ColumnPlan,
  options: ImportOptions,
): Promise<ImportReport> {
  const { nameFormat } = await readFirm(deps);
  const tally = new Tally(table, plan);
  const filled = await filledFields(deps, plan);
  const run: Run = { ...options, plan, nameFormat, filled, tally, claims: noClaims(filled) };
  const ahead = workingAhead(deps);
  try {
    for await (const batch of readAhead(checkedBatches(table, run))) {
      if (options.signal.aborted) throw cancelledError();
      let drafts = await withKnownTags(ahead, countedDrafts(batch, tally), run);
      // After the first bad row nothing will be kept: the rest is only checked, so that all bad rows are named at once.
      while (drafts.length > 0 && !tally.hasProblems) drafts = await takeWave(ahead, drafts, run);
      options.progress(`${tally.report.rows} rows`);
    }
    await ahead.writes.written();
  } finally {
    await ahead.writes.abandon();
  }
  return tally.finished();
}

/** A row as a draft, or what is wrong with it. */
type Checked = ReturnType<typeof draftOf>;

/** The rows of a table, checked by themselves, in batches. */
async function* checkedBatches(table: Table, run: Run): AsyncGenerator<Checked[]> {
  const { plan, nameFormat, filled, batchRows = defaultBatchRows } = run;
  let batch: Checked[] = [];
  for await (const rows of readClientRows(table, plan, Math.min(batchRows, pieceRows))) {
    for (const row of rows) batch.push(draftOf(row, plan, nameFormat, filled));
    if (batch.length >= batchRows) {
      yield batch;
      batch = [];
    }
    // Lets answers of the database through, so that it gets its next statement.
    await setImmediate();
  }
  if (batch.length > 0) yield batch;
}

/** The drafts among checked rows; the others are counted as bad. */
function countedDrafts(rows: readonly Checked[], tally: Tally): Draft[] {
  const drafts: Draft[] = [];
  tally.report.rows += rows.length;
  for (const row of rows) {
    if (Array.isArray(row)) tally.refuse(row);
    else drafts.push(row);
  }
  return drafts;
}

/** Refuses rows with tags that do not exist, unless they may be made (G1). */
async function withKnownTags(deps: Deps, drafts: Draft[], { createTags, tally }: Run): Promise<Draft[]> {
  const names = createTags ? [] : drafts.flatMap((draft) => draft.account.addTags ?? []);
  if (names.length === 0) return drafts;
  const keys = [...new Set(names.map(comparisonKey))];
  const known = new Set((await readTagsByKey(deps, keys)).map((tag) => tag.nameKey));
  return drafts.filter((draft) => {
    const unknown = draft.account.addTags?.find((tag) => !known.has(comparisonKey(tag)));
    if (unknown === undefined) return true;
    const reason = 'there is no such tag; --create-tags makes it';
    tally.refuseDraft({ draft, field: 'account.tags', code: 'TAG_NOT_FOUND', reason }, unknown);
    return false;
  });
}

/** Takes the rows that can be taken as one set, and returns the others. */
async function takeWave(deps: Deps, drafts: readonly Draft[], run: Run): Promise<Draft[]> {
  const { claims, tally } = run;
  const stamp = { now: timestamp(deps), format: run.nameFormat, filled: run.filled };
  const { references } = claims;
  const { wave, later } = nextWave(await lookUp(deps, drafts, stamp, references));
  const mismatches = wave.flatMap(({ mismatch }) => mismatch ?? []);
  const called = wave.filter(({ mismatch }) => mismatch === undefined);
  const isTaken = (id: number) => claims.contacts.lineOf(id) !== undefined;
  const matches = await matchRows(deps, called, { ...stamp, isTaken, references });
  const plan = planSteps(matches, claims, stamp);
  for (const mismatch of [...mismatches, ...plan.refused]) tally.refuseDraft(mismatch);
  if (tally.hasProblems) return [];
  try {
    for (const row of await writeSteps(deps, plan.steps, claims, run)) tally.take(row);
  } catch (error) {
    if (!(error instanceof RefusedRow)) throw error;
    tally.refuseDraft(mismatchOf(error));
  }
  return [...plan.later, ...later.map(({ draft }) => draft)].sort((a, b) => a.line - b.line);
}

/** Which field an operation's refusal is about. */
const mismatchOf = ({ draft, owner, refusal }: RefusedRow): Mismatch => ({
  draft,
  field: targetOf(owner, String(refusal.details?.field)),
  code: refusal.code,
  reason: refusal.message,
});
