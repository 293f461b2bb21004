import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { showAccount } from '../../src/domain/account/record.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { listMessages } from '../../src/domain/message/list.ts';
import { accountOfThread } from '../../src/domain/message/record.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import { accountHeading } from '../account-heading.ts';
import { listInput, listOptions, pagingOf } from '../list-options.ts';
import { messageFields } from './view.ts';

export const list = defineCommand({
  description:
    'Newest first. Tables show how messages begin; `kontor message show THREAD` gives the whole of a thread to read.',
  examples: [
    'kontor message list 3',
    'kontor message list --thread 1 -o json',
    'kontor message list --limit 20',
  ],
  arguments: [{ name: 'account', summary: 'id, exact name or external key', optional: true }],
  options: [{ flags: '--thread <n>', summary: 'only the messages of this thread' }, ...listOptions([])],
  database: 'read',
  input: z.object({
    account: z.string().optional(),
    thread: recordNumber('a thread').optional(),
    ...listInput,
  }),
  run: async ({ deps }, { account, thread: threadId, ...paging }) => {
    const named = account === undefined ? undefined : await resolveAccount(deps, account);
    const accountId = threadId === undefined ? named : await accountOfThread(deps, threadId, named);
    const listed = listMessages(deps, { accountId, threadId, ...pagingOf(paging) });
    return accountId === undefined
      ? listed
      : { ...listed, above: [accountHeading(await showAccount(deps, accountId))] };
  },
  view: { kind: 'list', fields: messageFields, id: ({ id }) => id, empty: 'No messages.' },
});
