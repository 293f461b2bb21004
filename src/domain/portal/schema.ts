import { freeText, isPrintable } from '../text/checks.ts';

/** Where somebody came from, as the portal knows it: a network address, a browser. */
export const originText = freeText('the origin', 200)
  .refine(isPrintable, 'the origin must not contain control characters')
  .transform((text) => text.trim());

/** The firm's personal message in an invitation (I1). */
export const messageText = freeText('the message', 2_000)
  .refine((text) => text.trim() !== '', 'the message must not be empty')
  // What is no UTF-8 was read as this sign.
  .refine((text) => !text.includes('\uFFFD'), 'the message must be UTF-8 text')
  .transform((text) => text.trim());
