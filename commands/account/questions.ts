import type { Question, Raw } from '../../src/cli/define-command.ts';
import { accountTypes } from '../../src/domain/account/model.ts';
import { addressQuestions } from '../address-options.ts';
import { accessAlternatives, contactsFor, tagsFor } from '../suggestions.ts';
import { newContactFor } from './new-contact.ts';

const isCompany = ({ options }: Raw): boolean =>
  options.type === 'company' || (options.type === undefined && options.companyName !== undefined);

const hasContact = ({ options }: Raw): boolean =>
  options.contact !== undefined || options.newContact !== undefined;

/** Whether too little is said about a new account: whose it is (A7), or what a company is called (A2). */
export const saysTooLittle = (raw: Raw): boolean =>
  !hasContact(raw) ||
  (isCompany(raw) && raw.options.companyName === undefined && raw.options.name === undefined);

/** What is asked about a new account, in this order. */
export const newAccountQuestions: Question[] = [
  {
    answers: 'type',
    when: ({ options }) => options.companyName === undefined,
    message: 'Type of the account:',
    choices: accountTypes,
  },
  { answers: 'companyName', when: isCompany, message: 'Name of the company:' },
  ...addressQuestions('company', isCompany),
  {
    answers: 'contact',
    when: (raw) => !hasContact(raw),
    message: 'Contact:',
    hint: 'or type a new one, as in Erika Müller <erika@mueller.example>',
    label: 'Contacts',
    search: async (deps, text) => [...(await contactsFor('contact')(deps, text)), ...newContactFor(text)],
    several: true,
  },
  {
    answers: 'name',
    when: () => true,
    message: 'Name of the account (Enter makes one):',
    label: 'Name',
    optional: true,
  },
  {
    answers: 'tag',
    when: () => true,
    message: 'Tag:',
    label: 'Tags',
    search: tagsFor,
    several: true,
    optional: true,
  },
  {
    answers: 'access',
    when: () => true,
    message: 'Access to the portal, for each e-mail of the contacts:',
    any: accessAlternatives,
  },
];
