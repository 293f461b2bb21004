import { createAccounts } from '../../src/domain/account/operations.ts';
import type { NewAccount } from '../../src/domain/account/schema.ts';
import { listAudit } from '../../src/domain/audit/list.ts';
import type { AuditEntry } from '../../src/domain/audit/schema.ts';
import { createContacts } from '../../src/domain/contact/operations.ts';
import type { NewContact } from '../../src/domain/contact/schema.ts';
import type { Outcome } from '../../src/domain/outcome.ts';
import { searchAccounts } from '../../src/domain/search/operations.ts';
import type { TestDatabase } from '../helpers/databases.ts';

/** "Erika Marie Müller" as a new contact: the last word is the last name, the first the first. */
export function person(name: string, more: Partial<NewContact> = {}): NewContact {
  const words = name.split(' ');
  const lastName = words.pop() ?? '';
  const [firstName, ...middle] = words;
  return {
    ...(firstName === undefined ? {} : { firstName }),
    ...(middle.length === 0 ? {} : { middleName: middle.join(' ') }),
    lastName,
    ...more,
  };
}

/** An account with one new contact, which gives it its name unless one is given. */
export const account = (contact: string, more: Partial<NewAccount> = {}): NewAccount => ({
  contacts: [{ create: person(contact) }],
  ...more,
});

/** Creates accounts in one transaction, tags too. */
export const create = (db: TestDatabase, ...inputs: NewAccount[]): Promise<Outcome[]> =>
  db.write((deps) => createAccounts(deps, inputs, { createTags: true }));

/** Creates contacts that belong to no account. */
export const createPeople = (db: TestDatabase, ...inputs: NewContact[]): Promise<Outcome[]> =>
  db.write((deps) => createContacts(deps, inputs));

export async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

/** The names that a search finds, in its order. */
export const found = (db: TestDatabase, text: string): Promise<string[]> =>
  db.read(async (deps) =>
    (await collect((await searchAccounts(deps, { text })).rows)).map(({ name }) => name),
  );

/** All entries of the record of changes, oldest first. */
export const audit = async (db: TestDatabase): Promise<AuditEntry[]> =>
  (await db.read((deps) => collect(listAudit(deps, {}).rows))).reverse();

/** A promise and the function that fulfils it: where two programs are to meet in a test. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = () => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
