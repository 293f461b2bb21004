import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { namesOfAccounts } from '../../src/domain/account/record.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { changeTags } from '../../src/domain/tag/assign.ts';
import { tagName } from '../../src/domain/tag/schema.ts';
import {
  agreedTo,
  askAboutChosen,
  choosingInput,
  choosingOptions,
  chosenAccounts,
  isFiltered,
} from '../chosen-accounts.ts';
import { outcomeFields, outcomeLines } from '../outcomes.ts';

export const remove = defineCommand({
  examples: [
    'kontor tag remove VIP --from 1',
    'kontor tag remove VIP Monthly --from "Erika Müller"',
    'kontor tag remove VIP --where "archived" --yes',
  ],
  arguments: [{ name: 'tag', summary: 'names of tags', several: true }],
  options: [
    { flags: '--from <account...>', summary: 'accounts: ids, exact names or external keys' },
    ...choosingOptions,
  ],
  database: 'write',
  input: z.object({
    tag: z.array(tagName).min(1),
    from: z.array(z.string()).default([]),
    ...choosingInput,
  }),
  run: async (session, { tag, from, ...choice }) => {
    const ids = await chosenAccounts(session, { references: from, ...choice });
    const accounts = await namesOfAccounts(session.deps, ids);
    return batchOf(
      await changeTags(
        session.deps,
        accounts.map(({ id, name }) => ({ accountId: id, accountName: name, remove: tag })),
        { createMissing: false },
      ),
    );
  },
  confirm: ({ results }, input) => askAboutChosen('Untag', results, input),
  mayNeedConsent: isFiltered,
  agreed: agreedTo,
  view: { kind: 'batch', fields: outcomeFields(), id: ({ id }) => id },
  report: ({ results }) =>
    outcomeLines(results, {
      updated: ({ id, name }) => `untagged account ${id} "${name}"`,
      unchanged: ({ id, name }) => `account ${id} "${name}" does not carry that tag`,
    }),
});
