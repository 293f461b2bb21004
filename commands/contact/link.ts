import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { resolveAccountIds } from '../../src/domain/account/references.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { linkContacts } from '../../src/domain/link/operations.ts';
import { optionalLinkDescription } from '../../src/domain/link/schema.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { outcomeLines } from '../outcomes.ts';
import { linkText, linkView } from './link-view.ts';
import { linkArguments, linkArgumentsInput } from './options.ts';

export const link = defineCommand({
  examples: [
    'kontor contact link jan@weiss.example 1 --description "Tax adviser"',
    'kontor contact link erika@mueller.example 1 "Weiß GmbH"',
  ],
  arguments: linkArguments,
  options: [{ flags: '--description <text>', summary: 'what the contact is in these accounts' }],
  database: 'write',
  input: z.object({ ...linkArgumentsInput, description: optionalLinkDescription }),
  run: async ({ deps }, { contact, account, description }) => {
    const contactId = await resolveContact(deps, contact);
    const accountIds = await resolveAccountIds(deps, account);
    return batchOf(
      await linkContacts(
        deps,
        accountIds.map((accountId) => ({ accountId, contactId, description })),
      ),
    );
  },
  view: linkView,
  report: ({ results }) =>
    outcomeLines(results, {
      created: (item) => `linked ${linkText(item)}`,
      updated: (item) => `${linkText(item)} were linked already; the description is changed`,
      unchanged: (item) => `${linkText(item)} are linked already`,
    }),
});
