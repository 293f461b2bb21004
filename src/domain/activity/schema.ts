import * as z from 'zod';

/** When something happened, as given by scripts and fixtures; `momentOf` reads it. */
export const momentText = z
  .string('the time must be text')
  .max(40, 'the time must have at most 40 characters');
