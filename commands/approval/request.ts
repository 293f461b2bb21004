import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { momentText } from '../../src/domain/activity/schema.ts';
import { requestApprovals } from '../../src/domain/approval/operations.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import { outcomeLines } from '../outcomes.ts';
import { approvalText, approvalView } from './view.ts';

export const request = defineCommand({
  description:
    'Those whom the account notifies of approvals get a mail with the name of the document. A document that waits for a ' +
    'decision already is left as it is: it has one open request.',
  examples: [
    'kontor approval request 1',
    'kontor approval request 1 2 --no-notify',
    'kontor approval request 1 --at 2026-02-27T09:30Z --dry-run',
  ],
  arguments: [{ name: 'document', summary: 'numbers of documents', several: true }],
  options: [
    { flags: '--at <time>', summary: 'when it was requested, if not now' },
    { flags: '--no-notify', summary: 'send no mail about it' },
  ],
  database: 'write',
  input: z.object({
    document: z.array(recordNumber('a document')).min(1),
    at: momentText.optional(),
    notify: z.boolean().default(true),
  }),
  run: async ({ deps }, { document, at, notify }) =>
    batchOf(
      await requestApprovals(
        deps,
        [...new Set(document)].map((documentId) => ({ documentId, at })),
        { notify },
      ),
    ),
  view: approvalView,
  report: ({ results }) =>
    outcomeLines(results, {
      created: (item) =>
        `requested the approval of ${approvalText(item)}; ` +
        (item.notified.length === 0 ? 'nobody is notified' : `notifies ${item.notified.join(', ')}`),
      unchanged: (item) => `the approval of ${approvalText(item)} is requested already`,
    }),
});
