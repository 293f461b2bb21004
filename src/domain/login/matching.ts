import { queryByIds, type Session } from '../../db/bulk.ts';
import { type LoginRow, loginTable } from './repository.ts';

/** All logins to accounts, oldest first. */
export const loginsOfAccounts = (session: Session, accountIds: readonly number[]): Promise<LoginRow[]> =>
  queryByIds<LoginRow>(
    session,
    `select ${loginTable.select()} from logins where account_id in {ids} order by at, id`,
    accountIds,
  );
