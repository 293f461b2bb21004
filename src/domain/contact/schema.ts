import * as z from 'zod';
import { fieldInputs } from '../field/schema.ts';
import { addressInput } from '../text/address-schema.ts';
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
  /** Values of contact fields, by key or label (F2). */
  fields: fieldInputs.optional(),
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
