import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { type MigrationOutcome, migrationView } from './view.ts';

export const rollback = defineCommand({
  description:
    'Undoing the first migration deletes everything in the database. Make a backup of it first: kontor db backup FILE.',
  examples: ['kontor db rollback --dry-run', 'kontor db rollback --yes'],
  database: 'schema',
  input: z.object({}),
  run: async ({ schema, dryRun }) => {
    const undone = await schema.rollback({ dryRun });
    return batchOf(undone.map((name): MigrationOutcome => ({ outcome: 'deleted', name })));
  },
  confirm: ({ results }) =>
    results.length === 0
      ? undefined
      : `Undo ${results.map(({ name }) => name).join(', ')} and lose the data in the tables made by it?`,
  view: migrationView,
  report: ({ results }) =>
    results.length === 0
      ? [{ tone: 'done', text: 'there is nothing to undo' }]
      : results.map(({ name }) => ({ tone: 'done', text: `undid ${name}` })),
});
