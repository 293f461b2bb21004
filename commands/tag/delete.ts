import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { deleteTags } from '../../src/domain/tag/operations.ts';
import { outcomeLines } from '../outcomes.ts';
import { accountCount, tagOutcomeFields } from './view.ts';

export const remove = defineCommand({
  examples: ['kontor tag delete Monthly --yes', 'kontor tag delete Monthly VIP --dry-run'],
  arguments: [{ name: 'tag', summary: 'names of tags', several: true }],
  database: 'write',
  input: z.object({ tag: z.array(z.string()).min(1) }),
  run: async ({ deps }, { tag }) => batchOf(await deleteTags(deps, tag)),
  confirm: ({ results }) =>
    `Delete ${results.map(({ name, accounts }) => `"${name}" (on ${accountCount(accounts)})`).join(', ')}?`,
  view: { kind: 'batch', fields: tagOutcomeFields, id: ({ id }) => id },
  report: ({ results }) =>
    outcomeLines(results, {
      deleted: ({ name, accounts }) => `deleted tag "${name}" from ${accountCount(accounts)}`,
    }),
});
