import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { recolorTag } from '../../src/domain/tag/operations.ts';
import { tagColor, tagColors } from '../../src/domain/tag/schema.ts';
import { tagOutcomeView } from './view.ts';

export const recolor = defineCommand({
  examples: ['kontor tag recolor VIP blue', 'kontor tag recolor VIP "#8a2be2"'],
  arguments: [
    { name: 'tag', summary: 'name of the tag' },
    { name: 'color', summary: `${tagColors.join(', ')}, or #rrggbb`, suggests: tagColors },
  ],
  database: 'write',
  input: z.object({ tag: z.string(), color: tagColor }),
  run: ({ deps }, input) => recolorTag(deps, input),
  view: tagOutcomeView,
  report: ({ outcome, name, color }) => [
    {
      tone: 'done',
      text: outcome === 'updated' ? `"${name}" is ${color} now` : `"${name}" is ${color} already`,
    },
  ],
});
