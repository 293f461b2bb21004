import { queryByIds, type Session } from '../../db/bulk.ts';
import { type NoteRow, noteTable } from './repository.ts';

/** All notes about accounts, oldest first. */
export const notesOfAccounts = (session: Session, accountIds: readonly number[]): Promise<NoteRow[]> =>
  queryByIds<NoteRow>(
    session,
    `select ${noteTable.select()} from notes where account_id in {ids} order by created_at, id`,
    accountIds,
  );
