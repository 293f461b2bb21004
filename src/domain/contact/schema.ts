import * as z from 'zod';
import { addressInput, type PostalAddress } from '../text/address.ts';
import { emailText, freeText, nameText } from '../text/checks.ts';

const optionalText = (what: string, max: number) => freeText(what, max).nullable().optional();

const fields = {
  firstName: optionalText('the first name', 200),
  middleName: optionalText('the middle name', 200),
  lastName: optionalText('the last name', 200),
  companyName: optionalText('the company name', 200),
  email: emailText.nullable().optional(),
  /** Says that the address may belong to other contacts, too (C4). */
  sharedEmail: z.boolean().optional(),
  phone: optionalText('the phone number', 100),
  address: addressInput.optional(),
  notes: freeText('the notes', 20_000).nullable().optional(),
  key: nameText('the external key', 200).nullable().optional(),
};

/** Whether an input names the person in some way (C1): a name, a company, or an e-mail. */
const namesSomebody = (input: {
  firstName?: string | null | undefined;
  middleName?: string | null | undefined;
  lastName?: string | null | undefined;
  companyName?: string | null | undefined;
  email?: string | null | undefined;
}): boolean =>
  [input.firstName, input.middleName, input.lastName, input.companyName, input.email].some(
    (text) => typeof text === 'string' && text.trim() !== '',
  );

/** A contact to be created (C1). */
export const newContact = z.strictObject(fields).refine(namesSomebody, {
  path: ['firstName'],
  error: 'a contact needs at least a name or an e-mail',
});
export type NewContact = z.infer<typeof newContact>;

/** Changes to a contact: absent fields stay, null clears. */
export const contactPatch = z.strictObject(fields);
export type ContactPatch = z.infer<typeof contactPatch>;

/** A contact as every command shows it. */
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
  key: string | null;
  createdAt: string;
  updatedAt: string;
}

/** A contact with the accounts it is linked to. */
export interface ContactWithAccounts extends Contact {
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
  sort?: ContactSort | undefined;
  descending?: boolean | undefined;
  limit?: number | undefined;
  page?: number | undefined;
}
