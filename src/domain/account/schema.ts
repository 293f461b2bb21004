import * as z from 'zod';
import { newContact } from '../contact/schema.ts';
import type { LinkedContact } from '../link/schema.ts';
import { optionalLinkDescription } from '../link/schema.ts';
import { tagName } from '../tag/schema.ts';
import { addressInput, type PostalAddress } from '../text/address.ts';
import { nameText } from '../text/checks.ts';

export const accountTypes = ['individual', 'company'] as const;
export type AccountType = (typeof accountTypes)[number];

const accountType = z.enum(accountTypes, {
  error: (issue) =>
    `the type ${JSON.stringify(issue.input)} is not allowed; it must be individual or company`,
});

const fields = {
  type: accountType.optional(),
  name: nameText('the account name', 300).optional(),
  companyName: nameText('the company name', 300).nullable().optional(),
  companyAddress: addressInput.optional(),
  key: nameText('the external key', 200).nullable().optional(),
};

/** A contact that a new account begins with (A7): one that exists, by id or by reference, or a new one. */
const firstContact = z
  .strictObject({
    id: z.int().optional(),
    reference: z.string().optional(),
    create: newContact.optional(),
    description: optionalLinkDescription,
  })
  .refine(
    (contact) =>
      [contact.id, contact.reference, contact.create].filter((one) => one !== undefined).length === 1,
    'a contact is named by id, by reference, or given anew',
  );

/** An account to be created (A1–A4, A7). */
export const newAccount = z
  .strictObject({
    ...fields,
    tags: z.array(tagName).optional(),
    contacts: z.array(firstContact).min(1, 'an account needs at least one contact'),
  })
  .refine(
    (input) =>
      input.type !== 'company' || input.name !== undefined || (input.companyName ?? '').trim() !== '',
    { path: ['companyName'], error: 'a company needs a company name' },
  );
export type NewAccount = z.infer<typeof newAccount>;

/** Changes to an account (A8): absent fields stay, null clears. */
export const accountPatch = z.strictObject({
  ...fields,
  addTags: z.array(tagName).optional(),
  removeTags: z.array(tagName).optional(),
});
export type AccountPatch = z.infer<typeof accountPatch>;

export interface Photo {
  sha256: string;
  mediaType: string;
  bytes: number;
  setBy: string;
  setAt: string;
}

/** An account as lists show it. */
export interface Account {
  id: number;
  name: string;
  type: AccountType;
  companyName: string | null;
  companyAddress: PostalAddress | null;
  key: string | null;
  tags: string[];
  photo: Photo | null;
  archivedAt: string | null;
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
  /** Only archived ones, or only those that are not; both when absent. */
  archived?: boolean | undefined;
  sort?: AccountSort | undefined;
  descending?: boolean | undefined;
  limit?: number | undefined;
  /** The page, from 1, of `limit` rows. */
  page?: number | undefined;
}

export const accountSorts = ['name', 'id', 'type', 'key', 'created', 'updated'] as const;
export type AccountSort = (typeof accountSorts)[number];
