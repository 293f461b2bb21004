import * as z from 'zod';
import type { OptionSpec, Raw } from '../../src/cli/define-command.ts';
import { addressOptions, givenAddress, givenOptions } from '../address-options.ts';
import { givenFields, setFieldOptions } from '../field-options.ts';

/** What a contact has of its own, for create and edit. */
export const contactOptions: OptionSpec[] = [
  { flags: '--first-name <text>', summary: 'first name' },
  { flags: '--middle-name <text>', summary: 'middle name' },
  { flags: '--last-name <text>', summary: 'last name' },
  { flags: '--company-name <text>', summary: 'the company the person works for' },
  { flags: '--email <address>', summary: 'primary e-mail' },
  { flags: '--shared-email', summary: 'other contacts may have the same e-mail (families)' },
  { flags: '--phone <number>', summary: 'phone number' },
  ...addressOptions('address'),
  { flags: '--notes <text>', summary: 'notes about the person' },
  { flags: '--key <text>', summary: 'external key: what other systems call this contact' },
  ...setFieldOptions('contact'),
];

const names = [
  'firstName',
  'middleName',
  'lastName',
  'companyName',
  'email',
  'phone',
  'notes',
  'key',
] as const;

/** The contact's fields that were given; an empty text clears. */
export const givenContact = (raw: Raw): Record<string, unknown> => ({
  ...givenOptions(raw, names),
  sharedEmail: raw.options.sharedEmail,
  address: givenAddress(raw),
  fields: givenFields(raw),
});

/** References to contacts that several commands take. */
export const severalContacts = {
  arguments: [
    { name: 'contact', summary: 'id, e-mail, exact name or external key', optional: true, several: true },
  ],
  options: [
    {
      flags: '--ids-from <file>',
      summary: 'read more contacts from a file, one a line; - is standard input',
    },
  ],
} as const;

export const severalContactsInput = {
  contact: z.array(z.string()).default([]),
  idsFrom: z.string().optional(),
};

/** One contact and one or more accounts: the ends of links. */
export const linkArguments = [
  { name: 'contact', summary: 'id, e-mail, exact name or external key' },
  { name: 'account', summary: 'id, exact name or external key; several are taken', several: true },
] as const;

export const linkArgumentsInput = { contact: z.string(), account: z.array(z.string()).min(1) };
