import type { Author, Side } from '../activity/model.ts';
import type { Content } from '../file/model.ts';
import type { Outcome } from '../outcome.ts';

/** A document of an account. Its content is in the store; several documents may have the same one. */
export interface Document extends Content {
  id: number;
  name: string;
  account: { id: number; name: string };
  from: Author;
  /** Uploaded by the client, and nobody of the firm has seen it yet (O1). */
  new: boolean;
  addedAt: string;
  /** When somebody of the firm first saw it, and who; null for new ones and for the firm's own. */
  seenAt: string | null;
  seenBy: string | null;
}

export const documentSorts = ['added', 'name', 'size', 'id'] as const;
export type DocumentSort = (typeof documentSorts)[number];

/** Which documents to list; newest first unless said otherwise. */
export interface DocumentQuery {
  accountId?: number | undefined;
  /** Only what clients uploaded and nobody of the firm has seen. */
  unseen?: boolean | undefined;
  from?: Side | undefined;
  sort?: DocumentSort | undefined;
  descending?: boolean | undefined;
  limit?: number | undefined;
  page?: number | undefined;
}

/** What became of a document. */
export interface DocumentOutcome extends Outcome {
  account: { id: number; name: string };
}

/** A document that was added. */
export interface AddedDocument extends DocumentOutcome, Content {
  addedAt: string;
  /** The addresses that a mail goes to (T2), for all documents of the account together. */
  notified: string[];
}

/** A document that was deleted, with what went along. */
export interface DeletedDocument extends DocumentOutcome {
  approvals: number;
  signatures: number;
}

/** A document whose content was written to a file. */
export interface TakenDocument extends Document {
  /** Where to, as it was named. */
  file: string;
}
