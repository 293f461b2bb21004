import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { fieldTypes } from '../../src/domain/field/model.ts';
import { editFields } from '../../src/domain/field/operations.ts';
import { fieldPatch } from '../../src/domain/field/schema.ts';
import { wholeNumber } from '../list-options.ts';
import { fieldArgument } from './argument.ts';
import { fieldOutcomeView, fieldText } from './view.ts';

export const edit = defineCommand({
  description:
    'Another type converts the values: each is read as the text that people see. When one cannot be converted, nothing ' +
    'is changed, and those values are listed. A dropdown made of texts gets its options from them.',
  examples: [
    'kontor field edit tax-number --label "Tax number" --position 1',
    'kontor field edit account:legal-form --type multi-dropdown',
    'kontor field edit tax-number --type dropdown --dry-run',
  ],
  arguments: [fieldArgument],
  options: [
    { flags: '--label <text>', summary: 'what people read' },
    { flags: '--type <type>', summary: 'what it holds', choices: fieldTypes },
    { flags: '--position <n>', summary: 'its place among the fields (from 1)' },
  ],
  database: 'write',
  collect: ({ args, options }) => ({ field: args.field, patch: options }),
  input: z
    .strictObject({ field: z.string(), patch: fieldPatch.extend({ position: wholeNumber(1).optional() }) })
    .refine(
      ({ patch }) => Object.values(patch).some((value) => value !== undefined),
      'nothing to change: name what is to be different, as in --label "…"',
    ),
  run: async ({ deps }, input) => {
    const [field] = await editFields(deps, [input]);
    if (field === undefined) throw new Error('editFields gave nothing for one input');
    return field;
  },
  view: fieldOutcomeView,
  report: (field) => [
    {
      tone: 'done',
      text:
        field.outcome === 'updated'
          ? `changed ${fieldText(field)}`
          : `${fieldText(field)} is like that already`,
    },
    ...field.warnings.map((text) => ({ tone: 'note' as const, text })),
  ],
});
