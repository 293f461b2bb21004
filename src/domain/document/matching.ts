import { queryByIds, type Session } from '../../db/bulk.ts';
import { type DocumentRow, documentTable } from './repository.ts';

/** All documents of accounts, oldest first. */
export const documentsOfAccounts = (
  session: Session,
  accountIds: readonly number[],
): Promise<DocumentRow[]> =>
  queryByIds<DocumentRow>(
    session,
    `select ${documentTable.select()} from documents where account_id in {ids} order by added_at, id`,
    accountIds,
  );
