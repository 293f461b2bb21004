import type { NotificationKind } from '../access/model.ts';
import type { Deps } from '../deps.ts';

/** Something the firm did that concerns people of an account (T2). */
export interface Occasion {
  accountId: number;
  kind: Exclude<NotificationKind, 'organizers'>;
  /** What it is about: the names of documents, the subject of a thread. */
  subjects: readonly string[];
  /** Only these contacts are concerned (signers); without it everybody of the account. */
  contactIds?: readonly number[] | undefined;
}

/** Queues the mails of occasions; the addresses they go to, in input order. */
export const notifyClients = async (_deps: Deps, occasions: readonly Occasion[]): Promise<string[][]> =>
  occasions.map(() => []);
