import type { OutcomeWord } from '../outcome.ts';

/** What became of the wish to send a link to an address. */
export interface SentLink {
  outcome: OutcomeWord;
  /** The invitation or the reset; null where there is none. */
  id: number | null;
  email: string;
  /** The account it speaks of, or was looked at in. */
  account: { id: number; name: string } | null;
  /** Why nothing was sent. */
  reason: string | null;
  /** The mail in the outbox; null where none was queued. */
  mail: number | null;
  expiresAt: string | null;
  /** The link itself, only where it was asked for. */
  link?: string;
}

/** A portal user with the accounts that are open to them. */
export interface PortalIdentity {
  userId: number;
  email: string;
  accounts: Array<{ id: number; name: string }>;
}
