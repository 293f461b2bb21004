import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { momentText } from '../../src/domain/activity/schema.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import { declineSignatures } from '../../src/domain/signature/answer.ts';
import { declineReason } from '../../src/domain/signature/schema.ts';
import { outcomeLines } from '../outcomes.ts';
import { checkedText, givenText } from '../text-options.ts';
import { signatureText, signatureView } from './view.ts';

export const decline = defineCommand({
  description:
    'One who declines ends the request for all. Where its order counts, only the one whose turn it is can decline. What a ' +
    'client declines notifies nobody.',
  examples: [
    'kontor signature decline 1 --by jan@weiss.example',
    'kontor signature decline 1 --by jan@weiss.example --reason "Wrong year"',
    'kontor signature decline 1 --by jan@weiss.example --file comment.txt --at 2026-03-01T10:00Z',
  ],
  arguments: [{ name: 'request', summary: 'number of the signature request' }],
  options: [
    { flags: '--by <contact>', summary: 'the signer: id, e-mail, exact name or key' },
    { flags: '--reason <text>', summary: 'why; - is standard input' },
    { flags: '--file <file>', summary: 'read the reason from a file; - is standard input' },
    { flags: '--at <time>', summary: 'when it was declined, if not now' },
  ],
  database: 'write',
  ask: [{ answers: 'by', when: () => true, message: 'Who declined (contact)?' }],
  input: z
    .object({
      request: recordNumber('a signature request'),
      by: z.string(),
      reason: z.string().optional(),
      file: z.string().optional(),
      at: momentText.optional(),
    })
    .refine(
      ({ reason, file }) => reason === undefined || file === undefined,
      'give the reason with --reason or with --file, not both',
    ),
  run: async (session, { request: requestId, by, reason: text, file, at }) => {
    const { deps } = session;
    const given = await givenText(session, { text, file });
    const reason = given === undefined ? undefined : checkedText(declineReason, given);
    const contactId = await resolveContact(deps, by);
    return batchOf(await declineSignatures(deps, [{ requestId, contactId, reason, at }]));
  },
  view: signatureView,
  report: ({ results }) =>
    outcomeLines(results, {
      updated: (item) => `recorded that signing ${signatureText(item)} was declined; the request has ended`,
      unchanged: (item) => `that signing ${signatureText(item)} was declined is recorded already`,
    }),
});
