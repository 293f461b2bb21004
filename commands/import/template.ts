import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { templateCsv } from '../../src/transfer/template.ts';

const locales = ['en', 'de'] as const;

export const template = defineCommand({
  examples: ['kontor import template', 'kontor import template --locale de'],
  options: [{ flags: '--locale <locale>', summary: 'language of the headings', choices: locales }],
  database: 'none',
  input: z.object({ locale: z.enum(locales).default('en') }),
  run: async (_session, { locale }) => templateCsv(locale),
  view: { kind: 'text', text: (csv) => csv },
});
