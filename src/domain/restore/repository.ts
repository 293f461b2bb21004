import { query, type Session } from '../../db/bulk.ts';
import { type MailRow, mailTable } from '../mail/repository.ts';
import { type PortalLinkRow, portalLinkTable } from '../portal/links.ts';

/** All links that are neither used nor ended, expired ones among them. */
export const readPendingLinks = (session: Session): Promise<PortalLinkRow[]> =>
  query<PortalLinkRow>(
    session,
    `select ${portalLinkTable.select()} from portal_links where state = 'pending' order by id`,
  );

/** A portal user with sessions that were ended. */
export interface UserWithSessions {
  id: number;
  address: string;
  sessions: number;
}

/** Ends all open sessions; whose they were. */
export async function endAllSessions(session: Session, now: string): Promise<UserWithSessions[]> {
  const ended = await query<{ userId: number }>(
    session,
    `update portal_sessions set ended_at = ? where ended_at is null and expires_at > ? returning user_id as "userId"`,
    [now, now],
  );
  const counts = new Map<number, number>();
  for (const { userId } of ended) counts.set(userId, (counts.get(userId) ?? 0) + 1);
  const users = await query<{ id: number; address: string }>(
    session,
    'select id, address from portal_users where exists (select 1 from portal_sessions s where s.user_id = portal_users.id) order by id',
  );
  return users.flatMap((user) => {
    const sessions = counts.get(user.id);
    return sessions === undefined ? [] : [{ ...user, sessions }];
  });
}

/** Mails that were still to be sent, or were being sent. */
export const readOpenMails = (session: Session): Promise<MailRow[]> =>
  query<MailRow>(
    session,
    `select ${mailTable.select()} from mails where state in ('queued', 'deferred', 'sending') order by id`,
  );
