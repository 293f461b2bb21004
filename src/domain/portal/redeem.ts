import { KontorError, refusedError } from '../../errors.ts';
import { recordChanges } from '../audit/operations.ts';
import type { AuditEntryInput } from '../audit/schema.ts';
import { type Deps, timestamp } from '../deps.ts';
import { queueMails } from '../mail/queue.ts';
import { shellWord } from '../text/shell.ts';
import { type KnownAddress, knownAddresses } from './addresses.ts';
import { invitationEntry } from './issue.ts';
import { consumeLinks, type LinkPurpose, type PortalLinkRow, readLinks } from './links.ts';
import type { PortalIdentity } from './model.ts';
import { hashPassword, requireStrong } from './passwords.ts';
import { endSessionRows, holdUser, insertUsers, updatePassword, userIdsOf } from './repository.ts';
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
  const [userId = 0] = await admit(deps, [{ link, passwordHash, origin: redemption.origin }]);
  return { userId, email: link.address, accounts: openAccounts(known) };
}

/** An invitation that somebody accepts, with the hash of their password. */
interface Guest {
  link: PortalLinkRow;
  passwordHash: string;
  origin?: string | undefined;
}

/** Uses invitations up and makes their addresses portal users; their ids, in input order. Throws LINK_DEAD (exit 4). */
async function admit(deps: Deps, guests: readonly Guest[]): Promise<number[]> {
  const now = timestamp(deps);
  await consume(
    deps,
    guests.map(({ link }) => link),
    now,
  );
  const ids = await deps.dialect.reserveIds(deps.trx, 'portal_users', guests.length);
  const idOf = (index: number) => ids[index] ?? 0;
  await insertUsers(
    deps,
    guests.map(({ link: { address, addressKey }, passwordHash }, index) => ({
      id: idOf(index),
      address,
      addressKey,
      passwordHash,
      failedLogins: 0,
      lockedUntil: null,
      createdAt: now,
      passwordSetAt: now,
    })),
  );
  await recordChanges(
    deps,
    guests.flatMap(({ link, origin }, index): AuditEntryInput[] => [
      invitationEntry(link, 'updated', { status: ['pending', 'accepted'] }),
      {
        record: 'portal-user',
        recordId: idOf(index),
        label: link.address,
        action: 'created',
        changes: { email: [null, link.address], ...originChange(origin) },
      },
    ]),
  );
  return ids;
}

/** An invitation that is accepted for somebody whose password is known: a made-up person's. */
export interface ActedAcceptance {
  invitationId: number;
  password: string;
}

/**
 * Accepts invitations as made-up people would (fixtures), without their links. Throws LINK_DEAD, LINK_EXPIRED, ACCOUNT_ARCHIVED,
 * LOGIN_OFF (exit 4) and WEAK_PASSWORD, INVALID_PASSWORD (exit 2), with the index of the input.
 */
export async function actAcceptances(deps: Deps, inputs: readonly ActedAcceptance[]): Promise<void> {
  if (inputs.length === 0) return;
  const ids = inputs.map(({ invitationId }) => invitationId);
  const links = await readLinks(deps, ids);
  const keys = [...links.values()].map(({ addressKey }) => addressKey);
  const known = await knownAddresses(deps, keys);
  const users = await userIdsOf(deps, keys);
  const guests = inputs.map(({ invitationId, password }, index) =>
    ofInput(index, () => {
      const link = links.get(invitationId);
      requireUsable(deps, 'invitation', link, known.get(link?.addressKey ?? ''));
      if (users.has(link.addressKey)) throw linkDead();
      requireStrong(password, link.address, 'Nothing was changed.');
      return { link, password };
    }),
  );
  // A hash takes longer than all else. Those who share a password in a file may share its salt as well.
  const hashes = new Map<string, string>();
  for (const { password } of guests) {
    if (!hashes.has(password)) hashes.set(password, await hashPassword(password));
  }
  await admit(
    deps,
    guests.map(({ link, password }) => ({ link, passwordHash: hashes.get(password) ?? '' })),
  );
}

/** What a refusal is about, by the index of the input. */
function ofInput<T>(index: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof KontorError)) throw error;
    const { kind, code, message, hint, details } = error;
    throw new KontorError(kind, code, message, { hint, details: { ...details, index } });
  }
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
  await consume(deps, [link], now);
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
  const link = id === undefined ? undefined : (await readLinks(deps, [id])).get(id);
  const key = link?.addressKey;
  const known = key === undefined ? undefined : (await knownAddresses(deps, [key])).get(key);
  requireUsable(deps, purpose, link, known);
  if (known === undefined) throw linkDead();
  return { link, known };
}

/** Throws LINK_DEAD, LINK_EXPIRED, ACCOUNT_ARCHIVED, LOGIN_OFF (exit 4) where a link cannot be used now. */
function requireUsable(
  deps: Deps,
  purpose: LinkPurpose,
  link: PortalLinkRow | undefined,
  known: KnownAddress | undefined,
): asserts link is PortalLinkRow {
  if (link === undefined || link.purpose !== purpose || link.state !== 'pending') throw linkDead();
  if (link.expiresAt <= timestamp(deps)) throw linkExpired(link);
  // An address that no contact has any more and that opens nothing: its link is as dead as one that was revoked.
  if (known === undefined) throw linkDead();
  const place = placeOrRefusal(known, undefined, purpose === 'reset');
  if (place instanceof Error) throw place;
}

/** Uses links up, unless another program was faster. */
async function consume(deps: Deps, links: readonly PortalLinkRow[], now: string): Promise<void> {
  const ids = links.map(({ id }) => id);
  if ((await consumeLinks(deps, ids, now)).size < links.length) throw linkDead();
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
