import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { momentText } from '../../src/domain/activity/schema.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import { signSignatures } from '../../src/domain/signature/answer.ts';
import { outcomeLines } from '../outcomes.ts';
import { progressText, signatureText, signatureView } from './view.ts';

export const sign = defineCommand({
  description:
    'Where the order of a request counts, only the one whose turn it is can sign, and the next one is notified. The request ' +
    'is complete when all have signed.',
  examples: [
    'kontor signature sign 1 --by erika@mueller.example',
    'kontor signature sign 1 --by erika@mueller.example --at 2026-03-01T10:00Z',
  ],
  arguments: [{ name: 'request', summary: 'number of the signature request' }],
  options: [
    { flags: '--by <contact>', summary: 'the signer: id, e-mail, exact name or key' },
    { flags: '--at <time>', summary: 'when it was signed, if not now' },
  ],
  database: 'write',
  ask: [{ answers: 'by', when: () => true, message: 'Who signed (contact)?' }],
  input: z.object({
    request: recordNumber('a signature request'),
    by: z.string(),
    at: momentText.optional(),
  }),
  run: async ({ deps }, { request: requestId, by, at }) => {
    const contactId = await resolveContact(deps, by);
    return batchOf(await signSignatures(deps, [{ requestId, contactId, at }]));
  },
  view: signatureView,
  report: ({ results }) =>
    outcomeLines(results, {
      updated: (item) => `recorded a signature for ${signatureText(item)}; ${progressText(item)}`,
      unchanged: (item) => `that signature for ${signatureText(item)} is recorded already`,
    }),
});
