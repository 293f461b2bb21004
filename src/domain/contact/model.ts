import type { FieldFilter, FieldValues } from '../field/model.ts';
import type { Filter } from '../filter/model.ts';
import type { PostalAddress } from '../text/address.ts';

/** A contact with the accounts it is linked to, as every command shows it. */
export interface Contact {
  id: number;
  name: string;
  firstName: string | null;
  middleName: string | null;
  lastName: string | null;
  companyName: string | null;
  email: string | null;
  phone: string | null;
  address: PostalAddress | null;
  notes: string | null;
  fields: FieldValues;
  key: string | null;
  /** Grows with each change of the contact itself: its data, fields, e-mails; not of its links. */
  version: number;
  createdAt: string;
  updatedAt: string;
  /** In alphabetical order. */
  accounts: Array<{ id: number; name: string; description: string | null }>;
}

export const contactSorts = ['name', 'id', 'key', 'created', 'updated'] as const;
export type ContactSort = (typeof contactSorts)[number];

/** What to list (Q3). */
export interface ContactQuery {
  /** Contacts of accounts that carry this tag. */
  tags?: readonly string[] | undefined;
  /** Contacts of this account. */
  accountId?: number | undefined;
  /** Contacts that belong to no account. */
  unlinked?: boolean | undefined;
  /** Conditions on the values of contact fields; all must hold. */
  fields?: readonly FieldFilter[] | undefined;
  /** Filters in the filter language; all must hold. */
  where?: readonly Filter[] | undefined;
  sort?: ContactSort | undefined;
  /** Orders by a contact field instead. */
  sortField?: string | undefined;
  descending?: boolean | undefined;
  limit?: number | undefined;
  page?: number | undefined;
}
