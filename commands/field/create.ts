import { defineCommand } from '../../src/cli/define-command.ts';
import { fieldScopes, fieldTypes } from '../../src/domain/field/model.ts';
import { createFields } from '../../src/domain/field/operations.ts';
import { newField } from '../../src/domain/field/schema.ts';
import { wholeNumber } from '../list-options.ts';
import { fieldOutcomeView, fieldText } from './view.ts';

export const create = defineCommand({
  description:
    'Accounts and contacts have fields of their own. The key is made from the label when it is left out; it stays when ' +
    'the label changes. A contact field of type email holds a further e-mail of the contact, with switches of its own.',
  examples: [
    'kontor field create --scope account --type text --label "Steuernummer" --key tax-number',
    'kontor field create --scope account --type dropdown --label "Legal form" --option GmbH --option "GmbH & Co. KG"',
    'kontor field create --scope contact --type email --label "Spouse e-mail"',
  ],
  options: [
    { flags: '--scope <scope>', summary: 'whose field it is', choices: fieldScopes },
    { flags: '--type <type>', summary: 'what it holds', choices: fieldTypes },
    { flags: '--label <text>', summary: 'what people read' },
    { flags: '--key <text>', summary: 'what scripts and imports call it, in kebab-case' },
    { flags: '--option <text>', summary: 'a choice of a dropdown', repeatable: true },
    { flags: '--position <n>', summary: 'its place among the fields (from 1); the last when left out' },
  ],
  database: 'write',
  ask: [
    { answers: 'scope', when: () => true, message: 'Whose field:', choices: fieldScopes },
    { answers: 'type', when: () => true, message: 'Type:', choices: fieldTypes },
    { answers: 'label', when: () => true, message: 'What people read, as in Tax number:', label: 'Label' },
    {
      answers: 'option',
      when: ({ options }) => options.type === 'dropdown' || options.type === 'multi-dropdown',
      message: 'A choice of it (Enter: no more):',
      label: 'Choices',
      several: true,
    },
    {
      answers: 'key',
      when: () => true,
      message: 'What scripts call it (Enter makes it from the label):',
      optional: true,
    },
  ],
  collect: ({ options: { option, ...others } }) => ({ ...others, options: option }),
  input: newField.extend({ position: wholeNumber(1).optional() }),
  run: async ({ deps }, input) => {
    const [field] = await createFields(deps, [input]);
    if (field === undefined) throw new Error('createFields gave nothing for one input');
    return field;
  },
  interview: {
    when: ({ options }) => ['scope', 'type', 'label'].some((name) => options[name] === undefined),
    question: 'Create this field?',
    follows: ({ key }) => [{ label: 'Scripts will call it', value: key }],
  },
  view: fieldOutcomeView,
  report: (field) => [
    {
      tone: 'done',
      text:
        field.outcome === 'created' ? `created ${fieldText(field)}` : `${fieldText(field)} exists already`,
    },
  ],
});
