import * as z from 'zod';
import { switches } from '../access/schema.ts';
import { newContact } from '../contact/schema.ts';
import { fieldInputs } from '../field/schema.ts';
import { optionalLinkDescription } from '../link/schema.ts';
import { tagName } from '../tag/schema.ts';
import { addressInput } from '../text/address-schema.ts';
import { nameText } from '../text/checks.ts';
import { accountTypes } from './model.ts';

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
  /** Values of account fields, by key or label (F2). */
  fields: fieldInputs.optional(),
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
    /** Switches for every e-mail of every contact, and whether they are invited (T1, T4). */
    access: switches.optional(),
    invite: z.boolean().optional(),
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
