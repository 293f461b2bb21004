import type { Deps } from '../deps.ts';
import type { OnProgress } from '../progress.ts';

/** What mails are about; the last four notify clients of what the firm did (T2). */
export const mailKinds = [
  'invitation',
  'reset',
  'password-notice',
  'documents',
  'messages',
  'approvals',
  'signatures',
] as const;
export type MailKind = (typeof mailKinds)[number];

/** The kinds whose mails carry a link, and what it is for. */
export const linkPurposes: Partial<Record<MailKind, 'invitation' | 'reset'>> = {
  invitation: 'invitation',
  reset: 'reset',
};

/**
 * queued: waits for delivery; sending: a program is at it; sent: the server took it; deferred: the server could not take it
 * now, it is tried again later; failed: the server refused it for good; uncertain: the connection was lost after the text,
 * nobody knows whether it arrived, so it is never sent again unasked; cancelled: its link died before it was sent, or it
 * waited in a database that was restored.
 */
export const mailStates = [
  'queued',
  'sending',
  'sent',
  'deferred',
  'failed',
  'uncertain',
  'cancelled',
] as const;
export type MailState = (typeof mailStates)[number];

/** What a mail says, beside its link. Plain JSON; never a secret. */
export interface MailFacts {
  /** The name of the person, where it is known. */
  name?: string | undefined;
  /** The account it is about, where the person has several. */
  accountName?: string | undefined;
  /** The personal message of the firm (I1). */
  message?: string | undefined;
  /** When the link ends, ISO 8601. */
  expiresAt?: string | undefined;
  /** For notices: when it happened, ISO 8601, and from where (I4). */
  at?: string | undefined;
  origin?: string | undefined;
  /** For notifications: what the things they are about are called (T2), and how many more there are. */
  subjects?: readonly string[] | undefined;
  moreSubjects?: number | undefined;
}

/** A mail for the outbox. */
export interface NewMail {
  kind: MailKind;
  recipient: string;
  /** The invitation or reset whose link it carries; the link's token is made when it is delivered. */
  linkId?: number | undefined;
  accountId?: number | undefined;
  facts: MailFacts;
}

/** A mail of the outbox as lists show it. */
export interface Mail {
  id: number;
  state: MailState;
  kind: MailKind;
  recipient: string;
  account: { id: number; name: string } | null;
  attempts: number;
  createdAt: string;
  /** When it is tried next; null when it is not tried any more. */
  dueAt: string | null;
  endedAt: string | null;
  error: string | null;
}

/** All of it. */
export interface WholeMail extends Mail {
  /** What stands before the @ of its Message-ID; the same at every try. */
  messageId: string;
  linkId: number | null;
  facts: MailFacts;
}

/** A mail that was claimed for delivery, with the link that exists only in it (I5). */
export interface ClaimedMail {
  id: number;
  kind: MailKind;
  recipient: string;
  messageId: string;
  facts: MailFacts;
  /** Which try this is, from 1. */
  attempt: number;
  /** When a server first put it off. */
  deferredSince: string | null;
  firmName: string;
  sender: Mailbox;
  link: string | undefined;
  /** Where the client portal is; empty when the firm has not said. */
  portalAddress: string;
  /** When the link ends. */
  linkEnds: string | undefined;
  claimedAt: string;
}

export interface Mailbox {
  name: string;
  address: string;
}

/** How handing a mail over ended. */
export interface Handover {
  /**
   * queued: the server was not to be had; deferred: it could not take the mail; failed: it refused it for good; uncertain:
   * it got the text, but did not answer.
   */
  state: Extract<MailState, 'sent' | 'queued' | 'deferred' | 'failed' | 'uncertain'>;
  reason: string | null;
  /** It had nothing to do with this one mail: trying others now would end the same way. */
  stop: boolean;
}

/** What became of a mail right after the commit that queued it. */
export interface Delivery {
  id: number;
  recipient: string;
  state: MailState;
  /** Why it was not sent; nothing where no mail server is set up. */
  reason: string | null;
}

/** What became of mails. */
export interface Deliveries {
  /** Whether a mail server or a folder is set up at all. */
  configured: boolean;
  mails: ReadonlyMap<number, Delivery>;
}

/** Runs of the program: this one among all of them, and whether another one is known to have ended. */
export interface Runs {
  readonly own: string;
  readonly hasEnded: (run: string) => boolean;
}

/** What delivering works with: units of work of its own, since no transaction may wait for a mail server. */
export interface Outbox {
  readonly read: <T>(work: (deps: Deps) => Promise<T>) => Promise<T>;
  readonly write: <T>(work: (deps: Deps) => Promise<T>) => Promise<T>;
  readonly runs: Runs;
  /** When aborted, delivering ends behind the current mail, which has only a short while left. */
  readonly signal: AbortSignal;
  readonly progress: OnProgress;
}
