import type { Outcome } from '../outcome.ts';

/** What stands in the place of a person's name where something has to stand. */
export const erasedName = 'erased contact';

/** What stands in the place of a text about a person. */
export const erasedText = '[erased]';

/** What the firm wants to be gone beside the person themselves. */
export interface ErasureOptions {
  /** What the person wrote and uploaded, and their name in what others wrote. */
  withContent?: boolean | undefined;
}

/** A text that stays and that speaks of the person still. */
export interface Mention {
  /** `note`, `message`, `account` … */
  record: string;
  id: number;
}

/** How much was erased beside the contacts. */
export interface ErasedCounts {
  /** Entries of the record of changes that were blacked out. */
  entries: number;
  /** Texts of activity that say "erased contact" in the place of the name. */
  authors: number;
  logins: number;
  mails: number;
  /** Invitations and password resets. */
  portalLinks: number;
  portalUsers: number;
  photos: number;
  accountsRenamed: number;
  documents: number;
  /** Texts of activity that were emptied or blacked out; none without `withContent`. */
  texts: number;
}

/** What came of an erasure. */
export interface Erasure {
  results: Outcome[];
  counts: ErasedCounts;
  /** Accounts that were called after a person, with the names that they have now. */
  renamed: Array<{ id: number; name: string }>;
  mentions: Mention[];
  /** Sets of the record of changes that somebody had tampered with before. */
  unsound: number;
}
