import * as z from 'zod';
import { defineCommand } from '../src/cli/define-command.ts';
import { sendResets } from '../src/domain/portal/reset.ts';
import {
  sendingInput,
  sendingOf,
  sendingOptions,
  sentBatch,
  sentReport,
  sentView,
  withDelivery,
} from './sent-links.ts';

export const command = defineCommand({
  description:
    'The firm never sees and never sets a password: the link lets the person set one. A link that was sent before is dead.',
  examples: [
    'kontor reset-password jan@weiss.example',
    'kontor reset-password jan@weiss.example --print-link --no-mail',
  ],
  arguments: [{ name: 'email', summary: 'e-mails of active portal users', several: true }],
  options: sendingOptions,
  database: 'write',
  input: z.object({ email: z.array(z.string()).min(1), ...sendingInput }),
  run: async (session, { email, ...sending }) =>
    sentBatch(session, await sendResets(session.deps, email, sendingOf(sending, session.dryRun)), sending),
  delivered: withDelivery,
  view: sentView,
  report: sentReport('password reset'),
});
