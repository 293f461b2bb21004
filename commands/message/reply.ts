import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { momentText } from '../../src/domain/activity/schema.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { replyToThreads } from '../../src/domain/message/operations.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import { textArgument, textInput } from '../text-options.ts';
import { givenMessage, writingOptions } from './options.ts';
import { writtenReport, writtenView } from './view.ts';

export const reply = defineCommand({
  description:
    'The answer of the firm notifies like a message that begins a thread. It stands behind the last message: a time given ' +
    'with --at cannot lie before that one.',
  examples: [
    'kontor message reply 1 "Thank you, we have everything."',
    'kontor message reply 1 "They are in the post." --from jan@weiss.example',
    'kontor message reply 1 --file letter.txt --no-notify',
  ],
  arguments: [{ name: 'thread', summary: 'number of the thread' }, textArgument],
  options: writingOptions,
  database: 'write',
  ask: [{ answers: 'text', when: ({ options }) => options.file === undefined, message: 'Message:' }],
  input: z.object({
    thread: recordNumber('a thread'),
    ...textInput,
    from: z.string().optional(),
    at: momentText.optional(),
    notify: z.boolean().default(true),
  }),
  run: async (session, { thread: threadId, from, at, notify, ...given }) => {
    const { deps } = session;
    const text = await givenMessage(session, given);
    const contactId = from === undefined ? undefined : await resolveContact(deps, from);
    const [sent] = await replyToThreads(deps, [{ threadId, contactId, text, at }], { notify });
    if (sent === undefined) throw new Error('replyToThreads gave nothing for one input');
    return sent;
  },
  view: writtenView,
  report: writtenReport,
});
