import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { describeLinks } from '../../src/domain/link/operations.ts';
import { linkDescription } from '../../src/domain/link/schema.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { outcomeLines } from '../outcomes.ts';
import { linkText, linkView } from './link-view.ts';

export const describe = defineCommand({
  examples: [
    'kontor contact describe jan@weiss.example 1 "Managing director"',
    'kontor contact describe jan@weiss.example 1 --clear',
  ],
  arguments: [
    { name: 'contact', summary: 'id, e-mail, exact name or external key' },
    { name: 'account', summary: 'id, exact name or external key' },
    { name: 'description', summary: 'up to 500 characters', optional: true },
  ],
  options: [{ flags: '--clear', summary: 'remove the description' }],
  database: 'write',
  input: z
    .object({
      contact: z.string(),
      account: z.string(),
      description: linkDescription.optional(),
      clear: z.boolean().optional(),
    })
    .refine(({ description, clear }) => (description === undefined) === (clear === true), {
      path: ['description'],
      error: 'is needed, or --clear to remove it (not both)',
    }),
  run: async ({ deps }, { contact, account, description }) => {
    const contactId = await resolveContact(deps, contact);
    const accountId = await resolveAccount(deps, account);
    return batchOf(await describeLinks(deps, [{ accountId, contactId, description: description ?? null }]));
  },
  view: linkView,
  report: ({ results }) =>
    outcomeLines(results, {
      updated: (item) =>
        item.description === null
          ? `removed the description of ${item.name} in "${item.account.name}"`
          : `${item.name} is now "${item.description}" in "${item.account.name}"`,
      unchanged: (item) => `the link of ${linkText(item)} says that already`,
    }),
});
