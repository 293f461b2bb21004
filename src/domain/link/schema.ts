import * as z from 'zod';
import { freeText } from '../text/checks.ts';

/** The description of a link (L3): what the contact is in this account. */
export const linkDescription = freeText('the description', 500);
export const optionalLinkDescription = linkDescription.nullable().optional();

export const linkInput = z.strictObject({
  accountId: z.int(),
  contactId: z.int(),
  description: optionalLinkDescription,
});
/** A link to be made; an absent description leaves that of an existing link as it is. */
export type LinkInput = z.infer<typeof linkInput>;
