import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { showThread } from '../../src/domain/message/record.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import { threadFields, threadPage } from './view.ts';

export const show = defineCommand({
  description: 'All of it as it was written, oldest first.',
  examples: ['kontor message show 1', 'kontor message show 1 -o json'],
  arguments: [{ name: 'thread', summary: 'number of the thread' }],
  database: 'read',
  input: z.object({ thread: recordNumber('a thread') }),
  run: ({ deps }, { thread }) => showThread(deps, thread),
  view: { kind: 'record', fields: threadFields, id: ({ id }) => id, page: threadPage },
});
