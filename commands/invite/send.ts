import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { sendInvitations } from '../../src/domain/invitation/operations.ts';
import { agreedToAccounts, askAboutEmails, isFiltered } from '../chosen-accounts.ts';
import {
  isToBeSent,
  outlook,
  sendingInput,
  sendingOf,
  sendingOptions,
  sentBatch,
  sentReport,
  sentView,
  withDelivery,
} from '../sent-links.ts';
import { emailsFor } from '../suggestions.ts';
import { messageOption, readMessage } from './message.ts';
import {
  givenSelection,
  oneInput,
  selectionArguments,
  selectionInput,
  selectionOptions,
} from './selection.ts';

export const send = defineCommand({
  description:
    'Each e-mail with login on that was never invited, or whose invitation expired or was revoked, gets one invitation, ' +
    'whatever the number of its accounts. E-mails that are named must all be ready for it; of whole accounts, those that ' +
    'are not are passed over.',
  examples: [
    'kontor invite send nora@kern.example',
    'kontor invite send nora@kern.example --print-link --no-mail',
    'kontor invite send --where "tag=Monthly and not archived" --dry-run',
    'kontor account list --tag Monthly -o ids | kontor invite send --ids-from -',
  ],
  arguments: selectionArguments,
  options: [...selectionOptions, messageOption, ...sendingOptions],
  database: 'write',
  ask: [
    {
      answers: 'email',
      when: () => true,
      message: 'E-mail to invite:',
      label: 'E-mails',
      search: emailsFor('email'),
      several: true,
    },
  ],
  input: z
    .object({ ...selectionInput, messageFile: z.string().optional(), ...sendingInput })
    .refine(...oneInput),
  run: async (session, { messageFile, ...input }) => {
    const { deps, dryRun } = session;
    const message = await readMessage(session, messageFile);
    const selection = await givenSelection(session, input);
    const links = await sendInvitations(deps, selection, { ...sendingOf(input, dryRun), message });
    return sentBatch(session, links, input);
  },
  interview: {
    when: ({ args, options }) =>
      args.email === undefined &&
      ['account', 'tag', 'where', 'idsFrom'].every((name) => options[name] === undefined),
    question: 'Send what is said here?',
    follows: ({ results }) => results.map((result) => ({ label: result.email, value: outlook(result) })),
  },
  confirm: ({ results }, input) => askAboutEmails('Invite', results.filter(isToBeSent), input),
  mayNeedConsent: isFiltered,
  agreed: agreedToAccounts,
  delivered: withDelivery,
  view: sentView,
  report: sentReport('invitation'),
});
