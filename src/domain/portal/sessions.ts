import { createHash } from 'node:crypto';
import { type KontorError, refusedError } from '../../errors.ts';
import { recordChanges } from '../audit/operations.ts';
import { type Deps, timestamp } from '../deps.ts';
import { knownAddresses } from './addresses.ts';
import type { PortalIdentity } from './model.ts';
import { endSessionRow, insertSession, readSession } from './repository.ts';
import { openAccounts } from './rules.ts';

const sessionHours = 12;
const tokenBytes = 32;

/** Only this is stored of a session's token (I5). */
const hashOf = (token: string): string => createHash('sha256').update(token).digest('hex');

/** A session that was opened; its token is shown this once. */
export interface OpenedSession {
  token: string;
  expiresAt: string;
}

/** Opens a session for a portal user. */
export async function openSession(deps: Deps, userId: number, origin: string): Promise<OpenedSession> {
  const token = deps.random(tokenBytes).toString('base64url');
  const expiresAt = new Date(deps.clock().getTime() + sessionHours * 3_600_000).toISOString();
  const createdAt = timestamp(deps);
  await insertSession(deps, { userId, tokenHash: hashOf(token), origin, createdAt, expiresAt });
  return { token, expiresAt };
}

/** A session that is open. */
export interface CheckedSession extends PortalIdentity {
  expiresAt: string;
}

/**
 * Who a session belongs to and which accounts are open to them now. Throws SESSION_ENDED (exit 4) for a session that ended,
 * expired or never was, and where no account is open any more (T4, A9).
 */
export async function checkSession(deps: Deps, token: string): Promise<CheckedSession> {
  const session = await readSession(deps, hashOf(token));
  if (session === undefined || session.endedAt !== null || session.expiresAt <= timestamp(deps)) {
    throw sessionEnded();
  }
  const { userId, address: email, addressKey: key, expiresAt } = session;
  const accounts = openAccounts((await knownAddresses(deps, [key])).get(key));
  if (accounts.length === 0) throw sessionEnded();
  return { userId, email, accounts, expiresAt };
}

const sessionEnded = (): KontorError =>
  refusedError('SESSION_ENDED', 'This session has ended.', {
    hint: 'Log in again: kontor portal login --email EMAIL --password-stdin',
  });

/** Ends a session. False when there was nothing to end: the token of no session, or of one that had ended. */
export async function endSession(deps: Deps, token: string): Promise<boolean> {
  const session = await readSession(deps, hashOf(token));
  if (session === undefined || !(await endSessionRow(deps, session.id, timestamp(deps)))) return false;
  await recordChanges(deps, [
    {
      record: 'portal-user',
      recordId: session.userId,
      label: session.address,
      action: 'updated',
      changes: { session: ['open', 'ended'] },
    },
  ]);
  return true;
}
