import * as z from 'zod';
import type { OptionSpec } from '../src/cli/define-command.ts';
import { accountFilter } from '../src/domain/account/filter.ts';
import { readFilter } from '../src/domain/filter/read.ts';

/** The option that selects accounts by the filter language. */
export const whereOption: OptionSpec = {
  flags: '--where <filter>',
  summary: 'only accounts that a filter lets through, as in "type=company and tag=VIP" (kontor help filter)',
  repeatable: true,
};

/** Filters on accounts, as they were typed. Reading them throws INVALID_FILTER (exit 2). */
export const whereInput = z.array(z.string().transform((text) => readFilter(accountFilter, text))).optional();
