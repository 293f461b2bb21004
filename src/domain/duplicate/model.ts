import type { Paging } from '../listing.ts';

/** A contact that may be the same person as others. */
export interface DuplicateContact {
  id: number;
  name: string;
  email: string | null;
  phone: string | null;
  /** To how many accounts it is linked. */
  accounts: number;
}

/** Contacts that may be one person (L5). */
export interface Duplicates {
  /** The one with most accounts first, then in the order of their numbers. */
  contacts: DuplicateContact[];
  /** How much speaks for it, 0 to 100; of several contacts, of the two that have least in common. */
  score: number;
  /** What speaks for it, the strongest first: `same name`, `same phone` … */
  reasons: string[];
}

export interface DuplicateQuery extends Paging {
  /** Leaves out what has less. */
  minScore: number;
}
