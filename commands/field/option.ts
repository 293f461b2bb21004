import * as z from 'zod';
import { defineCommand, type Raw } from '../../src/cli/define-command.ts';
import { changeOptions, optionInUse } from '../../src/domain/field/options.ts';
import { optionChanges } from '../../src/domain/field/schema.ts';
import { usageError } from '../../src/errors.ts';
import type { RecordView } from '../../src/output/view.ts';
import { fieldArgument } from './argument.ts';
import { fieldOutcomeFields, fieldText } from './view.ts';

/** `Old=New` as the two labels. Throws INVALID_INPUT. */
const renaming = (text: string) => {
  const [, from = '', to = ''] = /^([^=]*)=(.*)$/s.exec(text) ?? [];
  if (from.trim() === '' || to.trim() === '') {
    throw usageError('INVALID_INPUT', `--rename must be "Old=New", not ${JSON.stringify(text)}.`, {
      details: { issues: [{ option: '--rename', given: text, message: 'must be "Old=New"' }] },
    });
  }
  return { from: from.trim(), to };
};

const listed = (value: Raw['options'][string]): string[] | undefined =>
  Array.isArray(value) ? value : undefined;

export const option = defineCommand({
  description:
    'Options are renamed first, then added, removed, and ordered. Values follow their options: another label keeps them. ' +
    'Removing an option takes it from those who have chosen it, and is asked about when somebody has.',
  examples: [
    'kontor field option legal-form --add AG --add "e.K."',
    'kontor field option legal-form --rename "GmbH=GmbH (limited)" --order "UG,GmbH (limited)"',
    'kontor field option legal-form --remove UG --yes',
  ],
  arguments: [fieldArgument],
  options: [
    { flags: '--add <label>', summary: 'a new option, behind the others', repeatable: true },
    {
      flags: '--rename <old=new>',
      summary: 'give an option another label; id:7=New names it by its id, also where its label has a =',
      repeatable: true,
    },
    { flags: '--remove <label>', summary: 'take an option away; id:7 names it by its id', repeatable: true },
    { flags: '--order <labels>', summary: 'these first, in this order: "A,B,C"', repeatable: true },
  ],
  database: 'write',
  collect: ({ args, options }) => ({
    field: args.field,
    changes: {
      add: options.add,
      rename: listed(options.rename)?.map(renaming),
      remove: options.remove,
      order: options.order,
    },
  }),
  input: z
    .strictObject({ field: z.string(), changes: optionChanges })
    .refine(
      ({ changes }) => Object.values(changes).some((value) => value !== undefined),
      'nothing to change: name what is to be different, as in --add "…"',
    ),
  run: ({ deps }, input) => changeOptions(deps, input),
  confirm: (preview) =>
    preview.cleared === 0
      ? undefined
      : {
          question: `Take it from ${preview.cleared === 1 ? `the 1 ${preview.scope} that has` : `the ${preview.cleared} ${preview.scope}s that have`} chosen it?`,
          refusal: optionInUse(preview),
        },
  view: {
    kind: 'record',
    fields: [
      ...(fieldOutcomeFields as RecordView<Awaited<ReturnType<typeof changeOptions>>>['fields']),
      { key: 'cleared', heading: 'Cleared', align: 'right' },
    ],
    id: ({ key }) => key,
  },
  report: (field) => [
    {
      tone: 'done',
      text:
        field.outcome === 'updated'
          ? `${fieldText(field)} has the options ${field.options.map(({ label }) => `"${label}"`).join(', ')}`
          : `${fieldText(field)} is like that already`,
    },
    ...(field.cleared === 0
      ? []
      : [
          {
            tone: 'note' as const,
            text: `taken from ${field.cleared} ${field.scope}${field.cleared === 1 ? '' : 's'}`,
          },
        ]),
  ],
});
