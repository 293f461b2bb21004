import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { switches } from '../../src/domain/access/schema.ts';
import { resolveAccountIds } from '../../src/domain/account/references.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { linkContacts } from '../../src/domain/link/operations.ts';
import { optionalLinkDescription } from '../../src/domain/link/schema.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { accessOptions, givenSwitches } from '../access-options.ts';
import { outcomeLines } from '../outcomes.ts';
import { accessAlternatives, accountsFor, contactsFor } from '../suggestions.ts';
import { changedAccessLines } from './access-view.ts';
import { linkedView, linkText } from './link-view.ts';
import { linkArguments, linkArgumentsInput } from './options.ts';

export const link = defineCommand({
  description:
    'Switches are set for each e-mail of the contact in these accounts, also where it is linked already. Login by ' +
    'itself sends nothing; --invite does, and switches login on.',
  examples: [
    'kontor contact link jan@weiss.example 1 --description "Tax adviser"',
    'kontor contact link erika@mueller.example 1 "Weiß GmbH" --login on --notify on',
  ],
  arguments: linkArguments,
  options: [
    { flags: '--description <text>', summary: 'what the contact is in these accounts' },
    ...accessOptions,
  ],
  database: 'write',
  ask: [
    { answers: 'contact', when: () => true, message: 'Contact:', search: contactsFor('contact') },
    {
      answers: 'account',
      when: () => true,
      message: 'Account to link it to:',
      label: 'Accounts',
      search: accountsFor('account'),
      several: true,
    },
    {
      answers: 'description',
      when: () => true,
      message: 'What the contact is there, as in "Tax adviser" (Enter for nothing):',
      optional: true,
    },
    {
      answers: 'access',
      when: () => true,
      message: 'Access to these accounts, for each e-mail of the contact:',
      any: accessAlternatives,
    },
  ],
  collect: (raw) => ({
    contact: raw.args.contact,
    account: raw.args.account,
    description: raw.options.description,
    access: givenSwitches(raw),
    invite: raw.options.invite,
  }),
  input: z.strictObject({
    ...linkArgumentsInput,
    description: optionalLinkDescription,
    access: switches.optional(),
    invite: z.boolean().optional(),
  }),
  run: async ({ deps }, { contact, account, ...wanted }) => {
    const contactId = await resolveContact(deps, contact);
    const accountIds = await resolveAccountIds(deps, account);
    return batchOf(
      await linkContacts(
        deps,
        accountIds.map((accountId) => ({ accountId, contactId, ...wanted })),
      ),
    );
  },
  interview: {
    when: ({ args }) => args.contact === undefined || args.account === undefined,
    question: 'Link them?',
  },
  view: linkedView,
  report: ({ results }) => [
    ...outcomeLines(results, {
      created: (item) => `linked ${linkText(item)}`,
      updated: (item) => `${linkText(item)} were linked already; what was given is changed`,
      unchanged: (item) => `${linkText(item)} are linked already`,
    }),
    ...changedAccessLines(results.flatMap(({ access }) => access)),
  ],
});
