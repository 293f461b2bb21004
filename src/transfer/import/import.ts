import { type Deps, timestamp } from '../../domain/deps.ts';
import { readFirm } from '../../domain/firm/read.ts';
import type { NameFormat } from '../../domain/firm/schema.ts';
import { readTagsByKey } from '../../domain/tag/repository.ts';
import { comparisonKey } from '../../domain/text/comparison.ts';
import { cancelledError } from '../../errors.ts';
import type { ClientRow } from '../reading/client-row.ts';
import type { ColumnPlan } from '../reading/mapping.ts';
import { readClientRows } from '../reading/rows.ts';
import type { Table } from '../reading/table.ts';
import { type Draft, draftOf, targetOf } from './draft.ts';
import { type FilledFields, filledFields } from './field-values.ts';
import { lookUp } from './known.ts';
import { matchRows } from './match.ts';
import { planSteps } from './plan.ts';
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
  for await (const rows of readClientRows(table, plan, options.batchRows)) {
    if (options.signal.aborted) throw cancelledError();
    let drafts = await withKnownTags(deps, draftsOf(rows, run), run);
    // After the first bad row nothing will be kept: the rest is only checked, so that all bad rows are named at once.
    while (drafts.length > 0 && !tally.hasProblems) drafts = await takeWave(deps, drafts, run);
    options.progress(`${tally.report.rows} rows`);
  }
  return tally.finished();
}

function draftsOf(rows: readonly ClientRow[], { plan, nameFormat, filled, tally }: Run): Draft[] {
  tally.report.rows += rows.length;
  return rows.flatMap((row) => {
    const draft = draftOf(row, plan, nameFormat, filled);
    if (!Array.isArray(draft)) return [draft];
    tally.refuse(draft);
    return [];
  });
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
  const { wave, later } = nextWave(await lookUp(deps, drafts, stamp));
  const mismatches = wave.flatMap(({ mismatch }) => mismatch ?? []);
  const called = wave.filter(({ mismatch }) => mismatch === undefined);
  const isTaken = (id: number) => claims.contacts.lineOf(id) !== undefined;
  const matches = await matchRows(deps, called, { ...stamp, isTaken });
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
