/** A contact who may sign for an account, at its place in the order (L4). */
export interface Signer {
  /** From 1, in the order in which signers are asked. */
  position: number;
  contact: { id: number; name: string };
  /** The place that was set, null for those who follow in alphabetical order. */
  signerRank: number | null;
  description: string | null;
}
