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

export const add = defineCommand({
  examples: [
    'kontor tag add VIP --to 1 2',
    'kontor tag add VIP "Year 2026" --to "Erika Müller" --create-tags',
    'kontor account list --type company -o ids | kontor tag add VIP --ids-from -',
  ],
  arguments: [{ name: 'tag', summary: 'names of tags', several: true }],
  options: [
    { flags: '--to <account...>', summary: 'accounts: ids, exact names or external keys' },
    ...choosingOptions,
    { flags: '--create-tags', summary: 'make tags that do not exist yet' },
  ],
  database: 'write',
  input: z.object({
    tag: z.array(tagName).min(1),
    to: z.array(z.string()).default([]),
    ...choosingInput,
    createTags: z.boolean().default(false),
  }),
  run: async (session, { tag, to, createTags, ...choice }) => {
    const ids = await chosenAccounts(session, { references: to, ...choice });
    const accounts = await namesOfAccounts(session.deps, ids);
    return batchOf(
      await changeTags(
        session.deps,
        accounts.map(({ id, name }) => ({ accountId: id, accountName: name, add: tag })),
        { createMissing: createTags },
      ),
    );
  },
  confirm: ({ results }, input) => askAboutChosen('Tag', results, input),
  mayNeedConsent: isFiltered,
  agreed: agreedTo,
  view: { kind: 'batch', fields: outcomeFields(), id: ({ id }) => id },
  report: ({ results }) =>
    outcomeLines(results, {
      updated: ({ id, name }) => `tagged account ${id} "${name}"`,
      unchanged: ({ id, name }) => `account ${id} "${name}" is tagged already`,
    }),
});
