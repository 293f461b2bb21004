import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { momentText } from '../../src/domain/activity/schema.ts';
import { cancelApprovals } from '../../src/domain/approval/operations.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import { outcomeLines } from '../outcomes.ts';
import { approvalText, approvalView } from './view.ts';

export const cancel = defineCommand({
  description:
    'The firm withdraws what it requested; the request stays on record as cancelled. What was decided cannot be withdrawn.',
  examples: ['kontor approval cancel 1', 'kontor approval cancel 1 --dry-run'],
  arguments: [{ name: 'approval', summary: 'numbers of approvals', several: true }],
  options: [{ flags: '--at <time>', summary: 'when it was withdrawn, if not now' }],
  database: 'write',
  input: z.object({ approval: z.array(recordNumber('an approval')).min(1), at: momentText.optional() }),
  run: async ({ deps }, { approval, at }) =>
    batchOf(
      await cancelApprovals(
        deps,
        [...new Set(approval)].map((approvalId) => ({ approvalId, at })),
      ),
    ),
  view: approvalView,
  report: ({ results }) =>
    outcomeLines(results, {
      updated: (item) => `withdrew the request for the approval of ${approvalText(item)}`,
      unchanged: (item) => `the request for the approval of ${approvalText(item)} is withdrawn already`,
    }),
});
