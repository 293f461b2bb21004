import * as z from 'zod';
import type { OptionSpec, Raw } from '../../src/cli/define-command.ts';
import { accountTypes } from '../../src/domain/account/model.ts';
import { addressOptions, givenAddress, givenOptions } from '../address-options.ts';
import { choosingInput, choosingOptions } from '../chosen-accounts.ts';
import { givenFields, setFieldOptions } from '../field-options.ts';

/** What an account has of its own, for create and edit. */
export const accountOptions: OptionSpec[] = [
  { flags: '--type <type>', summary: 'a company when --company-name is given', choices: accountTypes },
  { flags: '--name <text>', summary: 'name of the account; generated when left out' },
  { flags: '--company-name <text>', summary: 'name of the company' },
  ...addressOptions('company address'),
  { flags: '--key <text>', summary: 'external key: what other systems call this account' },
  ...setFieldOptions('account'),
];

/** The account's fields that were given; an empty text clears where there may be nothing. */
export const givenAccount = (raw: Raw): Record<string, unknown> => ({
  type: raw.options.type,
  name: raw.options.name,
  ...givenOptions(raw, ['companyName', 'key']),
  companyAddress: givenAddress(raw),
  fields: givenFields(raw),
});

/** References to accounts that several commands take. */
export const severalAccounts = {
  arguments: [{ name: 'account', summary: 'id, exact name or external key', optional: true, several: true }],
  options: choosingOptions,
} as const;

export const severalAccountsInput = {
  account: z.array(z.string()).default([]),
  ...choosingInput,
};
