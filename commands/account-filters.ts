import * as z from 'zod';
import type { OptionSpec } from '../src/cli/define-command.ts';
import { portalStatuses } from '../src/domain/access/model.ts';
import { type AccountQuery, accountTypes } from '../src/domain/account/model.ts';
import { whereInput, whereOption } from './account-where.ts';
import { fieldFilterInput, fieldFilterOptions, fieldFiltersOf } from './field-options.ts';
import { severalConditions } from './list-options.ts';

/** The options that select accounts (Q3). */
export const accountFilterOptions: OptionSpec[] = [
  { flags: '--type <type>', summary: 'only accounts of this type', choices: accountTypes },
  {
    flags: '--tag <name>',
    summary: 'only accounts with this tag; given twice, with both',
    repeatable: true,
  },
  { flags: '--not-tag <name>', summary: 'only accounts without this tag', repeatable: true },
  { flags: '--untagged', summary: 'only accounts without any tag' },
  {
    flags: '--portal-status <status>',
    summary: 'only accounts of which this is the furthest that an e-mail has come',
    choices: portalStatuses,
  },
  { flags: '--archived', summary: 'only archived accounts' },
  { flags: '--no-archived', summary: 'only accounts that are not archived' },
  ...fieldFilterOptions('account'),
  whereOption,
];

/** Their part of the input. */
export const accountFilterInput = {
  type: z.enum(accountTypes).optional(),
  tag: severalConditions(z.string()),
  notTag: severalConditions(z.string()),
  untagged: z.boolean().optional(),
  portalStatus: z.enum(portalStatuses).optional(),
  archived: z.boolean().optional(),
  ...fieldFilterInput,
  where: whereInput,
};

/** What was selected. */
export const accountFiltersOf = (input: z.infer<z.ZodObject<typeof accountFilterInput>>): AccountQuery => ({
  type: input.type,
  tags: input.tag,
  notTags: input.notTag,
  untagged: input.untagged,
  portalStatus: input.portalStatus,
  archived: input.archived,
  fields: fieldFiltersOf(input),
  where: input.where,
});
