import type { Paging } from '../listing.ts';
import type { Outcome } from '../outcome.ts';

/** A note of the firm about an account (O1). */
export interface Note {
  id: number;
  account: { id: number; name: string };
  text: string;
  /** Who wrote it first; the record of changes knows who changed it. */
  author: string;
  createdAt: string;
  /** When it was last saved. */
  updatedAt: string;
}

/** What became of a note; its name is how it begins. */
export interface NoteOutcome extends Outcome, Note {}

export interface NewNote {
  accountId: number;
  text: string;
  /** When it was written, if not now. */
  at?: string | undefined;
}

export interface NoteEdit {
  id: number;
  text: string;
  /** What it said when it was opened: a note that was changed since is not written over. */
  was?: string | undefined;
}

/** Which notes to list; the last saved first. */
export interface NoteQuery extends Paging {
  accountId?: number | undefined;
}
