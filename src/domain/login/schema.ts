import * as z from 'zod';
import { momentText } from '../activity/schema.ts';
import { originText } from '../portal/schema.ts';
import { emailText } from '../text/checks.ts';

export const newLogin = z.strictObject({
  accountId: z.int(),
  contactId: z.int(),
  /** The address that was used; by default the one with login in the account, else the contact's first. */
  email: emailText.optional(),
  origin: originText.optional(),
  /** When it was; now when absent. */
  at: momentText.optional(),
});
/** A login to be recorded. */
export type NewLogin = z.infer<typeof newLogin>;
