import type { Section } from '../activity/model.ts';
import type { Outcome } from '../outcome.ts';

/** complete: all have signed; declined: one of them would not; cancelled: the firm withdrew its request. */
export const signatureStatuses = ['open', 'complete', 'declined', 'cancelled'] as const;
export type SignatureStatus = (typeof signatureStatuses)[number];

export const signerStatuses = ['pending', 'signed', 'declined'] as const;
export type SignerStatus = (typeof signerStatuses)[number];

/** One who is asked to sign, by the name they had then; `contact` is null when it is gone. */
export interface RequestedSigner {
  /** From 1, in the order in which signers are asked. */
  position: number;
  contact: { id: number; name: string } | null;
  name: string;
  status: SignerStatus;
  /** When they signed or declined. */
  at: string | null;
  /** Why they declined. */
  reason: string | null;
}

/** The firm's request that clients sign a document, and how far it is (O1). */
export interface Signature {
  id: number;
  document: { id: number; name: string };
  account: { id: number; name: string };
  status: SignatureStatus;
  /** Whether each is asked only when all before have signed. */
  inOrder: boolean;
  requestedAt: string;
  requestedBy: string;
  endedAt: string | null;
  signers: RequestedSigner[];
  /** The names of those who have still to sign, in their order; nobody once the request has ended. */
  missing: string[];
}

/** What became of a request for signatures; `name` is the document's. */
export interface SignatureOutcome extends Outcome, Signature {
  /** The addresses that are told of it (T2). */
  notified: string[];
}

/** Which requests to list; the latest first. */
export interface SignatureQuery {
  accountId?: number | undefined;
  status?: SignatureStatus | undefined;
  /** Only those that this contact can sign now, as far as the order goes. */
  waitingFor?: number | undefined;
  limit?: number | undefined;
  page?: number | undefined;
}

/** The signature requests of an account on its overview. */
export interface SignatureSection extends Section<Signature> {
  /** How many wait for somebody to sign. */
  open: number;
}
