import type { AccountType } from '../account/model.ts';
import type { OutcomeWord } from '../outcome.ts';

/** The photo of an account (A6). */
export interface Photo {
  sha256: string;
  mediaType: string;
  bytes: number;
  /** The client's contact or the firm's user, by the name they had then. */
  setBy: string;
  /** The contact who set it; null for the firm, and for contacts that are gone. */
  contact: { id: number; name: string } | null;
  setAt: string;
}

/** The account of a photo, with all that its heading shows (A12). */
export interface PhotoAccount {
  id: number;
  name: string;
  type: AccountType;
  archivedAt: string | null;
}

/** A photo with whose it is and where it is kept. */
export interface AccountPhoto extends Photo {
  account: PhotoAccount;
  path: string;
}

/** What became of the photo of an account; what it is now, or, when it was removed, what it was. */
export interface PhotoOutcome {
  outcome: OutcomeWord;
  account: PhotoAccount;
  photo: Photo | null;
}

export interface NewPhoto {
  accountId: number;
  /** As the user names it. */
  file: string;
  /** The client's contact who sets it; without one the firm does. */
  contactId?: number | undefined;
  /** When it was set, if not now. */
  at?: string | undefined;
}
