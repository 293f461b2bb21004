import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { mergeTags } from '../../src/domain/tag/operations.ts';
import { accountCount, tagOutcomeView } from './view.ts';

export const merge = defineCommand({
  examples: ['kontor tag merge Premium --into Gold', 'kontor tag merge Premium --into Gold --dry-run'],
  arguments: [{ name: 'tag', summary: 'the tag that goes' }],
  options: [{ flags: '--into <tag>', summary: 'the tag that stays' }],
  database: 'write',
  input: z.object({ tag: z.string(), into: z.string() }),
  run: ({ deps }, input) => mergeTags(deps, input),
  view: tagOutcomeView,
  report: ({ name, accounts }) => [
    { tone: 'done', text: `merged into "${name}": ${accountCount(accounts)}` },
  ],
});
