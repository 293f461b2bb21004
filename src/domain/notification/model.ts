import type { NotificationKind } from '../access/model.ts';

/** What notifications are about so far; each is a kind of mail. Nothing sends questionnaires yet. */
export type NotifiedKind = Exclude<NotificationKind, 'organizers'>;

/** Something the firm did that concerns people of an account (T2). */
export interface Occasion {
  accountId: number;
  kind: NotifiedKind;
  /** What it is about: the names of documents, the subject of a thread. */
  subjects: readonly string[];
  /** Only these contacts are concerned (signers); without it everybody of the account. */
  contactIds?: readonly number[] | undefined;
}
