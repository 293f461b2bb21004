import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { renameTag } from '../../src/domain/tag/operations.ts';
import { tagName } from '../../src/domain/tag/schema.ts';
import { accountCount, tagOutcomeView } from './view.ts';

export const rename = defineCommand({
  examples: ['kontor tag rename Monthly Bookkeeping', 'kontor tag rename VIP "Very important" --dry-run'],
  arguments: [
    { name: 'tag', summary: 'name of the tag' },
    { name: 'name', summary: 'its new name' },
  ],
  database: 'write',
  input: z.object({ tag: z.string(), name: tagName }),
  run: ({ deps }, input) => renameTag(deps, input),
  view: tagOutcomeView,
  report: ({ outcome, name, accounts }) => [
    {
      tone: 'done',
      text:
        outcome === 'updated'
          ? `renamed the tag to "${name}" on ${accountCount(accounts)}`
          : `the tag is called "${name}" already`,
    },
  ],
});
