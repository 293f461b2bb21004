import { updateRecords } from '../../db/table.ts';
import { recordChanges } from '../audit/operations.ts';
import type { AuditEntryInput } from '../audit/schema.ts';
import { type Deps, timestamp } from '../deps.ts';
import { mailTable } from '../mail/repository.ts';
import { invitationEntry } from '../portal/issue.ts';
import { endLinks } from '../portal/links.ts';
import { userIdsOf } from '../portal/repository.ts';
import type { Ended, Origin } from './model.ts';
import { endAllSessions, readOpenMails, readPendingLinks } from './repository.ts';

/**
 * Ends in a database that was brought back what must not live twice: invitations and password resets that are pending, open
 * sessions of the portal, mails that wait. The firm that took the backup may have used, revoked or sent them since. Says in
 * the record of changes that it was restored (H1).
 */
export async function endCopies(deps: Deps, origin: Origin): Promise<Ended> {
  const links = await endPendingLinks(deps);
  const sessions = await endSessions(deps);
  const mails = await cancelMails(deps);
  await recordChanges(deps, [
    {
      record: 'database',
      recordId: null,
      label: origin.file,
      action: 'restored',
      changes: { takenAt: [null, origin.takenAt] },
    },
  ]);
  return { ...links, sessions, mails };
}

async function endPendingLinks(deps: Deps): Promise<Pick<Ended, 'invitations' | 'resets'>> {
  const links = await readPendingLinks(deps);
  await endLinks(
    deps,
    links.map(({ id }) => id),
    'revoked',
    timestamp(deps),
  );
  const invitations = links.filter(({ purpose }) => purpose === 'invitation');
  const resets = links.filter(({ purpose }) => purpose === 'reset');
  const users = await userIdsOf(
    deps,
    resets.map(({ addressKey }) => addressKey),
  );
  await recordChanges(deps, [
    ...invitations.map((link) => invitationEntry(link, 'updated', { status: ['pending', 'revoked'] })),
    ...resets.map(
      ({ address, addressKey }): AuditEntryInput => ({
        record: 'portal-user',
        recordId: users.get(addressKey) ?? null,
        label: address,
        action: 'updated',
        changes: { passwordReset: ['pending', 'revoked'] },
      }),
    ),
  ]);
  return { invitations: invitations.length, resets: resets.length };
}

async function endSessions(deps: Deps): Promise<number> {
  const users = await endAllSessions(deps, timestamp(deps));
  await recordChanges(
    deps,
    users.map(({ id, address, sessions }) => ({
      record: 'portal-user',
      recordId: id,
      label: address,
      action: 'updated',
      changes: { openSessions: [sessions, 0] },
    })),
  );
  return users.reduce((sum, { sessions }) => sum + sessions, 0);
}

const reason = 'it waited when the backup was taken, and may have been sent since';

/** A mail that was being sent may have arrived: what is said of it is what is known. */
async function cancelMails(deps: Deps): Promise<number> {
  const now = timestamp(deps);
  const rows = await readOpenMails(deps);
  const changes = rows.map((row) => ({
    row,
    state: row.state === 'sending' ? ('uncertain' as const) : ('cancelled' as const),
  }));
  await updateRecords(
    deps,
    mailTable,
    changes.map(({ row, state }) => ({
      ...row,
      state,
      error: reason,
      claimedBy: null,
      claimedUntil: null,
      endedAt: state === 'cancelled' ? now : null,
    })),
  );
  await recordChanges(
    deps,
    changes.map(({ row, state }) => ({
      record: 'mail',
      recordId: row.id,
      label: `${row.kind} to ${row.recipient}`,
      action: 'updated',
      changes: { state: [row.state, state] },
    })),
  );
  return rows.length;
}
