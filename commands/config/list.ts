import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { readSettings, settingFields } from './view.ts';

export const list = defineCommand({
  description:
    'Settings of the program come from an option, else the environment, else kontor.config.json found upward from ' +
    'the working folder, else a default. Settings of the firm live in the database.',
  examples: ['kontor config list', 'kontor config list --origin'],
  options: [{ flags: '--origin', summary: 'show where each value comes from' }],
  database: 'optional',
  input: z.object({ origin: z.boolean().optional() }),
  show: ({ origin }) => (origin ? settingFields.map(({ key }) => key) : undefined),
  run: async ({ configuration, deps }) => {
    const rows = await readSettings(configuration, deps);
    return { rows, total: async () => rows.length };
  },
  view: { kind: 'list', fields: settingFields, id: ({ key }) => key, empty: 'No settings.' },
});
