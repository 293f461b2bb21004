import { defineCommand } from '../../src/cli/define-command.ts';
import { createContacts } from '../../src/domain/contact/operations.ts';
import { showContact } from '../../src/domain/contact/record.ts';
import { newContact } from '../../src/domain/contact/schema.ts';
import { addressQuestions } from '../address-options.ts';
import { contactOptions, givenContact } from './options.ts';
import { contactFields } from './view.ts';

const always = () => true;

export const create = defineCommand({
  description:
    'A contact needs a name or an e-mail. It may exist without any account; contact link joins them.',
  examples: [
    'kontor contact create --first-name Jan --last-name Weiß --email jan@weiss.example --phone "+49 30 1234567"',
    'kontor contact create --company-name "Druckerei Nord" --email post@druckerei.example --key crm-77',
  ],
  options: contactOptions,
  database: 'write',
  ask: [
    { answers: 'firstName', when: always, message: 'First name:', optional: true },
    { answers: 'lastName', when: always, message: 'Last name:', optional: true },
    { answers: 'companyName', when: always, message: 'Company the person works for:', optional: true },
    { answers: 'email', when: always, message: 'E-mail:', label: 'E-mail', optional: true },
    { answers: 'phone', when: always, message: 'Phone:', optional: true },
    ...addressQuestions('contact', always),
  ],
  collect: givenContact,
  input: newContact,
  run: async ({ deps }, input) => {
    const [created] = await createContacts(deps, [input]);
    if (created === undefined) throw new Error('createContacts gave nothing for one input');
    const { outcome, warnings } = created;
    return { ...(await showContact(deps, created.id)), outcome, warnings };
  },
  interview: {
    when: ({ options }) =>
      ['firstName', 'middleName', 'lastName', 'companyName', 'email'].every(
        (name) => options[name] === undefined,
      ),
    question: 'Create this contact?',
    follows: ({ name }) => [{ label: 'Shown as', value: name }],
  },
  view: { kind: 'record', fields: contactFields, id: ({ id }) => id },
  report: ({ id, name }) => [{ tone: 'done', text: `created contact ${id} "${name}"` }],
});
