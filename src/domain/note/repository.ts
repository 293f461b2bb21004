import { query, queryByIds, type Session } from '../../db/bulk.ts';
import { defineTable } from '../../db/table.ts';

export interface NoteRow {
  id: number;
  accountId: number;
  text: string;
  author: string;
  createdAt: string;
  updatedAt: string;
}

export const noteTable = defineTable<NoteRow>('notes', {
  id: ['id', 'integer'],
  accountId: ['account_id', 'integer'],
  text: ['body', 'text'],
  author: ['author', 'text'],
  createdAt: ['created_at', 'text'],
  updatedAt: ['updated_at', 'text'],
});

/** A note with the name of its account. */
export interface ListedNote extends NoteRow {
  accountName: string;
}

export const listedNoteColumns = `${noteTable.select('notes')}, accounts.name as "accountName"`;

const joined = `select ${listedNoteColumns} from notes join accounts on accounts.id = notes.account_id`;

/** Notes by id, in no particular order; those that are not there are left out. */
export const readListedNotes = (session: Session, ids: readonly number[]): Promise<ListedNote[]> =>
  queryByIds<ListedNote>(session, `${joined} where notes.id in {ids}`, ids);

/** The last saved notes of an account, the last one first; all without a limit. */
export const readLatestNotes = (
  session: Session,
  accountId: number,
  limit: number | undefined,
): Promise<ListedNote[]> =>
  query<ListedNote>(
    session,
    `${joined} where notes.account_id = ? order by notes.updated_at desc, notes.id desc${limit === undefined ? '' : ' limit ?'}`,
    limit === undefined ? [accountId] : [accountId, limit],
  );

/** How many notes an account has. */
export async function countNotes(session: Session, accountId: number): Promise<number> {
  const [row] = await query<{ notes: number | string }>(
    session,
    'select count(*) as notes from notes where account_id = ?',
    [accountId],
  );
  return Number(row?.notes ?? 0);
}

export const deleteNoteRows = async (session: Session, ids: readonly number[]): Promise<void> => {
  await queryByIds(session, 'delete from notes where id in {ids}', ids);
};
