import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import type { MigrationStatus } from '../../src/db/database.ts';
import type { Field } from '../../src/output/view.ts';

const fields: Field<MigrationStatus>[] = [
  { key: 'location', heading: 'Database' },
  { key: 'state', heading: 'State' },
  { key: 'applied', heading: 'Applied' },
  { key: 'pending', heading: 'Pending' },
  { key: 'unknown', heading: 'Unknown' },
];

const words: Record<MigrationStatus['state'], string> = {
  absent: 'not there yet: kontor init makes it',
  behind: 'older than this kontor: kontor db migrate brings it up to date',
  current: 'up to date',
  ahead: 'written by a newer kontor',
};

export const status = defineCommand({
  examples: ['kontor db status', 'kontor db status -o json'],
  database: 'schema',
  input: z.object({}),
  run: ({ schema }) => schema.status(),
  view: {
    kind: 'record',
    fields,
    id: ({ location }) => location,
    page: ({ location, state, applied, pending, unknown }) => [
      {
        kind: 'pairs',
        pairs: [
          { label: 'Database', value: location },
          { label: 'State', value: `${state} – ${words[state]}` },
          { label: 'Applied', value: applied.join(', ') || 'none' },
          { label: 'Pending', value: pending.join(', ') || 'none' },
          ...(unknown.length === 0 ? [] : [{ label: 'Unknown', value: unknown.join(', ') }]),
        ],
      },
    ],
  },
});
