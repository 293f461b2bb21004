import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { momentText } from '../../src/domain/activity/schema.ts';
import { decisions } from '../../src/domain/approval/model.ts';
import { decideApprovals } from '../../src/domain/approval/operations.ts';
import { approvalComment } from '../../src/domain/approval/schema.ts';
import { resolveContact } from '../../src/domain/contact/references.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import { outcomeLines } from '../outcomes.ts';
import { checkedText, givenText } from '../text-options.ts';
import { approvalText, approvalView } from './view.ts';

export const decide = defineCommand({
  description:
    'A decision stands: it cannot be made twice. To have another one, request the approval again. What a client decides ' +
    'notifies nobody.',
  examples: [
    'kontor approval decide 1 approved --by jan@weiss.example',
    'kontor approval decide 1 declined --by jan@weiss.example --comment "The VAT is missing"',
    'kontor approval decide 1 approved --by erika@mueller.example --file comment.txt --at 2026-03-01T10:00Z',
  ],
  arguments: [
    { name: 'approval', summary: 'number of the approval' },
    { name: 'decision', summary: `what was decided: ${decisions.join(' or ')}`, suggests: decisions },
  ],
  options: [
    { flags: '--by <contact>', summary: "the client's contact who decided: id, e-mail, exact name or key" },
    { flags: '--comment <text>', summary: 'what they said about it; - is standard input' },
    { flags: '--file <file>', summary: 'read the comment from a file; - is standard input' },
    { flags: '--at <time>', summary: 'when it was decided, if not now' },
  ],
  database: 'write',
  ask: [{ answers: 'by', when: () => true, message: 'Who decided (contact)?' }],
  input: z
    .object({
      approval: recordNumber('an approval'),
      decision: z.enum(decisions, `must be ${decisions.join(' or ')}`),
      by: z.string(),
      comment: z.string().optional(),
      file: z.string().optional(),
      at: momentText.optional(),
    })
    .refine(
      ({ comment, file }) => comment === undefined || file === undefined,
      'give the comment with --comment or with --file, not both',
    ),
  run: async (session, { approval: approvalId, decision, by, comment: text, file, at }) => {
    const { deps } = session;
    const given = await givenText(session, { text, file });
    const comment = given === undefined ? undefined : checkedText(approvalComment, given);
    const contactId = await resolveContact(deps, by);
    return batchOf(await decideApprovals(deps, [{ approvalId, decision, contactId, comment, at }]));
  },
  view: approvalView,
  report: ({ results }) =>
    outcomeLines(results, {
      updated: (item) => `${item.decidedBy?.name} ${item.status} ${approvalText(item)}`,
      unchanged: (item) => `${item.decidedBy?.name} ${item.status} ${approvalText(item)} already`,
    }),
});
