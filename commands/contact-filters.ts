import * as z from 'zod';
import type { OptionSpec } from '../src/cli/define-command.ts';
import { resolveAccount } from '../src/domain/account/references.ts';
import { contactFilter } from '../src/domain/contact/filter.ts';
import type { ContactQuery } from '../src/domain/contact/model.ts';
import type { Deps } from '../src/domain/deps.ts';
import { readFilter } from '../src/domain/filter/read.ts';
import { fieldFilterInput, fieldFilterOptions, fieldFiltersOf } from './field-options.ts';
import { severalConditions } from './list-options.ts';

/** The options that select contacts (Q3). */
export const contactFilterOptions: OptionSpec[] = [
  { flags: '--account <reference>', summary: 'only contacts of this account' },
  { flags: '--tag <name>', summary: 'only contacts of accounts with this tag', repeatable: true },
  { flags: '--unlinked', summary: 'only contacts that belong to no account' },
  ...fieldFilterOptions('contact'),
  {
    flags: '--where <filter>',
    summary: 'only contacts that a filter lets through, as in "city=Berlin and tag=VIP" (kontor help filter)',
    repeatable: true,
  },
];

/** Their part of the input. */
export const contactFilterInput = {
  account: z.string().optional(),
  tag: severalConditions(z.string()),
  unlinked: z.boolean().optional(),
  ...fieldFilterInput,
  where: z.array(z.string().transform((text) => readFilter(contactFilter, text))).optional(),
};

/** What was selected. Throws ACCOUNT_NOT_FOUND, ACCOUNT_AMBIGUOUS (exit 3). */
export const contactFiltersOf = async (
  deps: Deps,
  input: z.infer<z.ZodObject<typeof contactFilterInput>>,
): Promise<ContactQuery> => ({
  accountId: input.account === undefined ? undefined : await resolveAccount(deps, input.account),
  tags: input.tag,
  unlinked: input.unlinked,
  fields: fieldFiltersOf(input),
  where: input.where,
});
