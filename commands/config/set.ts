import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { configurationFile, programSettings } from '../../src/config.ts';
import { changeFirm } from '../../src/domain/firm/operations.ts';
import { firmSettings } from '../../src/domain/firm/schema.ts';

const settable = firmSettings.map(({ key }) => key);

/** Says where a setting of the program is set; undefined for a setting of the firm. */
const refusal = (key: string): string | undefined => {
  const program = programSettings.find((setting) => setting.key === key);
  if (program)
    return `is a setting of the program: use ${program.places}, or write it to ${configurationFile}`;
  return firmSettings.some((setting) => setting.key === key)
    ? undefined
    : `must be one of ${settable.join(', ')}`;
};

export const set = defineCommand({
  examples: ['kontor config set firm-name "Weiß & Partner"', 'kontor config set name-format last-first'],
  arguments: [
    { name: 'key', summary: settable.join(', '), suggests: settable },
    { name: 'value', summary: 'the new value' },
  ],
  database: 'write',
  input: z.object({
    key: z.string().superRefine((key, context) => {
      const message = refusal(key);
      if (message !== undefined) context.addIssue({ code: 'custom', message });
    }),
    value: z.string(),
  }),
  run: ({ deps }, input) => changeFirm(deps, [input]),
  view: {
    kind: 'batch',
    fields: [
      { key: 'key', heading: 'Key' },
      { key: 'value', heading: 'Value' },
      { key: 'outcome', heading: 'Outcome' },
    ],
    id: ({ key }) => key,
  },
  report: ({ results }) =>
    results.map(({ key, value, outcome }) => ({
      tone: 'done',
      text: outcome === 'unchanged' ? `${key} is "${value}" already` : `${key} is now "${value}"`,
    })),
});
