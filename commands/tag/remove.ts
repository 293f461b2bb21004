import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { givenReferences } from '../../src/cli/ids-from.ts';
import { resolveAccounts } from '../../src/domain/account/references.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { changeTags } from '../../src/domain/tag/assign.ts';
import { tagName } from '../../src/domain/tag/schema.ts';
import { outcomeFields, outcomeLines } from '../outcomes.ts';

export const remove = defineCommand({
  examples: ['kontor tag remove VIP --from 1', 'kontor tag remove VIP Monthly --from "Erika Müller"'],
  arguments: [{ name: 'tag', summary: 'names of tags', several: true }],
  options: [
    { flags: '--from <account...>', summary: 'accounts: ids, exact names or external keys' },
    {
      flags: '--ids-from <file>',
      summary: 'read more accounts from a file, one a line; - is standard input',
    },
  ],
  database: 'write',
  input: z.object({
    tag: z.array(tagName).min(1),
    from: z.array(z.string()).default([]),
    idsFrom: z.string().optional(),
  }),
  run: async (session, { tag, from, idsFrom }) => {
    const references = await givenReferences(session, { references: from, idsFrom, what: 'account' });
    const accounts = new Map(
      (await resolveAccounts(session.deps, references)).map((account) => [account.id, account]),
    );
    return batchOf(
      await changeTags(
        session.deps,
        [...accounts.values()].map(({ id, name }) => ({ accountId: id, accountName: name, remove: tag })),
        { createMissing: false },
      ),
    );
  },
  view: { kind: 'batch', fields: outcomeFields(), id: ({ id }) => id },
  report: ({ results }) =>
    outcomeLines(results, {
      updated: ({ id, name }) => `untagged account ${id} "${name}"`,
      unchanged: ({ id, name }) => `account ${id} "${name}" does not carry that tag`,
    }),
});
