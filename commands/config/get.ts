import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { readSettings, settingFields, settingKeys } from './view.ts';

export const get = defineCommand({
  examples: ['kontor config get db', 'kontor config get name-format'],
  arguments: [{ name: 'key', summary: settingKeys.join(', '), suggests: settingKeys }],
  database: 'optional',
  input: z.object({ key: z.enum(settingKeys, `must be one of ${settingKeys.join(', ')}`) }),
  run: async ({ configuration, deps, unavailable }, { key }) => {
    const row = (await readSettings(configuration, deps)).find((setting) => setting.key === key);
    if (row?.value != null) return { ...row, value: row.value };
    throw unavailable ?? new Error(`the setting ${key} has no value`);
  },
  view: {
    kind: 'record',
    fields: settingFields,
    id: ({ key }) => key,
    page: ({ value }) => [{ kind: 'text', text: String(value) }],
  },
});
