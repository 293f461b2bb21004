import type { Handover } from '../../domain/mail/model.ts';

/** A mail as it travels. */
export interface WrittenMail {
  id: number;
  /** Which try this is, from 1. */
  attempt: number;
  /** When it was written, ISO 8601. */
  at: string;
  envelope: { from: string; to: string[] };
  raw: Buffer;
}

/** What takes mails away: a mail server, or a folder. */
export interface Carrier {
  /** What must not be seen in anything that is said about it. */
  readonly secrets: readonly string[];
  /**
   * Hands one mail over. Never throws: every ending is one of the five. At `giveUp` it does not wait any longer: the mail
   * is `queued` again, or `uncertain` where the whole text is with the server.
   */
  hand(mail: WrittenMail, giveUp: AbortSignal): Promise<Handover>;
  /** Goes the way that mails take, without one. Why that cannot be done; undefined where it can. */
  tryOut(giveUp: AbortSignal): Promise<string | undefined>;
  close(): void;
}
