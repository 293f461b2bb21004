import * as z from 'zod';
import { type NotificationKind, notificationKinds } from './model.ts';

/** Switches to be set (T1); those that are absent stay as they are. */
export const switches = z.strictObject({
  login: z.boolean().optional(),
  notify: z.boolean().optional(),
  sync: z.boolean().optional(),
});
export type Switches = z.infer<typeof switches>;

/** Kinds of notifications (T2), in texts that separate them by commas. */
export const kindList = z
  .array(z.string())
  .transform((texts) => texts.flatMap((text) => text.split(',').map((word) => word.trim())))
  .pipe(
    z.array(
      z.enum(notificationKinds, {
        error: ({ input }) =>
          `there is no kind ${JSON.stringify(input)}; the kinds are ${notificationKinds.join(', ')}`,
      }),
    ),
  )
  .transform((kinds): NotificationKind[] => [...new Set(kinds)]);
