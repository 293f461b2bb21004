import type { LinkedEmail } from '../access/model.ts';

/** A contact inside an account as every account view shows it. */
export interface LinkedContact {
  contact: { id: number; name: string };
  description: string | null;
  signerRank: number | null;
  /** The contact's e-mails and the unlinked ones (T6), each with its own switches (C3). */
  emails: LinkedEmail[];
}
