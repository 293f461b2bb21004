import * as z from 'zod';

/** When something happened, as given by scripts and fixtures; `momentOf` reads it. */
export const momentText = z
  .string('the time must be text')
  .max(40, 'the time must have at most 40 characters');

/** The number of a record of activity: a document, a thread, a request, a note. */
export const recordNumber = (what: string) =>
  z
    .union([z.string(), z.number()])
    .transform(String)
    .refine(
      (text) => /^\d{1,9}$/.test(text) && Number(text) > 0,
      `must be the number of ${what}, as its list shows it`,
    )
    .transform(Number);
