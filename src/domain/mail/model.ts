/** What mails are about. */
export const mailKinds = ['invitation', 'reset', 'password-notice'] as const;
export type MailKind = (typeof mailKinds)[number];

/**
 * queued: waits for delivery; sending: a program is at it; sent: the server took it; deferred: the server could not take it
 * now, it is tried again later; failed: the server refused it for good; uncertain: the connection was lost after the text,
 * nobody knows whether it arrived, so it is never sent again unasked; cancelled: its link died before it was sent.
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

/** What became of a mail right after the commit that queued it. */
export interface Delivery {
  id: number;
  recipient: string;
  state: MailState;
  /** Why it was not sent; nothing where no mail server is set up. */
  reason: string | null;
}
