import { insertRecords, readRecords, updateRecords } from '../../db/table.ts';
import { type AccountRow, accountTable } from '../account/repository.ts';
import { momentOf } from '../activity/moment.ts';
import { recordChanges } from '../audit/operations.ts';
import { changesBetween, changesOfRemoval } from '../audit/rules.ts';
import { type Deps, timestamp } from '../deps.ts';
import { goneError } from '../resolve.ts';
import type { NewNote, Note, NoteEdit, NoteOutcome } from './model.ts';
import { noteMissing, showNotes } from './record.ts';
import { deleteNoteRows, type NoteRow, noteTable } from './repository.ts';
import { auditedNoteFields, noteChanged, noteEntry, noteTitle } from './rules.ts';

/**
 * Adds notes to accounts (O2), also to archived ones (A9). Throws ACCOUNT_NOT_FOUND (exit 3), INVALID_TIME (exit 2).
 * Results in input order.
 */
export async function addNotes(deps: Deps, inputs: readonly NewNote[]): Promise<NoteOutcome[]> {
  if (inputs.length === 0) return [];
  const accounts = await readRecords<AccountRow>(
    deps,
    accountTable,
    inputs.map(({ accountId }) => accountId),
  );
  const ids = await deps.dialect.reserveIds(deps.trx, noteTable.name, inputs.length);
  const rows = inputs.map(({ accountId, text, at: given }, index): NoteRow => {
    if (!accounts.has(accountId)) throw goneError('account', accountId);
    const at = momentOf(deps, given);
    return { id: ids[index] ?? 0, accountId, text, author: deps.actor, createdAt: at, updatedAt: at };
  });
  await insertRecords(deps, noteTable, rows);
  await recordChanges(
    deps,
    rows.map((row, index) =>
      noteEntry(row, 'created', {
        ...changesBetween(undefined, row, auditedNoteFields),
        ...(inputs[index]?.at === undefined ? {} : { at: [null, row.createdAt] }),
      }),
    ),
  );
  const notes = await showNotes(deps, ids);
  return notes.map((note) => outcomeOf(note, 'created'));
}

/**
 * Changes what notes say (O2). Throws NOTE_NOT_FOUND (exit 3), NOTE_CHANGED (exit 4) for one that says something else than
 * when it was opened. Results in input order.
 */
export async function editNotes(deps: Deps, inputs: readonly NoteEdit[]): Promise<NoteOutcome[]> {
  const before = await holdNotes(
    deps,
    inputs.map(({ id }) => id),
  );
  const now = timestamp(deps);
  const edits = inputs.map(({ id, text, was }) => {
    const row = before.get(id);
    if (row === undefined) throw noteMissing(id);
    // Who left the text as it was changes nothing, whatever it says by now.
    const after = text === was ? row : { ...row, text, updatedAt: now };
    if (was !== undefined && was !== row.text && after.text !== row.text) throw noteChanged(row);
    return { row, after };
  });
  const changed = edits.filter(({ row, after }) => row.text !== after.text);
  await updateRecords(
    deps,
    noteTable,
    changed.map(({ after }) => after),
  );
  await recordChanges(
    deps,
    changed.map(({ row, after }) =>
      noteEntry(after, 'updated', changesBetween(row, after, auditedNoteFields)),
    ),
  );
  const touched = new Set(changed.map(({ row }) => row.id));
  const notes = await showNotes(
    deps,
    inputs.map(({ id }) => id),
  );
  return notes.map((note) => outcomeOf(note, touched.has(note.id) ? 'updated' : 'unchanged'));
}

/** Deletes notes for good. Throws NOTE_NOT_FOUND (exit 3). Results in the order of the ids, each once. */
export async function deleteNotes(deps: Deps, ids: readonly number[]): Promise<NoteOutcome[]> {
  const wanted = [...new Set(ids)];
  const rows = await holdNotes(deps, wanted);
  const notes = await showNotes(deps, wanted);
  await deleteNoteRows(deps, wanted);
  await recordChanges(
    deps,
    [...rows.values()].map((row) => noteEntry(row, 'deleted', changesOfRemoval(row, auditedNoteFields))),
  );
  return notes.map((note) => outcomeOf(note, 'deleted'));
}

const holdNotes = (deps: Deps, ids: readonly number[]): Promise<Map<number, NoteRow>> =>
  readRecords<NoteRow>(deps, noteTable, ids, { lock: true });

const outcomeOf = (note: Note, outcome: NoteOutcome['outcome']): NoteOutcome => ({
  outcome,
  ...note,
  name: noteTitle(note.text),
  warnings: [],
});
