import type { Paging } from '../listing.ts';
import type { Outcome } from '../outcome.ts';

/** A login of a client's contact to the portal (O1): the portal's own, or one that was recorded. */
export interface Login {
  id: number;
  account: { id: number; name: string };
  /** Null once the contact is deleted. */
  contact: { id: number; name: string } | null;
  /** As the contact was called then. */
  name: string;
  email: string;
  /** Where the person came from, as the portal knew it; null where it did not. */
  origin: string | null;
  at: string;
}

/** When somebody last opened an account. */
export interface LastLogin {
  contact: { id: number; name: string };
  email: string;
  at: string;
  origin: string | null;
}

/** A login that was recorded. */
export interface RecordedLogin extends Login, Outcome {}

/** Which logins to list; newest first. */
export interface LoginQuery extends Paging {
  accountId?: number | undefined;
  contactId?: number | undefined;
  /** From this moment on (ISO 8601). */
  since?: string | undefined;
}
