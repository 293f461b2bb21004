import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { momentText } from '../../src/domain/activity/schema.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { recordNumber } from '../../src/domain/record-number.ts';
import { cancelSignatures } from '../../src/domain/signature/operations.ts';
import { outcomeLines } from '../outcomes.ts';
import { signatureText, signatureView } from './view.ts';

export const cancel = defineCommand({
  description:
    'The firm withdraws what it requested; the request stays on record as cancelled, with what was signed. A request that ' +
    'is complete or was declined cannot be withdrawn.',
  examples: ['kontor signature cancel 1', 'kontor signature cancel 1 --dry-run'],
  arguments: [{ name: 'request', summary: 'numbers of signature requests', several: true }],
  options: [{ flags: '--at <time>', summary: 'when it was withdrawn, if not now' }],
  database: 'write',
  input: z.object({
    request: z.array(recordNumber('a signature request')).min(1),
    at: momentText.optional(),
  }),
  run: async ({ deps }, { request, at }) =>
    batchOf(
      await cancelSignatures(
        deps,
        [...new Set(request)].map((requestId) => ({ requestId, at })),
      ),
    ),
  view: signatureView,
  report: ({ results }) =>
    outcomeLines(results, {
      updated: (item) => `withdrew the request for signatures for ${signatureText(item)}`,
      unchanged: (item) => `the request for signatures for ${signatureText(item)} is withdrawn already`,
    }),
});
