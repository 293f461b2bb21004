import type { Author, Section } from '../activity/model.ts';
import type { Outcome } from '../outcome.ts';

/** cancelled: the firm withdrew its request. */
export const approvalStatuses = ['pending', 'approved', 'declined', 'cancelled'] as const;
export type ApprovalStatus = (typeof approvalStatuses)[number];

/** What a client may decide. */
export const decisions = ['approved', 'declined'] as const;
export type Decision = (typeof decisions)[number];

/** The firm's request that a client approves of a document, and what became of it (O1). */
export interface Approval {
  id: number;
  document: { id: number; name: string };
  account: { id: number; name: string };
  status: ApprovalStatus;
  requestedAt: string;
  requestedBy: string;
  decidedAt: string | null;
  /** The contact who decided, or whoever of the firm withdrew the request. */
  decidedBy: Author | null;
  comment: string | null;
}

/** What became of a request for approval; `name` is the document's. */
export interface ApprovalOutcome extends Outcome, Approval {
  /** The addresses that are told of it (T2). */
  notified: string[];
}

/** Which approvals to list; the latest requests first. */
export interface ApprovalQuery {
  accountId?: number | undefined;
  status?: ApprovalStatus | undefined;
  limit?: number | undefined;
  page?: number | undefined;
}

/** The approvals of an account on its overview. */
export interface ApprovalSection extends Section<Approval> {
  /** How many wait for the client. */
  open: number;
}
