import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { momentText } from '../../src/domain/activity/schema.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import { requestSignatures } from '../../src/domain/signature/operations.ts';
import { contactsInOrder } from '../../src/domain/signer/references.ts';
import { outcomeLines } from '../outcomes.ts';
import { progressText, signatureText, signatureView } from './view.ts';

export const request = defineCommand({
  description:
    'Asked are all who may sign for the account, in its order (kontor account signers), or those that --signers names; a ' +
    'later change of that order changes no request. All are notified at once; with --in-order the first, and with each ' +
    'signature the next. A request made with --no-notify notifies nobody later on either.',
  examples: [
    'kontor signature request 1',
    'kontor signature request 1 --signers nora@kern.example,jan@weiss.example --in-order',
    'kontor signature request 1 --no-notify --at 2026-02-27T09:30Z',
  ],
  arguments: [{ name: 'document', summary: 'number of the document' }],
  options: [
    {
      flags: '--signers <contacts>',
      summary: 'who is to sign, separated by commas: ids, e-mails, exact names or keys',
      repeatable: true,
    },
    { flags: '--in-order', summary: 'each is asked only when all before have signed' },
    { flags: '--at <time>', summary: 'when it was requested, if not now' },
    { flags: '--no-notify', summary: 'send no mail about it' },
  ],
  database: 'write',
  input: z.object({
    document: recordNumber('a document'),
    signers: z.array(z.string()).optional(),
    inOrder: z.boolean().default(false),
    at: momentText.optional(),
    notify: z.boolean().default(true),
  }),
  run: async ({ deps }, { document: documentId, signers, inOrder, at, notify }) => {
    const signerIds = signers === undefined ? undefined : await contactsInOrder(deps, signers);
    return batchOf(await requestSignatures(deps, [{ documentId, signerIds, inOrder, at }], { notify }));
  },
  view: signatureView,
  report: ({ results }) =>
    outcomeLines(results, {
      created: (item) => `requested signatures for ${signatureText(item)}; ${progressText(item)}`,
    }),
});
