import type { PortalStatus } from '../access/model.ts';
import type { FieldFilter, FieldValues } from '../field/model.ts';
import type { Filter } from '../filter/model.ts';
import type { LinkedContact } from '../link/model.ts';
import type { Photo } from '../photo/model.ts';
import type { PostalAddress } from '../text/address.ts';

export const accountTypes = ['individual', 'company'] as const;
export type AccountType = (typeof accountTypes)[number];

/** An account as lists show it. */
export interface Account {
  id: number;
  name: string;
  type: AccountType;
  companyName: string | null;
  companyAddress: PostalAddress | null;
  key: string | null;
  tags: string[];
  fields: FieldValues;
  photo: Photo | null;
  /** The strongest of its e-mails' (T3). */
  portalStatus: PortalStatus;
  archivedAt: string | null;
  /** Grows with each change of the account itself: its data, fields, tags, photo; not of its contacts. */
  version: number;
  createdAt: string;
  updatedAt: string;
}

/** An account with its contacts, in alphabetical order (L1). */
export interface AccountWithContacts extends Account {
  contacts: LinkedContact[];
}

/** What to list (Q3). */
export interface AccountQuery {
  type?: AccountType | undefined;
  /** Accounts that carry all of these tags. */
  tags?: readonly string[] | undefined;
  /** Accounts that carry none of these tags. */
  notTags?: readonly string[] | undefined;
  /** Accounts without any tag. */
  untagged?: boolean | undefined;
  /** Accounts that show this portal status (T3). */
  portalStatus?: PortalStatus | undefined;
  /** Only archived ones, or only those that are not; both when absent. */
  archived?: boolean | undefined;
  /** Conditions on the values of account fields; all must hold. */
  fields?: readonly FieldFilter[] | undefined;
  /** Filters in the filter language; all must hold. */
  where?: readonly Filter[] | undefined;
  sort?: AccountSort | undefined;
  /** Orders by an account field instead. */
  sortField?: string | undefined;
  descending?: boolean | undefined;
  limit?: number | undefined;
  /** The page, from 1, of `limit` rows. */
  page?: number | undefined;
}

export const accountSorts = ['name', 'id', 'type', 'key', 'created', 'updated'] as const;
export type AccountSort = (typeof accountSorts)[number];
