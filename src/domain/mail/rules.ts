import type { Firm } from '../firm/schema.ts';
import type { Handover, Mailbox, MailState, Runs } from './model.ts';

const minute = 60_000;
/** How long a claim holds: longer than any one try may take. */
const claimMinutes = 10;
/** How long to wait before the next try, by the number of tries so far; then always as long as the last. */
const pauses = [1, 5, 15, 60, 240].map((minutes) => minutes * minute);
/** For how long servers may put a mail off, from the first time on: one that is down does not count. */
const patience = 3 * 24 * 60 * minute;

const later = (time: string, milliseconds: number): string =>
  new Date(Date.parse(time) + milliseconds).toISOString();

/** Until when a mail that is claimed now belongs to who claimed it. */
export const claimEnd = (now: string): string => later(now, claimMinutes * minute);

/**
 * The state that a mail is in: one whose sender ended, or took too long, in the midst of it may have arrived and may not
 * have, whatever its row still says.
 */
export const trueState = (
  mail: { state: MailState; claimedBy: string | null; claimedUntil: string | null },
  now: string,
  runs: Runs,
): MailState => {
  if (mail.state !== 'sending') return mail.state;
  const held =
    mail.claimedUntil !== null &&
    mail.claimedUntil > now &&
    mail.claimedBy !== null &&
    !runs.hasEnded(mail.claimedBy);
  return held ? 'sending' : 'uncertain';
};

/** What a mail's row says about a try that ended. */
export interface Settlement {
  state: MailState;
  reason: string | null;
  /** When it is tried next. */
  dueAt: string;
  /** When a server first put it off. */
  deferredSince: string | null;
}

/** What follows from how a try ended: when the next one is, or that there is none. */
export const settlement = (
  mail: { attempt: number; deferredSince: string | null; linkEnds?: string | undefined },
  { state, reason }: Handover,
  now: string,
): Settlement => {
  if (state !== 'deferred') return { state, reason, dueAt: now, deferredSince: mail.deferredSince };
  const deferredSince = mail.deferredSince ?? now;
  const dueAt = later(now, pauses[Math.min(mail.attempt, pauses.length) - 1] ?? 0);
  const next = { dueAt, deferredSince };
  const given = (why: string) => ({ state: 'failed' as const, reason: `${reason ?? ''} (${why})`, ...next });
  if (dueAt > later(deferredSince, patience)) return given('given up after 3 days');
  if (mail.linkEnds !== undefined && dueAt >= mail.linkEnds) {
    return given('given up: its link ends before the next try');
  }
  return { state, reason, ...next };
};

/** Who mails come from: the firm's setting, else an address of the portal that nobody reads; undefined without either. */
export const senderOf = ({ sender, firmName, portalAddress }: Firm): Mailbox | undefined => {
  if (sender !== '') {
    const [, name = '', address = sender] = /^([^<>]*)<([^<>]*)>$/.exec(sender) ?? [];
    return { name: name.trim().replace(/^"(.*)"$/, '$1'), address: address.trim() };
  }
  if (portalAddress === '') return undefined;
  const { hostname } = new URL(portalAddress);
  // No mail server takes an address at a bare number.
  const host = /^[\d.]+$|^\[/.test(hostname) ? 'localhost' : hostname;
  return { name: firmName, address: `no-reply@${host}` };
};
