import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { showAccount } from '../../src/domain/account/record.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { listNotes } from '../../src/domain/note/list.ts';
import { accountHeading } from '../account-heading.ts';
import { listInput, listOptions, pagingOf } from '../list-options.ts';
import { noteFields } from './view.ts';

export const list = defineCommand({
  description:
    'The last saved first. Tables show how notes begin; -o json and --fields text --wide give all of it.',
  examples: ['kontor note list 1', 'kontor note list --limit 20', 'kontor note list 1 -o json'],
  arguments: [{ name: 'account', summary: 'id, exact name or external key', optional: true }],
  options: listOptions([]),
  database: 'read',
  input: z.object({ account: z.string().optional(), ...listInput }),
  run: async ({ deps }, { account, ...paging }) => {
    if (account === undefined) return listNotes(deps, pagingOf(paging));
    const accountId = await resolveAccount(deps, account);
    return {
      ...listNotes(deps, { accountId, ...pagingOf(paging) }),
      above: [accountHeading(await showAccount(deps, accountId))],
    };
  },
  view: { kind: 'list', fields: noteFields, id: ({ id }) => id, empty: 'No notes.' },
});
