import { notFoundError } from '../../errors.ts';
import type { Deps } from '../deps.ts';
import type { Note } from './model.ts';
import { type ListedNote, readListedNotes } from './repository.ts';

/** A note as it is shown. */
export const noteOf = ({ accountId, accountName, ...row }: ListedNote): Note => ({
  id: row.id,
  account: { id: accountId, name: accountName },
  text: row.text,
  author: row.author,
  createdAt: row.createdAt,
  updatedAt: row.updatedAt,
});

/** Notes by id, in the order of the ids. Throws NOTE_NOT_FOUND (exit 3) for the first that is not there. */
export async function showNotes(deps: Deps, ids: readonly number[]): Promise<Note[]> {
  const found = new Map((await readListedNotes(deps, ids)).map((row) => [row.id, row]));
  return ids.map((id) => {
    const row = found.get(id);
    if (row === undefined) throw noteMissing(id);
    return noteOf(row);
  });
}

/** One note. Throws NOTE_NOT_FOUND (exit 3). */
export async function showNote(deps: Deps, id: number): Promise<Note> {
  const [note] = await showNotes(deps, [id]);
  if (note === undefined) throw noteMissing(id);
  return note;
}

export const noteMissing = (id: number) =>
  notFoundError('NOTE_NOT_FOUND', `There is no note ${id}.`, {
    hint: 'kontor note list',
    details: { id },
  });
