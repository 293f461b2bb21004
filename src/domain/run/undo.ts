import { query } from '../../db/bulk.ts';
import { cancelledError, refusedError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import type { OnProgress } from '../progress.ts';
import { countSentInvitations, pendingInvitations, revokeInvitationsOf, uninvitedBy } from './invitations.ts';
import { requireRun } from './list.ts';
import type { Removed, Restored, UndoOutcome } from './model.ts';
import { requireUnchanged } from './obstacles.ts';
import {
  holdRecords,
  lastEntry,
  markUndone,
  removeCreatedAccounts,
  removeCreatedContacts,
  removeCreatedFields,
  removeCreatedLinks,
  removeCreatedTags,
} from './removal.ts';
import { type RunRow, runOf } from './repository.ts';
import { restoreChanged } from './restore.ts';

const mailedOne = 'an invitation was mailed; its link is dead';

/** How a long undoing is followed and stopped. */
export interface Following {
  signal: AbortSignal;
  progress: OnProgress;
}

const nothingRemoved: Removed = { accounts: 0, contacts: 0, links: 0, tags: 0, fields: 0 };
const nothingRestored: Restored = { accounts: 0, contacts: 0, links: 0, access: 0 };

/**
 * Takes an import back: what it made is removed, what it changed gets back what it had before. Its entries, and those of
 * taking it back, stay on record. A run that was taken back before is `unchanged`.
 *
 * Throws RUN_NOT_FOUND (exit 3), SEED_RUN (exit 4) for a seeding, and CHANGED_SINCE (exit 4) where records were changed since
 * or are needed by something newer. The caller's transaction must be rolled back when it throws.
 */
export async function undoRun(deps: Deps, id: number, { signal, progress }: Following): Promise<UndoOutcome> {
  const run = await requireRun(deps, id, { lock: true });
  requireImport(run);
  if (run.undoneAt !== null) return outcomeOf(run, 'unchanged');
  await holdRecords(deps, id);
  const placed = { id, ...(await boundsOf(deps, id)) };
  await requireUnchanged(deps, placed);
  const behind = await lastEntry(deps);
  const pending = await pendingInvitations(deps, id);
  const undoing: Deps = { ...deps, run: id };
  let done = 0;
  const step = (records: number) => {
    if (signal.aborted) throw cancelledError();
    done += records;
    progress({ unit: 'records', done });
  };
  const accounts = await removeCreatedAccounts(undoing, id, step);
  const links = await removeCreatedLinks(undoing, id);
  const contacts = await removeCreatedContacts(undoing, id, step);
  const { restored, warnings } = await restoreChanged(undoing, placed, step);
  await revokeInvitationsOf(undoing, id);
  const tags = await removeCreatedTags(undoing, id);
  const fields = await removeCreatedFields(undoing, id);
  const mailed = await countSentInvitations(deps, run);
  await markUndone(deps, [id], behind);
  return {
    ...outcomeOf(await requireRun(deps, id), 'updated'),
    removed: { accounts, contacts, links, tags: tags.removed, fields: fields.removed },
    restored,
    invitationsRevoked: pending.length,
    kept: [...tags.kept, ...fields.kept],
    warnings: [
      ...warnings,
      ...(await uninvitedBy(deps, id, placed.lastEntry)),
      ...(mailed === 0
        ? []
        : [mailed === 1 ? mailedOne : `${mailed} invitations were mailed; their links are dead`]),
    ],
  };
}

function requireImport({ id, kind, source }: RunRow): void {
  if (kind === 'import') return;
  throw refusedError('SEED_RUN', `Run ${id} is a seeding (${source}), not an import.`, {
    hint: 'kontor seed reset removes what was seeded.',
    details: { run: id },
  });
}

/** Where the entries of a run begin and end. */
async function boundsOf(deps: Deps, run: number): Promise<{ firstEntry: number; lastEntry: number }> {
  const [row] = await query<{ first: number | string; last: number | string }>(
    deps,
    'select coalesce(min(id), 0) as first, coalesce(max(id), 0) as last from audit_entries where run = ?',
    [run],
  );
  return { firstEntry: Number(row?.first ?? 0), lastEntry: Number(row?.last ?? 0) };
}

const outcomeOf = (run: RunRow, outcome: UndoOutcome['outcome']): UndoOutcome => ({
  outcome,
  ...runOf(run),
  removed: nothingRemoved,
  restored: nothingRestored,
  invitationsRevoked: 0,
  kept: [],
  warnings: [],
});
