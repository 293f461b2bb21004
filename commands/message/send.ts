import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { resolveAccount } from '../../src/domain/account/references.ts';
import { momentText } from '../../src/domain/activity/schema.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { sendMessages } from '../../src/domain/message/operations.ts';
import { subjectText } from '../../src/domain/message/schema.ts';
import { textArgument, textInput } from '../text-options.ts';
import { givenMessage, writingOptions } from './options.ts';
import { writtenReport, writtenView } from './view.ts';

export const send = defineCommand({
  description:
    'Begins a thread. Those whom the account notifies of messages get a mail with the subject, never with the text; what a ' +
    'contact writes (--from) notifies nobody. -o ids gives the number of the thread, which reply and show take.',
  examples: [
    'kontor message send 3 "Please send us the receipts for March." --subject "Tax return 2025"',
    'kontor message send "Kern OHG" --file letter.txt --subject "Annual accounts" --no-notify',
    'kontor message send 3 "When do you need the receipts?" --subject Receipts --from jan@weiss.example --at 2026-02-28T09:30Z',
    'kontor message send 3 - --subject "Annual accounts" < letter.txt',
  ],
  arguments: [{ name: 'account', summary: 'id, exact name or external key' }, textArgument],
  options: [{ flags: '--subject <text>', summary: 'what the thread is about' }, ...writingOptions],
  database: 'write',
  ask: [
    { answers: 'subject', when: () => true, message: 'Subject:' },
    { answers: 'text', when: ({ options }) => options.file === undefined, message: 'Message:' },
  ],
  input: z.object({
    account: z.string(),
    ...textInput,
    subject: z.string().pipe(subjectText),
    from: z.string().optional(),
    at: momentText.optional(),
    notify: z.boolean().default(true),
  }),
  run: async (session, { account, from, subject, at, notify, ...given }) => {
    const { deps } = session;
    const text = await givenMessage(session, given);
    const accountId = await resolveAccount(deps, account);
    const contactId = from === undefined ? undefined : await resolveContact(deps, from);
    const [sent] = await sendMessages(deps, [{ accountId, contactId, subject, text, at }], { notify });
    if (sent === undefined) throw new Error('sendMessages gave nothing for one input');
    return sent;
  },
  view: writtenView,
  report: writtenReport,
});
