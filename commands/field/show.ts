import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { showField } from '../../src/domain/field/list.ts';
import { fieldArgument } from './argument.ts';
import { customFieldFields, customFieldPage } from './view.ts';

export const show = defineCommand({
  examples: ['kontor field show legal-form', 'kontor field show contact:spouse-email -o json'],
  arguments: [fieldArgument],
  database: 'read',
  input: z.object({ field: z.string() }),
  run: ({ deps }, { field }) => showField(deps, field),
  view: { kind: 'record', fields: customFieldFields, id: ({ key }) => key, page: customFieldPage },
});
