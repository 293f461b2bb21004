import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { createTags } from '../../src/domain/tag/operations.ts';
import { tagColor, tagColors, tagName } from '../../src/domain/tag/schema.ts';
import { tagOutcomeView } from './view.ts';

export const create = defineCommand({
  examples: ['kontor tag create VIP red', 'kontor tag create "Monthly bookkeeping"'],
  arguments: [
    { name: 'name', summary: 'name of the tag' },
    {
      name: 'color',
      summary: `${tagColors.join(', ')}, or #rrggbb; gray when left out`,
      suggests: tagColors,
      optional: true,
    },
  ],
  database: 'write',
  input: z.object({ name: tagName, color: tagColor.optional() }),
  run: async ({ deps }, input) => {
    const [tag] = await createTags(deps, [input]);
    if (tag === undefined) throw new Error('createTags gave nothing for one input');
    return tag;
  },
  view: tagOutcomeView,
  report: ({ outcome, name, color }) => [
    {
      tone: 'done',
      text: outcome === 'created' ? `created tag "${name}" (${color})` : `tag "${name}" exists already`,
    },
  ],
});
