import { type KontorError, refusedError } from '../../errors.ts';
import { type Deps, timestamp } from '../deps.ts';
import { addressKey } from '../text/comparison.ts';
import { shellWord } from '../text/shell.ts';
import { emailNotFound, holdAccountsOfAddresses, knownAddresses } from './addresses.ts';
import { issueLinks, type Sending } from './issue.ts';
import { holdPendingLinks, type PortalLinkRow } from './links.ts';
import type { SentLink } from './model.ts';
import { userIdsOf } from './repository.ts';
import { placeOrRefusal } from './rules.ts';

/**
 * Sends links by which portal users set a new password (I3, I4); a link sent before is dead. Throws EMAIL_NOT_FOUND (exit 3)
 * and NOT_ACTIVE, LOGIN_OFF, ACCOUNT_ARCHIVED (exit 4), and sends none then. Results in input order, each address once.
 */
export async function sendResets(
  deps: Deps,
  emails: readonly string[],
  sending: Sending,
): Promise<SentLink[]> {
  const keys = [...new Set(emails.map(addressKey))];
  await holdAccountsOfAddresses(deps, keys);
  const invitations = await holdPendingLinks(deps, 'invitation', keys);
  const resets = await holdPendingLinks(deps, 'reset', keys);
  const users = await userIdsOf(deps, keys);
  const known = await knownAddresses(deps, keys);
  const drafts = [];
  for (const key of keys) {
    const address = known.get(key);
    if (address === undefined) {
      throw await emailNotFound(deps, emails.find((email) => addressKey(email) === key)?.trim() ?? key);
    }
    const userId = users.get(key);
    const place = placeOrRefusal(address, undefined, userId !== undefined);
    if (place instanceof Error) throw place;
    if (userId === undefined) throw notActive(address.address, invitations.get(key), timestamp(deps));
    drafts.push({ known: address, place, replaces: resets.get(key), userId });
  }
  const issued = await issueLinks(deps, 'reset', drafts, sending);
  return drafts.flatMap(({ known: { address }, place }, index) => {
    const sent = issued[index];
    if (sent === undefined) return [];
    const { id, expiresAt, mail, link } = sent;
    return [
      {
        outcome: 'created' as const,
        id,
        email: address,
        account: { id: place.accountId, name: place.accountName },
        reason: null,
        mail,
        expiresAt,
        ...(link === undefined ? {} : { link }),
      },
    ];
  });
}

/** Who has not accepted yet has no password that could be reset (I3). */
function notActive(email: string, invitation: PortalLinkRow | undefined, now: string): KontorError {
  const word = shellWord(email);
  const [state, next] =
    invitation === undefined
      ? ['was never invited, or the invitation was taken back', `kontor invite send ${word}`]
      : [
          invitation.expiresAt > now
            ? `has not accepted the invitation of ${invitation.sentAt.slice(0, 10)} yet`
            : `has let the invitation of ${invitation.sentAt.slice(0, 10)} expire`,
          `kontor invite resend ${word}`,
        ];
  return refusedError('NOT_ACTIVE', `${email} is not active in the portal: the person ${state}.`, {
    hint: next,
    details: { email },
  });
}
