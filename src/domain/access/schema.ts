import * as z from 'zod';

/** Switches to be set (T1); those that are absent stay as they are. */
export const switches = z.strictObject({
  login: z.boolean().optional(),
  notify: z.boolean().optional(),
  sync: z.boolean().optional(),
});
export type Switches = z.infer<typeof switches>;
