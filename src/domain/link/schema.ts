import * as z from 'zod';
import { switches } from '../access/schema.ts';
import { freeText } from '../text/checks.ts';

/** The description of a link (L3): what the contact is in this account. */
export const linkDescription = freeText('the description', 500);
export const optionalLinkDescription = linkDescription.nullable().optional();

export const linkInput = z.strictObject({
  accountId: z.int(),
  contactId: z.int(),
  description: optionalLinkDescription,
  /** Switches to be set for every e-mail of the contact in this account (T1). */
  access: switches.optional(),
  /** Invites those e-mails that login is on for (T4). */
  invite: z.boolean().optional(),
});
/** A link to be made; an absent description leaves that of an existing link as it is. */
export type LinkInput = z.infer<typeof linkInput>;
