import * as z from 'zod';
import type { OptionSpec } from '../../src/cli/define-command.ts';
import { accountTypes } from '../../src/domain/account/model.ts';
import { addressOptions } from '../address-options.ts';

/** What an account has of its own, for create and edit. */
export const accountOptions: OptionSpec[] = [
  { flags: '--type <type>', summary: `${accountTypes.join(' or ')}; a company when --company-name is given` },
  { flags: '--name <text>', summary: 'name of the account; generated when left out' },
  { flags: '--company-name <text>', summary: 'name of the company' },
  ...addressOptions('company address'),
  { flags: '--key <text>', summary: 'external key: what other systems call this account' },
];

/** The options whose names are those of the account's fields. */
export const accountOptionNames = ['type', 'name', 'companyName', 'key'] as const;

/** References to accounts that several commands take. */
export const severalAccounts = {
  arguments: [{ name: 'account', summary: 'id, exact name or external key', optional: true, several: true }],
  options: [
    {
      flags: '--ids-from <file>',
      summary: 'read more accounts from a file, one a line; - is standard input',
    },
  ],
} as const;

export const severalAccountsInput = {
  account: z.array(z.string()).default([]),
  idsFrom: z.string().optional(),
};
