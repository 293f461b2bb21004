import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { showAudit } from '../../src/domain/audit/list.ts';
import { wholeNumber } from '../list-options.ts';
import { auditFields, auditPage } from './view.ts';

export const show = defineCommand({
  examples: ['kontor audit show 1', 'kontor audit show 1 -o json'],
  arguments: [{ name: 'entry', summary: 'number of the entry' }],
  database: 'read',
  input: z.object({ entry: wholeNumber(1) }),
  run: ({ deps }, { entry }) => showAudit(deps, entry),
  view: { kind: 'record', fields: auditFields, id: ({ id }) => id, page: auditPage },
});
