import { type KontorError, notFoundError, refusedError } from '../../errors.ts';
import type { KnownAddress, Place } from '../portal/addresses.ts';
import type { PortalLinkRow } from '../portal/links.ts';
import { placeOrRefusal, type Scope } from '../portal/rules.ts';
import { shellWord } from '../text/shell.ts';
import type { InvitationStatus } from './model.ts';

/** An address that somebody wants to invite, with what is known about it. */
export interface Candidate {
  known: KnownAddress;
  /** The accounts in question. */
  scope: Scope;
  /** The invitation that is neither used nor ended; it may have expired. */
  pending: PortalLinkRow | undefined;
  isActive: boolean;
}

/** What is to be done about an address: an invitation, nothing (with the reason), or a refusal. */
export type Decision = { place: Place } | { already: string } | { refusal: KontorError };

/** A second resend so soon after the first is taken for a slip. */
const slipMs = 60_000;

/** The status of an invitation at a moment (I1). */
export const invitationStatus = (
  link: Pick<PortalLinkRow, 'state' | 'expiresAt'>,
  now: string,
): InvitationStatus => (link.state === 'pending' && link.expiresAt <= now ? 'expired' : link.state);

/** Where an invitation to an address can speak of; active ones need none (I1). */
function placeFor({ known, scope, isActive }: Candidate): { place: Place } | { refusal: KontorError } {
  const place = placeOrRefusal(known, scope, isActive);
  if (place instanceof Error) return { refusal: place };
  return isActive ? { refusal: alreadyActive(known.address) } : { place };
}

/** Sending: those never invited, and those whose invitation expired or was revoked. */
export function decideSend(candidate: Candidate, now: string): Decision {
  const decided = placeFor(candidate);
  const { known, pending } = candidate;
  if ('refusal' in decided || pending === undefined || pending.expiresAt <= now) return decided;
  return {
    already: `invited already on ${pending.sentAt.slice(0, 10)}; for a new link: kontor invite resend ${shellWord(known.address)}`,
  };
}

/** Sending again: those with an invitation that is pending or expired, but not twice within a minute by accident. */
export function decideResend(candidate: Candidate, now: string, again: boolean): Decision {
  const decided = placeFor(candidate);
  const { known, pending } = candidate;
  if ('refusal' in decided) return decided;
  if (pending === undefined) return { refusal: notInvited(known.address) };
  const age = Date.parse(now) - Date.parse(pending.sentAt);
  if (pending.renewal === 0 || age >= slipMs || again) return decided;
  return {
    already: `sent again ${Math.max(0, Math.floor(age / 1_000))} seconds ago; --again sends another link all the same`,
  };
}

const alreadyActive = (email: string): KontorError =>
  refusedError('ALREADY_ACTIVE', `${email} is active in the portal already.`, {
    hint: `For a new password: kontor reset-password ${shellWord(email)}`,
    details: { email },
  });

const notInvited = (email: string): KontorError =>
  refusedError('NOT_INVITED', `${email} has no invitation that could be sent again.`, {
    hint: `kontor invite send ${shellWord(email)}`,
    details: { email },
  });

/** The error for an e-mail that is known, but not in the accounts in question. */
export const notInAccount = (email: string, accountIds: readonly number[]): KontorError =>
  notFoundError(
    'EMAIL_NOT_FOUND',
    `${email} is no e-mail of ${accountIds.length === 1 ? `account ${accountIds[0]}` : 'these accounts'}.`,
    {
      hint: accountIds.length === 1 ? `kontor account show ${accountIds[0]} lists its e-mails.` : undefined,
      details: { email, accounts: accountIds },
    },
  );
