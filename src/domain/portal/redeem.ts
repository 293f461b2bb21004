import { type KontorError, refusedError } from '../../errors.ts';
import { recordChanges } from '../audit/operations.ts';
import { type Deps, timestamp } from '../deps.ts';
import { queueMails } from '../mail/queue.ts';
import { shellWord } from '../text/shell.ts';
import { type KnownAddress, knownAddresses } from './addresses.ts';
import { invitationEntry } from './issue.ts';
import { consumeLink, type LinkPurpose, type PortalLinkRow, readLink } from './links.ts';
import type { PortalIdentity } from './model.ts';
import { hashPassword, requireStrong } from './passwords.ts';
import { endSessionRows, holdUser, insertUser, updatePassword } from './repository.ts';
import { onlyContact, openAccounts, placeOrRefusal } from './rules.ts';
import { linkOfToken, tokenIn } from './tokens.ts';

/** What the client does with a mailed link: a password of their own for its token. */
export interface Redemption {
  /** The token, or the whole link. */
  token: string;
  password: string;
  /** Where it came from, as the portal knows it. */
  origin?: string | undefined;
}

/**
 * Accepts an invitation: from now on the address is a portal user (I1, I2). Throws LINK_DEAD, LINK_EXPIRED,
 * ACCOUNT_ARCHIVED, LOGIN_OFF (exit 4) and WEAK_PASSWORD (exit 2); the link stays usable then.
 */
export async function acceptInvitation(deps: Deps, redemption: Redemption): Promise<PortalIdentity> {
  const { link, known } = await usableLink(deps, 'invitation', redemption.token);
  if ((await holdUser(deps, link.addressKey)) !== undefined) throw linkDead();
  requireStrong(redemption.password, link.address);
  const passwordHash = await hashPassword(redemption.password);
  const now = timestamp(deps);
  await consume(deps, link, now);
  const [userId = 0] = await deps.dialect.reserveIds(deps.trx, 'portal_users', 1);
  await insertUser(deps, {
    id: userId,
    address: link.address,
    addressKey: link.addressKey,
    passwordHash,
    failedLogins: 0,
    lockedUntil: null,
    createdAt: now,
    passwordSetAt: now,
  });
  await recordChanges(deps, [
    invitationEntry(link, 'updated', { status: ['pending', 'accepted'] }),
    {
      record: 'portal-user',
      recordId: userId,
      label: link.address,
      action: 'created',
      changes: { email: [null, link.address], ...originChange(redemption.origin) },
    },
  ]);
  return { userId, email: link.address, accounts: openAccounts(known) };
}

/** Whose password was set, and how many sessions that ended. */
export interface NewPassword extends PortalIdentity {
  sessionsEnded: number;
}

/**
 * Sets a new password by a reset link, ends all sessions of the user and tells them by mail (I4). Throws like
 * `acceptInvitation`.
 */
export async function setPassword(deps: Deps, redemption: Redemption): Promise<NewPassword> {
  const { link, known } = await usableLink(deps, 'reset', redemption.token);
  const user = await holdUser(deps, link.addressKey);
  if (user === undefined) throw linkDead();
  requireStrong(redemption.password, user.address);
  const passwordHash = await hashPassword(redemption.password);
  const now = timestamp(deps);
  await consume(deps, link, now);
  await updatePassword(deps, user.id, passwordHash, now);
  const sessionsEnded = await endSessionRows(deps, user.id, now);
  await queueMails(deps, [
    {
      kind: 'password-notice',
      recipient: user.address,
      facts: { name: onlyContact(known)?.name, at: now, origin: redemption.origin },
    },
  ]);
  await recordChanges(deps, [
    {
      record: 'portal-user',
      recordId: user.id,
      label: user.address,
      action: 'updated',
      changes: {
        password: [null, 'changed'],
        ...(sessionsEnded === 0 ? {} : { openSessions: [sessionsEnded, 0] }),
        ...(user.lockedUntil === null ? {} : { lockedUntil: [user.lockedUntil, null] }),
        ...originChange(redemption.origin),
      },
    },
  ]);
  return { userId: user.id, email: user.address, accounts: openAccounts(known), sessionsEnded };
}

const originChange = (origin: string | undefined): Record<string, readonly [null, string]> =>
  origin === undefined ? {} : { origin: [null, origin] };

/** The link of a token, when it can be used now and opens at least one account. */
async function usableLink(
  deps: Deps,
  purpose: LinkPurpose,
  token: string,
): Promise<{ link: PortalLinkRow; known: KnownAddress }> {
  const id = await linkOfToken(deps, tokenIn(token));
  const link = id === undefined ? undefined : await readLink(deps, id);
  if (link === undefined || link.purpose !== purpose || link.state !== 'pending') throw linkDead();
  if (link.expiresAt <= timestamp(deps)) throw linkExpired(link);
  const known = (await knownAddresses(deps, [link.addressKey])).get(link.addressKey);
  // An address that no contact has any more and that opens nothing: its link is as dead as one that was revoked.
  if (known === undefined) throw linkDead();
  const place = placeOrRefusal(known, undefined, purpose === 'reset');
  if (place instanceof Error) throw place;
  return { link, known };
}

/** Uses the link up, unless another program was faster. */
async function consume(deps: Deps, link: PortalLinkRow, now: string): Promise<void> {
  if (!(await consumeLink(deps, link.id, now))) throw linkDead();
}

/** One and the same for wrong, used, revoked and replaced links: whoever guesses learns nothing. */
const linkDead = (): KontorError =>
  refusedError('LINK_DEAD', 'This link does not work, or not any more.', {
    hint: 'A link works once. The firm can send a new one: kontor invite resend EMAIL, or kontor reset-password EMAIL.',
  });

const linkExpired = ({ purpose, address, expiresAt }: PortalLinkRow): KontorError =>
  refusedError('LINK_EXPIRED', `This link expired on ${expiresAt}.`, {
    hint: `The firm can send a new one: kontor ${purpose === 'invitation' ? 'invite resend' : 'reset-password'} ${shellWord(address)}`,
    details: { expiresAt },
  });
