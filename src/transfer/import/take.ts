import { type Deps, timestamp, undoable } from '../../domain/deps.ts';
import type { NameFormat } from '../../domain/firm/schema.ts';
import { readTagsByKey } from '../../domain/tag/repository.ts';
import { comparisonKey } from '../../domain/text/comparison.ts';
import { type ErrorKind, KontorError } from '../../errors.ts';
import type { RowProblem } from '../reading/client-row.ts';
import type { ColumnPlan } from '../reading/mapping.ts';
import { type Draft, type draftOf, targetOf } from './draft.ts';
import type { FilledFields } from './field-values.ts';
import { lookUp, sharingHint } from './known.ts';
import { matchRows } from './match.ts';
import { matchContacts } from './match-contacts.ts';
import type { ImportKind, ImportMode } from './model.ts';
import { planSteps } from './plan.ts';
import { type Mismatch, problemOf } from './report.ts';
import type { FileClaims } from './said.ts';
import { nextWave } from './waves.ts';
import { RefusedRow, type RowOutcome, writeSteps } from './write.ts';

/** A row as a draft, or what is wrong with it. */
export type Checked = ReturnType<typeof draftOf>;

/** What rows are taken with, from one end of a file to the other. */
export interface Taking {
  plan: ColumnPlan;
  nameFormat: NameFormat;
  filled: FilledFields;
  claims: FileClaims;
  createTags: boolean;
  kind: ImportKind;
  mode: ImportMode;
  /** Rows with the e-mail of somebody else make contacts that share it (C4). */
  sharesEmails: boolean;
  /** Tags for the accounts of all rows. */
  addTags: readonly string[];
  /** E-mails with login on that were never invited are (T4). */
  invite: boolean;
}

/** What became of rows: those that were taken or skipped, and for each of the others what is wrong with it. */
export interface Taken {
  rows: RowOutcome[];
  refused: RowProblem[][];
  /** E-mails to which an invitation was sent. */
  invited: number;
}

export const lineOf = (row: Checked): number => (Array.isArray(row) ? (row[0]?.line ?? 0) : row.line);

/** Only the rows that are wrong by themselves; the others are not looked at. */
export const badByThemselves = (rows: readonly Checked[]): Taken => ({
  rows: [],
  refused: rows.filter((row) => Array.isArray(row)),
  invited: 0,
});

/** Takes rows as few sets. Throws RefusedRow when an operation refuses one: the writes are to be undone then. */
export async function takeRows(deps: Deps, rows: readonly Checked[], taking: Taking): Promise<Taken> {
  const taken = badByThemselves(rows);
  await takeDrafts(deps, await withKnownTags(deps, rows, taking, taken), taking, taken);
  return taken;
}

/**
 * Takes rows so that one which an operation refuses leaves nothing behind while the others are taken: in pieces that are
 * undone by themselves, smaller ones where rows are refused.
 */
export async function takeRowsOneByOne(deps: Deps, rows: readonly Checked[], taking: Taking): Promise<Taken> {
  const { journal } = taking.claims;
  const taken = badByThemselves(rows);
  let left = await withKnownTags(deps, rows, taking, taken);
  let size = Math.ceil(left.length / 2);
  while (left.length > 0) {
    const piece = left.slice(0, size);
    const mark = journal.mark();
    try {
      const part = badByThemselves([]);
      await undoable(deps, (ahead) => takeDrafts(ahead, piece, taking, part));
      taken.rows.push(...part.rows);
      taken.refused.push(...part.refused);
      taken.invited += part.invited;
      left = left.slice(piece.length);
      size *= 2;
    } catch (error) {
      const refused = refusedOf(error, piece, taking.plan);
      journal.undo(mark);
      if (refused !== undefined) {
        taken.refused.push([refused.problem]);
        left = left.filter((draft) => draft !== refused.draft);
      }
      size = Math.ceil(piece.length / 2);
    }
  }
  return taken;
}

/** The kinds of refusals that are about what a row says. */
const rowKinds: ReadonlySet<ErrorKind> = new Set(['usage', 'not-found', 'refused']);

/** Whether an operation has refused a row, so that the other rows can be taken without it. */
export const isRefusal = (error: unknown): boolean =>
  error instanceof RefusedRow || (error instanceof KontorError && rowKinds.has(error.kind));

