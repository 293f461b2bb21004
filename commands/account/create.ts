import * as z from 'zod';
import { defineCommand, type Raw } from '../../src/cli/define-command.ts';
import { createAccounts } from '../../src/domain/account/operations.ts';
import { showAccounts } from '../../src/domain/account/record.ts';
import { type NewAccount, newAccount } from '../../src/domain/account/schema.ts';
import type { Deps } from '../../src/domain/deps.ts';
import { accessOptions, givenSwitches } from '../access-options.ts';
import { accessLine } from './contact-lines.ts';
import { parseNewContact } from './new-contact.ts';
import { accountOptions, givenAccount } from './options.ts';
import { newAccountQuestions, saysTooLittle } from './questions.ts';
import { accountWithContactsFields } from './view.ts';

const listed = (value: Raw['options'][string]): string[] => (Array.isArray(value) ? value : []);

interface Given {
  account: NewAccount;
  createTags?: boolean | undefined;
}

/** Creates accounts that allow the same. */
async function createAll(deps: Deps, inputs: readonly Given[]) {
  const created = await createAccounts(
    deps,
    inputs.map(({ account }) => account),
    { createTags: inputs[0]?.createTags },
  );
  const shown = await showAccounts(
    deps,
    created.map(({ id }) => id),
  );
  return shown.map((account, index) => {
    const { outcome = 'created', warnings = [] } = created[index] ?? {};
    return { ...account, outcome, warnings };
  });
}

/** A reference may mean what an earlier line makes, and a given name goes before those that are generated. */
function alike({ account: { contacts, invite, name }, createTags = false }: Given): string | undefined {
  if (invite === true || contacts.some((contact) => 'reference' in contact)) return undefined;
  return JSON.stringify([name !== undefined, createTags]);
}

export const create = defineCommand({
  description:
    'An account always has at least one contact: name existing ones with --contact, make new ones with --new-contact. ' +
    'Without --name the account is called like the company, or like its first contact.',
  examples: [
    'kontor account create --new-contact "Erika Müller <erika@mueller.example>"',
    'kontor account create --company-name "Weiß GmbH" --city Berlin --new-contact "Jan Weiß <jan@weiss.example>" --key crm-0042',
    'kontor account create --name "Haus am See" --contact erika@mueller.example --tag Monthly --create-tags',
    'kontor account create --contact erika@mueller.example --name "Haus im Wald" --login on --notify on',
  ],
  options: [
    ...accountOptions,
    {
      flags: '--contact <reference>',
      summary: 'existing contact: id, e-mail, exact name or key',
      repeatable: true,
    },
    {
      flags: '--new-contact <text>',
      summary: 'new contact: "Name <e-mail>", a name, or an e-mail',
      repeatable: true,
    },
    { flags: '--shared-email', summary: 'the new contacts may share their e-mail with others' },
    { flags: '--tag <name>', summary: 'put a tag on it', repeatable: true },
    { flags: '--create-tags', summary: 'make tags that do not exist yet' },
    ...accessOptions,
  ],
  database: 'write',
  ask: newAccountQuestions,
  collect: (raw) => ({
    createTags: raw.options.createTags,
    account: {
      ...givenAccount(raw),
      tags: raw.options.tag,
      access: givenSwitches(raw),
      invite: raw.options.invite,
      contacts: [
        ...listed(raw.options.contact).map((reference) => ({ reference })),
        ...listed(raw.options.newContact).map((text) => ({
          create: { ...parseNewContact(text), sharedEmail: raw.options.sharedEmail },
        })),
      ],
    },
  }),
  input: z.strictObject({ account: newAccount, createTags: z.boolean().optional() }),
  run: async ({ deps }, input) => {
    const [created] = await createAll(deps, [input]);
    if (created === undefined) throw new Error('createAccounts gave nothing for one input');
    return created;
  },
  interview: {
    when: saysTooLittle,
    question: 'Create this account?',
    follows: ({ name }) => [{ label: 'It will be called', value: name }],
  },
  several: { alike, run: createAll },
  view: { kind: 'record', fields: accountWithContactsFields, id: ({ id }) => id },
  report: ({ id, name, contacts, warnings }) => [
    {
      tone: 'done',
      text: `created account ${id} "${name}" with ${contacts.map(({ contact }) => `${contact.id} "${contact.name}"`).join(', ')}`,
    },
    ...contacts.flatMap(accessLine).map((text) => ({ tone: 'done' as const, text })),
    ...warnings.map((text) => ({ tone: 'warning' as const, text })),
  ],
});
