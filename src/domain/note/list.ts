import type { Deps } from '../deps.ts';
import { type Listing, listing } from '../listing.ts';
import type { Note, NoteQuery } from './model.ts';
import { noteOf } from './record.ts';
import { type ListedNote, listedNoteColumns } from './repository.ts';

/** The notes of an account, or of all, the last saved first. */
export function listNotes(deps: Deps, { accountId, ...paging }: NoteQuery): Listing<Note> {
  const notes = () => {
    const all = deps.trx('notes');
    return accountId === undefined ? all : all.where('notes.account_id', accountId);
  };
  return listing<ListedNote, Note>(deps, {
    filtered: () => notes().join('accounts', 'accounts.id', 'notes.account_id'),
    counted: notes,
    columns: listedNoteColumns,
    table: 'notes',
    sort: { column: 'updated_at' },
    descending: true,
    paging,
    finish: async (rows) => rows.map(noteOf),
  });
}
