import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { resetSeeds } from '../../src/domain/run/reset.ts';
import { resetFields, resetLines, resetQuestion } from './reset-view.ts';

export const reset = defineCommand({
  description:
    'Removes what seedings made, and nothing else: accounts with everything in them, contacts, portal users, tags, fields, and ' +
    'what was made up in accounts that were there before; also where it was changed since. Contacts that accounts of your own ' +
    'are linked to, and tags and fields that they use, are kept, and so is what seeding changed of records that were there ' +
    'before. Settings of the firm go back unless they were changed since.',
  examples: ['kontor seed reset --dry-run', 'kontor seed reset --yes'],
  database: 'write',
  input: z.object({}),
  run: async ({ deps, signal, progress }) => resetSeeds(deps, { signal, progress }),
  confirm: resetQuestion,
  view: { kind: 'record', fields: resetFields, id: () => '' },
  report: resetLines,
});
