import type { Switches } from '../../../src/domain/access/schema.ts';
import { showAccount } from '../../../src/domain/account/record.ts';
import { createContacts } from '../../../src/domain/contact/operations.ts';
import { showContact } from '../../../src/domain/contact/record.ts';
import type { NewContact } from '../../../src/domain/contact/schema.ts';
import { createFields } from '../../../src/domain/field/operations.ts';
import type { MergeInput, MergeOutcome } from '../../../src/domain/merge/model.ts';
import { mergeContacts } from '../../../src/domain/merge/operations.ts';
import type { TestDatabase } from '../../helpers/databases.ts';
import { setAccess } from '../access/book.ts';
import { create } from '../fixtures.ts';

/** Contacts 1, 2 … as they are given, and the contact fields second-email, third-email, size (number), topics (many), ok. */
export async function fillMergeBook(db: TestDatabase, ...people: NewContact[]): Promise<void> {
  await db.write(async (deps) => {
    await createFields(deps, [
      { scope: 'contact', type: 'email', label: 'Second e-mail' },
      { scope: 'contact', type: 'email', label: 'Third e-mail' },
      { scope: 'contact', type: 'number', label: 'Size' },
      { scope: 'contact', type: 'multi-dropdown', label: 'Topics', options: ['Tax', 'Law', 'Books'] },
      { scope: 'contact', type: 'checkbox', label: 'OK' },
      { scope: 'contact', type: 'text', label: 'Phone' },
    ]);
    await createContacts(deps, people);
  });
}

/** An account of contacts, each perhaps with a description. */
export const accountOf = (
  db: TestDatabase,
  name: string,
  ...contacts: Array<number | readonly [id: number, description: string]>
) =>
  create(db, {
    name,
    contacts: contacts.map((contact) =>
      typeof contact === 'number' ? { id: contact } : { id: contact[0], description: contact[1] },
    ),
  });

/** Merges the second and further contacts into the first. */
export const merge = (
  db: TestDatabase,
  keep: number,
  drop: number | readonly number[],
  more: Partial<MergeInput> = {},
): Promise<MergeOutcome> => db.write((deps) => mergeContacts(deps, { keep, drop: [drop].flat(), ...more }));

/** `phone=2` as `--take` has it. */
export const take = (...choices: string[]): MergeInput['take'] =>
  choices.map((choice) => {
    const [field = '', from = ''] = choice.split(/=(.*)/s);
    return { field, from };
  });

export const contactOf = (db: TestDatabase, id: number) => db.read((deps) => showContact(deps, id));

/** The contacts of an account with their descriptions and ranks. */
export const linksIn = async (db: TestDatabase, accountId: number): Promise<string[]> =>
  (await db.read((deps) => showAccount(deps, accountId))).contacts.map(
    ({ contact, description, signerRank }) =>
      [
        contact.id,
        ...(description === null ? [] : [description]),
        ...(signerRank === null ? [] : [`#${signerRank}`]),
      ].join(' '),
  );

export const switchOn = (
  db: TestDatabase,
  accountId: number,
  contactId: number,
  ...names: Array<keyof Switches>
) => setAccess(db, accountId, contactId, Object.fromEntries(names.map((name) => [name, true])));
