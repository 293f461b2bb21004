import * as z from 'zod';

/** The number of a record that has no other name: a document, a thread, a request, a note, a run. */
export const recordNumber = (what: string) =>
  z
    .union([z.string(), z.number()])
    .transform(String)
    .refine(
      (text) => /^\d{1,9}$/.test(text) && Number(text) > 0,
      `must be the number of ${what}, as its list shows it`,
    )
    .transform(Number);
