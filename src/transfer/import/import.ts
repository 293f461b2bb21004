import { accountsByKey, accountsByName } from '../../domain/account/matching.ts';
import { type Deps, timestamp } from '../../domain/deps.ts';
import { readFirm } from '../../domain/firm/read.ts';
import { readTagsByKey, tagsOfAccounts } from '../../domain/tag/repository.ts';
import { comparisonKey } from '../../domain/text/comparison.ts';
import { cancelledError } from '../../errors.ts';
import type { ClientRow, RowProblem } from '../reading/client-row.ts';
import type { ColumnPlan } from '../reading/mapping.ts';
import { readClientRows } from '../reading/rows.ts';
import type { Table } from '../reading/table.ts';
import { Claims } from './claims.ts';
import { type Draft, draftOf, targetOf } from './draft.ts';
import { type Mismatch, matchDrafts } from './match.ts';
import { planSteps } from './plan.ts';
import { type ImportReport, Tally } from './report.ts';
import { nextWave } from './waves.ts';
import { RefusedRow, writeSteps } from './write.ts';

export interface ImportOptions {
  /** Tags that do not exist yet are made (G1). */
  createTags: boolean;
  signal: AbortSignal;
  /** Told now and then how many rows are done. */
  progress: (text: string) => void;
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
  const tally = new Tally({
    encoding: table.encoding,
    delimiter: table.delimiter,
    ignoredColumns: plan.ignored,
  });
  const claims = { accounts: new Claims(), contacts: new Claims() };
  for await (const rows of readClientRows(table, plan)) {
    if (options.signal.aborted) throw cancelledError();
    tally.report.rows += rows.length;
    let drafts = draftsOf(rows, plan, nameFormat, tally);
    if (!options.createTags) drafts = await refuseUnknownTags(deps, drafts, plan, tally);
    // After the first bad row nothing will be kept: the rest is only checked, so that all bad rows are named at once.
    while (drafts.length > 0 && !tally.hasProblems) {
      const { wave, later } = await splitWave(deps, drafts);
      drafts = later;
      await takeWave(deps, wave, { plan, nameFormat, claims, tally, createTags: options.createTags });
    }
    options.progress(`${tally.report.rows} rows`);
  }
  tally.requireNoProblems(table.name);
  return tally.report;
}

function draftsOf(
  rows: readonly ClientRow[],
  plan: ColumnPlan,
  format: Parameters<typeof draftOf>[2],
  tally: Tally,
): Draft[] {
  return rows.flatMap((row) => {
    const draft = draftOf(row, plan, format);
    if (!Array.isArray(draft)) return [draft];
    tally.refuse(draft);
    return [];
  });
}

async function refuseUnknownTags(
  deps: Deps,
  drafts: Draft[],
  plan: ColumnPlan,
  tally: Tally,
): Promise<Draft[]> {
  const names = new Set(drafts.flatMap((draft) => draft.account.addTags ?? []).map(comparisonKey));
  if (names.size === 0) return drafts;
  const known = new Set((await readTagsByKey(deps, [...names])).map((tag) => tag.nameKey));
  return drafts.filter((draft) => {
    const unknown = draft.account.addTags?.find((tag) => !known.has(comparisonKey(tag)));
    if (unknown === undefined) return true;
    const reason = 'there is no such tag; --create-tags makes it';
    tally.refuse([
      {
        line: draft.line,
        column: plan.headerOf('account.tags'),
        field: 'account.tags',
        value: unknown,
        code: 'TAG_NOT_FOUND',
        reason,
      },
    ]);
    return false;
  });
}

async function splitWave(deps: Deps, drafts: Draft[]): Promise<{ wave: Draft[]; later: Draft[] }> {
  const simple = nextWave(drafts, () => false);
  if (simple.later.length === 0) return simple;
  const byKey = await accountsByKey(
    deps,
    drafts.flatMap((draft) => draft.accountKey ?? []),
  );
  const byName = await accountsByName(
    deps,
    drafts.flatMap((draft) => (draft.nameIsGenerated ? [] : [draft.nameKey])),
  );
  return nextWave(
    drafts,
    (draft) => (draft.accountKey !== undefined && byKey.has(draft.accountKey)) || byName.has(draft.nameKey),
  );
}

interface Wave {
  plan: ColumnPlan;
  nameFormat: Parameters<typeof draftOf>[2];
  claims: { accounts: Claims; contacts: Claims };
  tally: Tally;
  createTags: boolean;
}

async function takeWave(deps: Deps, drafts: readonly Draft[], wave: Wave): Promise<void> {
  const { matches, mismatches } = await matchDrafts(deps, drafts, wave.claims);
  const tags = await tagsCarried(
    deps,
    matches.flatMap(({ account, draft }) =>
      account !== undefined && draft.account.addTags !== undefined ? [account.id] : [],
    ),
  );
  const { steps, conflicts } = planSteps(matches, {
    now: timestamp(deps),
    format: wave.nameFormat,
    claims: wave.claims,
    tags,
  });
  const bad = [...mismatches, ...conflicts];
  for (const mismatch of bad) wave.tally.refuse([problemOfMismatch(mismatch, wave.plan)]);
  if (bad.length > 0) return;
  try {
    for (const row of await writeSteps(deps, steps, wave.claims, wave)) wave.tally.take(row);
  } catch (error) {
    if (!(error instanceof RefusedRow)) throw error;
    wave.tally.refuse([problemOfRefusal(error, wave.plan)]);
  }
}

async function tagsCarried(deps: Deps, accountIds: readonly number[]): Promise<Map<number, Set<string>>> {
  const tags = new Map<number, Set<string>>();
  for (const { accountId, tagName } of await tagsOfAccounts(deps, accountIds)) {
    tags.set(accountId, (tags.get(accountId) ?? new Set()).add(comparisonKey(tagName)));
  }
  return tags;
}

const problemOfMismatch = ({ draft, field, code, reason }: Mismatch, plan: ColumnPlan): RowProblem => ({
  line: draft.line,
  column: plan.headerOf(field),
  field,
  code,
  reason,
});

function problemOfRefusal({ draft, refusal }: RefusedRow, plan: ColumnPlan): RowProblem {
  const named = String(refusal.details?.field ?? '');
  const field =
    refusal.code === 'EMAIL_TAKEN'
      ? 'contact.email'
      : (targetOf('account', named) ?? targetOf('contact', named));
  return {
    line: draft.line,
    column: field === undefined ? undefined : plan.headerOf(field),
    field,
    code: refusal.code,
    reason: refusal.message,
  };
}
