import * as z from 'zod';
import { defineCommand } from '../../src/cli/define-command.ts';
import { deleteFields, fieldsInUse, valueCount } from '../../src/domain/field/removal.ts';
import { batchOf } from '../../src/domain/outcome.ts';
import { fieldArgument } from './argument.ts';
import { fieldOutcomeFields, fieldText } from './view.ts';

export const remove = defineCommand({
  examples: ['kontor field delete tax-number --yes', 'kontor field delete account:legal-form --dry-run'],
  arguments: [{ ...fieldArgument, several: true }],
  database: 'write',
  input: z.object({ field: z.array(z.string()).min(1) }),
  run: async ({ deps }, { field }) => batchOf(await deleteFields(deps, field)),
  confirm: ({ results }) => {
    const question = `Delete ${results.map((field) => `the ${fieldText(field)} with ${valueCount(field.uses)}`).join(', ')}?`;
    const refusal = fieldsInUse(results);
    return refusal === undefined ? question : { question, refusal };
  },
  view: { kind: 'batch', fields: fieldOutcomeFields, id: ({ key }) => key },
  report: ({ results }) =>
    results.flatMap((field) => [
      { tone: 'done' as const, text: `deleted ${fieldText(field)} with ${valueCount(field.uses)}` },
      ...field.warnings.map((text) => ({ tone: 'warning' as const, text })),
    ]),
});