/** The row that was refused, where it is known by now. Throws what is no refusal. */
function refusedOf(
  error: unknown,
  piece: readonly Draft[],
  plan: ColumnPlan,
): { draft: Draft; problem: RowProblem } | undefined {
  if (!isRefusal(error)) throw error;
  if (error instanceof RefusedRow) return { draft: error.draft, problem: refusalProblem(error, plan) };
  const [draft] = piece;
  if (draft === undefined || piece.length > 1 || !(error instanceof KontorError)) return undefined;
  return { draft, problem: { line: draft.line, code: error.code, reason: error.message } };
}

async function takeDrafts(deps: Deps, drafts: readonly Draft[], taking: Taking, taken: Taken): Promise<void> {
  let left = drafts;
  while (left.length > 0) left = await takeWave(deps, left, taking, taken);
}

/** The drafts among the rows. Those with tags that do not exist are refused, unless they may be made (G1). */
async function withKnownTags(
  deps: Deps,
  rows: readonly Checked[],
  { createTags, plan }: Taking,
  taken: Taken,
): Promise<Draft[]> {
  const drafts = rows.filter((row): row is Draft => !Array.isArray(row));
  const names = createTags ? [] : drafts.flatMap((draft) => draft.account.addTags ?? []);
  if (names.length === 0) return drafts;
  const keys = [...new Set(names.map(comparisonKey))];
  const known = new Set((await readTagsByKey(deps, keys)).map((tag) => tag.nameKey));
  return drafts.filter((draft) => {
    const unknown = draft.account.addTags?.find((tag) => !known.has(comparisonKey(tag)));
    if (unknown === undefined) return true;
    const reason = 'there is no such tag; --create-tags makes it';
    const mismatch: Mismatch = { draft, field: 'account.tags', code: 'TAG_NOT_FOUND', reason };
    taken.refused.push([problemOf(mismatch, plan, unknown)]);
    return false;
  });
}

/** Takes the rows that can be taken as one set, and returns the others. */
async function takeWave(
  deps: Deps,
  drafts: readonly Draft[],
  taking: Taking,
  taken: Taken,
): Promise<Draft[]> {
  const { claims } = taking;
  const stamp = {
    ...{ now: timestamp(deps), format: taking.nameFormat, filled: taking.filled },
    changesNothing: taking.mode === 'insert-only',
  };
  const { references } = claims;
  const { wave, later } = nextWave(await lookUp(deps, drafts, stamp, references));
  const mismatches = wave.flatMap(({ mismatch }) => mismatch ?? []);
  const called = wave.filter(({ mismatch }) => mismatch === undefined);
  const isTaken = (id: number) => claims.contacts.lineOf(id) !== undefined;
  const find = taking.kind === 'contacts' ? matchContacts : matchRows;
  const matches = await find(deps, called, { ...stamp, isTaken, references });
  const plan = planSteps(matches, claims, stamp, taking.mode);
  for (const mismatch of [...mismatches, ...plan.refused]) {
    taken.refused.push([problemOf(mismatch, taking.plan)]);
  }
  for (const { draft, reason } of plan.skipped) taken.rows.push(skippedRow(draft, reason));
  const { rows, invited } = await writeSteps(deps, plan.steps, claims, taking);
  for (const row of rows) taken.rows.push(row);
  taken.invited += invited;
  return [...plan.later, ...later.map(({ draft }) => draft)].sort((a, b) => a.line - b.line);
}

const skippedRow = ({ line }: Draft, reason: string): RowOutcome => ({
  ...{ line, outcome: 'skipped', account: 'unchanged', contact: 'unchanged', link: 'unchanged' },
  warnings: [],
  reason,
});

/** What is wrong with a row that an operation refused. */
export const refusalProblem = ({ draft, owner, refusal }: RefusedRow, plan: ColumnPlan): RowProblem =>
  problemOf(
    {
      draft,
      field: targetOf(owner, String(refusal.details?.field)),
      code: refusal.code,
      reason:
        refusal.code === 'EMAIL_TAKEN'
          ? `${refusal.message.replace(/\.$/, '')}; ${sharingHint}`
          : refusal.message,
    },
    plan,
  );
