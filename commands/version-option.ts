import * as z from 'zod';
import type { OptionSpec } from '../src/cli/define-command.ts';

/** For commands that change one record which somebody has looked at before. */
export const versionOption = {
  flags: '--if-version <n>',
  summary: 'only if it still has this version, as JSON shows it: nobody has changed it since',
} as const satisfies OptionSpec;

/** The version that was seen. */
export const givenVersion = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a version, a whole number as JSON shows it')
  .transform(Number)
  .optional();
