import type { NotificationKind } from '../access/model.ts';
import type { Outcome, OutcomeWord } from '../outcome.ts';

/** Whose value is kept where several contacts hold different ones. */
export interface Take {
  /** `phone`, `email`, the key of a contact field, or `description@ACCOUNT`. */
  field: string;
  /** One of the contacts by reference, or one of the values. */
  from: string;
}

/** Contacts that are to become one (L5). */
export interface MergeInput {
  /** The contact that stays. */
  keep: number;
  /** Those that go into it. */
  drop: readonly number[];
  take?: readonly Take[] | undefined;
  /** Contact fields of type `email`, by key or label, for the addresses that others took the place of. */
  keepEmailAs?: readonly string[] | undefined;
}

interface Named {
  id: number;
  name: string;
}

/** A value that somebody held and that was not chosen. */
export interface GivenUp {
  field: string;
  contact: Named;
  value: unknown;
}

/** The link of the contact that stays to an account that one of the others was linked to. */
export interface MergedLink {
  outcome: OutcomeWord;
  account: Named;
  description: string | null;
  signerRank: number | null;
  /** How many links it was made of. */
  links: number;
}

/** The access of an e-mail that one of the others had; of several for the same e-mail one is made, and on wins. */
export interface MergedAccess {
  account: Named;
  email: string;
  from: Named[];
  login: boolean;
  notify: boolean;
  sync: boolean;
  notifications: NotificationKind[];
}

/** Of what happened with the others how much belongs to the contact now. */
export type Moved = Record<
  'documents' | 'messages' | 'approvals' | 'signatures' | 'logins' | 'photos' | 'portalLinks',
  number
>;

/** What became of a merge; `id` and `name` are those of the contact that stays. */
export interface MergeOutcome extends Outcome {
  merged: Named[];
  /** What differs about the contact that stays. */
  changes: Record<string, { from: unknown; to: unknown }>;
  givenUp: GivenUp[];
  links: MergedLink[];
  access: MergedAccess[];
  moved: Moved;
}
