import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { databaseError } from '../../src/errors.ts';
import { type MigrationOutcome, migrationView } from './view.ts';

export const migrate = defineCommand({
  description:
    'All pending migrations are applied in one transaction. Make a backup first: kontor db backup FILE.',
  examples: ['kontor db migrate', 'kontor db migrate --dry-run'],
  database: 'schema',
  input: z.object({}),
  run: async ({ schema, dryRun }) => {
    const { state, location } = await schema.status();
    if (state === 'absent') {
      throw databaseError('DATABASE_MISSING', `There is no kontor database at ${location}.`, {
        hint: 'Make one with `kontor init`.',
      });
    }
    const applied = await schema.migrate({ dryRun });
    return batchOf(applied.map((name): MigrationOutcome => ({ outcome: 'created', name })));
  },
  view: migrationView,
  report: ({ results }) =>
    results.length === 0
      ? [{ tone: 'done', text: 'the database is up to date' }]
      : results.map(({ name }) => ({ tone: 'done', text: `applied ${name}` })),
});
