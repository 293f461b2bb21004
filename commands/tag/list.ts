import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { listTags } from '../../src/domain/tag/operations.ts';
import { tagFields } from './view.ts';

export const list = defineCommand({
  examples: ['kontor tag list', 'kontor tag list -o json'],
  database: 'read',
  input: z.object({}),
  run: async ({ deps }) => {
    const rows = await listTags(deps);
    return { rows, total: async () => rows.length };
  },
  view: { kind: 'list', fields: tagFields, id: ({ id }) => id, empty: 'No tags.' },
});
