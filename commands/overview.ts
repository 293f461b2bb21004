import * as z from 'zod';
import { defineCommand } from '../src/cli/define-command.ts';
import { resolveAccount } from '../src/domain/account/references.ts';
import { sectionNames } from '../src/domain/overview/model.ts';
import { overviewOf } from '../src/domain/overview/operations.ts';
import { overviewCount, overviewFields, overviewPage } from './overview/page.ts';

const sectionName = z.enum(sectionNames);

export const command = defineCommand({
  description:
    'The newest five of everything that happened with a client: documents that the client uploaded, messages and who ' +
    'answered, approvals, signatures and who has still to sign, when each person last logged in, notes. Times are UTC. ' +
    'On a terminal a long page goes through PAGER (else less).',
  examples: [
    'kontor overview 1',
    'kontor overview "Weiß GmbH" --all documents',
    'kontor overview 1 --section documents --section notes',
    'kontor overview 1 --all -o json',
  ],
  arguments: [{ name: 'account', summary: 'id, exact name or external key' }],
  options: [
    {
      flags: '--all [section]',
      summary: 'everything, not only the newest five; of this section, or of all',
      choices: sectionNames,
      repeatable: true,
    },
    {
      flags: '--section <section>',
      summary: 'only this section',
      choices: sectionNames,
      repeatable: true,
    },
    { flags: '--no-pager', summary: 'never page, however long it is' },
  ],
  database: 'read',
  input: z
    .object({
      account: z.string(),
      all: z.union([z.literal(true), z.array(sectionName)]).default([]),
      section: z
        .array(sectionName)
        .min(1)
        .default([...sectionNames]),
      pager: z.boolean().default(true),
    })
    .refine(({ all, section }) => all === true || all.every((name) => section.includes(name)), {
      path: ['all'],
      error: 'names a section that --section leaves out',
    }),
  pages: ({ pager }) => pager,
  run: async ({ deps }, { account, all, section }) =>
    overviewOf(deps, await resolveAccount(deps, account), {
      sections: section,
      all: all === true ? section : all,
    }),
  view: {
    kind: 'record',
    fields: overviewFields,
    id: ({ account }) => account.id,
    count: overviewCount,
    page: overviewPage,
  },
});
