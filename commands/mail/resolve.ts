import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { resolveMails } from '../../src/domain/mail/resolve.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { wholeNumber } from '../list-options.ts';

export const resolve = defineCommand({
  description:
    'A mail is uncertain when the connection was lost, or the program ended, behind its text and before the answer. Ask its ' +
    'recipient, or look into the log of the mail server; then say what is true.',
  examples: ['kontor mail resolve 2 --sent', 'kontor mail resolve 2 --again'],
  arguments: [{ name: 'mail', summary: 'numbers of mails', several: true }],
  options: [
    { flags: '--sent', summary: 'it arrived' },
    { flags: '--again', summary: 'put it into the outbox again; `kontor mail send` delivers it' },
  ],
  database: 'write',
  input: z
    .object({
      mail: z.array(wholeNumber(1)).min(1),
      sent: z.boolean().default(false),
      again: z.boolean().default(false),
    })
    .refine(({ sent, again }) => sent !== again, 'say one of --sent and --again'),
  run: async ({ deps, runs }, { mail, sent }) =>
    batchOf(await resolveMails(deps, runs, mail, sent ? 'sent' : 'queued')),
  view: {
    kind: 'batch',
    fields: [
      { key: 'outcome', heading: 'Outcome' },
      { key: 'id', heading: 'ID', align: 'right' },
      { key: 'state', heading: 'State' },
      { key: 'recipient', heading: 'To' },
    ],
    id: ({ id }) => id,
  },
  report: ({ results }) =>
    results.map(({ id, recipient, state }) => ({
      tone: 'done',
      text:
        state === 'sent'
          ? `mail ${id} to ${recipient} counts as sent`
          : `mail ${id} to ${recipient} waits in the outbox again: kontor mail send delivers it`,
    })),
});
