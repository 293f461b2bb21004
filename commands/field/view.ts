import type { FieldOutcome } from '../../src/domain/field/list.ts';
import type { Field } from '../../src/domain/field/model.ts';
import type { Block, RecordView, Field as Shown } from '../../src/output/view.ts';

/** What is shown of a custom field. */
export const customFieldFields: Shown<Field>[] = [
  { key: 'scope', heading: 'Of' },
  { key: 'key', heading: 'Key' },
  { key: 'label', heading: 'Label' },
  { key: 'type', heading: 'Type' },
  { key: 'options', heading: 'Options', text: ({ options }) => options.map(({ label }) => label).join(', ') },
  { key: 'uses', heading: 'Uses', align: 'right' },
  { key: 'position', heading: 'Position', align: 'right', hidden: true },
];

export const fieldOutcomeFields: Shown<FieldOutcome>[] = [
  { key: 'outcome', heading: 'Outcome' },
  ...(customFieldFields as Shown<FieldOutcome>[]),
  { key: 'warnings', heading: 'Warnings' },
];

/** What became of one custom field. */
export const fieldOutcomeView: RecordView<FieldOutcome> = {
  kind: 'record',
  fields: fieldOutcomeFields,
  id: ({ key }) => key,
};

/** `account field "Tax number" (tax-number, text)` */
export const fieldText = ({ scope, label, key, type }: Field): string =>
  `${scope} field "${label}" (${key}, ${type})`;

/** The page about one custom field. */
export const customFieldPage = (field: Field): Block[] => [
  { kind: 'heading', title: field.label, facts: [{ text: `${field.scope} field` }, { text: field.type }] },
  {
    kind: 'pairs',
    pairs: [
      { label: 'Key', value: field.key },
      { label: 'Position', value: String(field.position) },
      { label: 'Uses', value: String(field.uses) },
    ],
  },
  ...(field.type === 'dropdown' || field.type === 'multi-dropdown'
    ? [
        {
          kind: 'table' as const,
          title: 'Options',
          fields: optionFields,
          rows: field.options,
          empty: 'No options.',
        },
      ]
    : []),
];

const optionFields: Shown<Field['options'][number]>[] = [
  { key: 'id', heading: 'ID', align: 'right' },
  { key: 'label', heading: 'Option' },
];
