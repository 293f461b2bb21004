import { insertRows, query, queryByIds, queryByTexts, type Session } from '../../db/bulk.ts';

/** The login identity of one address, across all accounts. */
export interface PortalUserRow {
  id: number;
  address: string;
  addressKey: string;
  passwordHash: string;
  /** In a row, since the last success or lock. */
  failedLogins: number;
  lockedUntil: string | null;
  createdAt: string;
  passwordSetAt: string;
}

const userColumns = `id, address, address_key as "addressKey", password_hash as "passwordHash",
  failed_logins as "failedLogins", locked_until as "lockedUntil", created_at as "createdAt",
  password_set_at as "passwordSetAt"`;

/** The ids of portal users, by address key. */
export async function userIdsOf(
  session: Session,
  addressKeys: readonly string[],
): Promise<Map<string, number>> {
  const rows = await queryByTexts<{ key: string; id: number }>(
    session,
    'select address_key as key, id from portal_users where address_key in {texts}',
    addressKeys,
  );
  return new Map(rows.map(({ key, id }) => [key, id]));
}

/** The portal user of an address, held until the transaction ends: attempts to log in are counted one by one. */
export async function holdUser(session: Session, addressKey: string): Promise<PortalUserRow | undefined> {
  const [row] = await query<PortalUserRow>(
    session,
    `select ${userColumns} from portal_users where address_key = ?${session.dialect.lockRows}`,
    [addressKey],
  );
  return row;
}

export const insertUsers = (session: Session, users: readonly PortalUserRow[]): Promise<void> =>
  insertRows(
    session,
    'portal_users',
    {
      id: 'integer',
      address: 'text',
      address_key: 'text',
      password_hash: 'text',
      failed_logins: 'integer',
      locked_until: 'text',
      created_at: 'text',
      password_set_at: 'text',
    },
    users.map((user) => [
      user.id,
      user.address,
      user.addressKey,
      user.passwordHash,
      user.failedLogins,
      user.lockedUntil,
      user.createdAt,
      user.passwordSetAt,
    ]),
  );

/** Deletes portal users with their sessions. */
export const deleteUserRows = async (session: Session, ids: readonly number[]): Promise<void> => {
  await queryByIds(session, 'delete from portal_users where id in {ids}', ids);
};

/** A new password; what was counted against the old one is forgotten. */
export async function updatePassword(
  session: Session,
  userId: number,
  passwordHash: string,
  now: string,
): Promise<void> {
  await query(
    session,
    `update portal_users set password_hash = ?, password_set_at = ?, failed_logins = 0, locked_until = null
     where id = ?`,
    [passwordHash, now, userId],
  );
}

export async function updateFailures(
  session: Session,
  userId: number,
  failedLogins: number,
  lockedUntil: string | null,
): Promise<void> {
  await query(session, 'update portal_users set failed_logins = ?, locked_until = ? where id = ?', [
    failedLogins,
    lockedUntil,
    userId,
  ]);
}

/** A session of a portal user; of its token only the hash is known. */
export interface SessionRow {
  id: number;
  userId: number;
  address: string;
  addressKey: string;
  expiresAt: string;
  endedAt: string | null;
}

export const insertSession = (
  session: Session,
  row: { userId: number; tokenHash: string; origin: string; createdAt: string; expiresAt: string },
): Promise<void> =>
  insertRows(
    session,
    'portal_sessions',
    { user_id: 'integer', token_hash: 'text', origin: 'text', created_at: 'text', expires_at: 'text' },
    [[row.userId, row.tokenHash, row.origin, row.createdAt, row.expiresAt]],
  );

/** The session of a token's hash, ended and expired ones among them. */
export async function readSession(session: Session, tokenHash: string): Promise<SessionRow | undefined> {
  const [row] = await query<SessionRow>(
    session,
    `select s.id, s.user_id as "userId", u.address, u.address_key as "addressKey", s.expires_at as "expiresAt",
       s.ended_at as "endedAt"
     from portal_sessions s join portal_users u on u.id = s.user_id where s.token_hash = ?`,
    [tokenHash],
  );
  return row;
}

/** Ends one session; false when it had ended before. */
export async function endSessionRow(session: Session, id: number, now: string): Promise<boolean> {
  const ended = await query(
    session,
    'update portal_sessions set ended_at = ? where id = ? and ended_at is null and expires_at > ? returning id',
    [now, id, now],
  );
  return ended.length === 1;
}

/** Ends all sessions of a user; returns how many were still open. */
export async function endSessionRows(session: Session, userId: number, now: string): Promise<number> {
  const ended = await query(
    session,
    'update portal_sessions set ended_at = ? where user_id = ? and ended_at is null and expires_at > ? returning id',
    [now, userId, now],
  );
  return ended.length;
}
