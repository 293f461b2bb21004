import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { resendInvitations } from '../../src/domain/invitation/operations.ts';
import { agreedToAccounts, askAboutEmails, isFiltered } from '../chosen-accounts.ts';
import {
  isToBeSent,
  sendingInput,
  sendingOf,
  sendingOptions,
  sentBatch,
  sentReport,
  sentView,
  withDelivery,
} from '../sent-links.ts';
import { messageOption, readMessage } from './message.ts';
import {
  givenSelection,
  oneInput,
  selectionArguments,
  selectionInput,
  selectionOptions,
} from './selection.ts';

export const resend = defineCommand({
  description:
    'For invitations that are pending or expired. What was sent again less than a minute ago is not sent again, unless ' +
    '--again says that this is no slip.',
  examples: [
    'kontor invite resend erika@mueller.example',
    'kontor invite resend erika@mueller.example --print-link --no-mail',
    'kontor invite resend --account 3',
  ],
  arguments: selectionArguments,
  options: [
    ...selectionOptions,
    messageOption,
    ...sendingOptions,
    { flags: '--again', summary: 'also what was sent again less than a minute ago' },
  ],
  database: 'write',
  input: z
    .object({
      ...selectionInput,
      messageFile: z.string().optional(),
      ...sendingInput,
      again: z.boolean().optional(),
    })
    .refine(...oneInput),
  run: async (session, { messageFile, again, ...input }) => {
    const { deps, dryRun } = session;
    const message = await readMessage(session, messageFile);
    const selection = await givenSelection(session, input);
    const sending = { ...sendingOf(input, dryRun), message, again };
    return sentBatch(session, await resendInvitations(deps, selection, sending), input);
  },
  confirm: ({ results }, input) => askAboutEmails('Invite again', results.filter(isToBeSent), input),
  mayNeedConsent: isFiltered,
  agreed: agreedToAccounts,
  delivered: withDelivery,
  view: sentView,
  report: sentReport('new invitation'),
});
