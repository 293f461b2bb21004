import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { listFields } from '../../src/domain/field/list.ts';
import { fieldScopes } from '../../src/domain/field/model.ts';
import { customFieldFields } from './view.ts';

export const list = defineCommand({
  examples: ['kontor field list', 'kontor field list --scope contact -o json'],
  options: [{ flags: '--scope <scope>', summary: 'only the fields of these', choices: fieldScopes }],
  database: 'read',
  input: z.object({ scope: z.enum(fieldScopes).optional() }),
  run: async ({ deps }, { scope }) => {
    const rows = await listFields(deps, scope);
    return { rows, total: async () => rows.length };
  },
  view: { kind: 'list', fields: customFieldFields, id: ({ key }) => key, empty: 'No fields.' },
});
