import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { givenReferences } from '../../src/cli/ids-from.ts';
import { resolveAccounts } from '../../src/domain/account/references.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { changeTags } from '../../src/domain/tag/assign.ts';
import { tagName } from '../../src/domain/tag/schema.ts';
import { outcomeFields, outcomeLines } from '../outcomes.ts';

export const add = defineCommand({
  examples: [
    'kontor tag add VIP --to 1 2',
    'kontor tag add VIP "Year 2026" --to "Erika Müller" --create-tags',
    'kontor account list --type company -o ids | kontor tag add VIP --ids-from -',
  ],
  arguments: [{ name: 'tag', summary: 'names of tags', several: true }],
  options: [
    { flags: '--to <account...>', summary: 'accounts: ids, exact names or external keys' },
    {
      flags: '--ids-from <file>',
      summary: 'read more accounts from a file, one a line; - is standard input',
    },
    { flags: '--create-tags', summary: 'make tags that do not exist yet' },
  ],
  database: 'write',
  input: z.object({
    tag: z.array(tagName).min(1),
    to: z.array(z.string()).default([]),
    idsFrom: z.string().optional(),
    createTags: z.boolean().default(false),
  }),
  run: async (session, { tag, to, idsFrom, createTags }) => {
    const references = await givenReferences(session, { references: to, idsFrom, what: 'account' });
    const accounts = new Map(
      (await resolveAccounts(session.deps, references)).map((account) => [account.id, account]),
    );
    return batchOf(
      await changeTags(
        session.deps,
        [...accounts.values()].map(({ id, name }) => ({ accountId: id, accountName: name, add: tag })),
        { createMissing: createTags },
      ),
    );
  },
  view: { kind: 'batch', fields: outcomeFields(), id: ({ id }) => id },
  report: ({ results }) =>
    outcomeLines(results, {
      updated: ({ id, name }) => `tagged account ${id} "${name}"`,
      unchanged: ({ id, name }) => `account ${id} "${name}" is tagged already`,
    }),
});
