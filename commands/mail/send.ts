import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { pickMails } from '../../src/domain/mail/pick.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { usageError } from '../../src/errors.ts';
import { canDeliver } from '../../src/mail/carriers/configured.ts';
import { deliverMails } from '../../src/mail/deliver.ts';
import { wholeNumber } from '../list-options.ts';
import { type SentMail, sentLine, sentMailFields, sentOutcome } from './sent.ts';

export const send = defineCommand({
  description:
    'Without numbers it delivers all that wait and whose time has come; run it every few minutes where commands leave mails ' +
    'behind. Mails go to the server of KONTOR_SMTP_URL, or as files into the folder of KONTOR_MAIL_FOLDER.',
  examples: ['kontor mail send', 'kontor mail send 1 --now', 'kontor mail send --dry-run'],
  arguments: [{ name: 'mail', summary: 'numbers of mails', several: true, optional: true }],
  options: [{ flags: '--now', summary: 'also those that are to be tried again only later' }],
  database: 'works',
  isIrrevocable: true,
  input: z.object({ mail: z.array(wholeNumber(1)).default([]), now: z.boolean().default(false) }),
  run: async (session, { mail: ids, now }) => {
    const { configuration, runs, dryRun } = session;
    if (!canDeliver(configuration)) throw noWayOut();
    const picks = await session.write((deps) => pickMails(deps, runs, { ids, now }));
    const wanted = picks.filter(({ send }) => send).map(({ mail: { id } }) => id);
    const { mails } = dryRun ? { mails: new Map() } : await deliverMails(configuration, session, wanted);
    return batchOf(
      picks.map(({ mail: { id, kind, recipient, state }, send, reason }): SentMail => {
        const delivery = mails.get(id) ?? { state, reason };
        return { outcome: sentOutcome(delivery.state, { send, dryRun }), id, kind, recipient, ...delivery };
      }),
    );
  },
  view: { kind: 'batch', fields: sentMailFields, id: ({ id }) => id },
  report: ({ results }, dryRun) =>
    results.length === 0
      ? [{ tone: 'done', text: 'no mail waits for its delivery' }]
      : results.map((item) => sentLine(item, dryRun)),
  ending: ({ results }) => (results.some(({ outcome }) => outcome === 'failed') ? 'mail' : undefined),
});

const noWayOut = () =>
  usageError('NO_MAIL_SERVER', 'No mail server is set up, so no mail can be sent.', {
    hint:
      'Set KONTOR_SMTP_URL (smtp://user:password@mail.example:587), or KONTOR_MAIL_FOLDER for files in a folder; both can ' +
      'stand in kontor.config.json as smtp-url and mail-folder.',
  });
