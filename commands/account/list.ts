import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { listAccounts } from '../../src/domain/account/list.ts';
import { accountSorts, accountTypes } from '../../src/domain/account/model.ts';
import { listInput, listOptions, pagingOf, sortInput } from '../list-options.ts';
import { accountFields } from './view.ts';

export const list = defineCommand({
  examples: [
    'kontor account list --type company --sort -created --limit 20',
    'kontor account list --tag VIP --not-tag Monthly --no-archived',
    'kontor account list --untagged -o csv',
  ],
  options: [
    { flags: '--type <type>', summary: 'only accounts of this type', choices: accountTypes },
    {
      flags: '--tag <name>',
      summary: 'only accounts with this tag; given twice, with both',
      repeatable: true,
    },
    { flags: '--not-tag <name>', summary: 'only accounts without this tag', repeatable: true },
    { flags: '--untagged', summary: 'only accounts without any tag' },
    { flags: '--archived', summary: 'only archived accounts' },
    { flags: '--no-archived', summary: 'only accounts that are not archived' },
    ...listOptions(accountSorts),
  ],
  database: 'read',
  input: z.object({
    type: z.enum(accountTypes).optional(),
    tag: z.array(z.string()).optional(),
    notTag: z.array(z.string()).optional(),
    untagged: z.boolean().optional(),
    archived: z.boolean().optional(),
    sort: sortInput(accountSorts),
    ...listInput,
  }),
  run: ({ deps }, { type, tag, notTag, untagged, archived, sort, ...paging }) =>
    listAccounts(deps, {
      type,
      tags: tag,
      notTags: notTag,
      untagged,
      archived,
      ...sort,
      ...pagingOf(paging),
    }),
  view: { kind: 'list', fields: accountFields, id: ({ id }) => id, empty: 'No accounts.' },
});
