import { listAccounts } from '../account/list.ts';
import type { Account } from '../account/model.ts';
import { showAccounts } from '../account/record.ts';
import type { Contact } from '../contact/model.ts';
import { showContacts } from '../contact/record.ts';
import type { Deps } from '../deps.ts';
import type { Candidate } from '../resolve.ts';
import { searchContacts } from './contacts.ts';
import { searchAccounts } from './operations.ts';

/** A record that somebody may look for, with what tells it from others. */
export interface FoundRecord extends Candidate {
  about: string;
}

/** Accounts in which a text is found (Q1, Q2); for an empty one the first of all that are in use. */
export async function findAccounts(
  deps: Deps,
  text: string,
  { limit }: { limit: number },
): Promise<FoundRecord[]> {
  const { rows } =
    text.trim() === ''
      ? await listAccounts(deps, { archived: false, limit })
      : await searchAccounts(deps, { text, limit });
  const found: FoundRecord[] = [];
  for await (const account of rows) {
    found.push({ id: account.id, name: account.name, about: aboutAccount(account) });
  }
  return found;
}

/** Contacts in which a text is found; for an empty one the first of all. */
export const findContacts = async (
  deps: Deps,
  text: string,
  { limit }: { limit: number },
): Promise<FoundRecord[]> =>
  (await searchContacts(deps, { text, limit })).map((contact) => ({
    id: contact.id,
    name: contact.name,
    about: aboutContact(contact),
  }));

/** What tells accounts from others, by id. */
export const aboutAccounts = async (
  deps: Deps,
  ids: readonly number[],
): Promise<ReadonlyMap<number, string>> =>
  new Map((await showAccounts(deps, ids)).map((account) => [account.id, aboutAccount(account)]));

/** What tells contacts from others, by id. */
export const aboutContacts = async (
  deps: Deps,
  ids: readonly number[],
): Promise<ReadonlyMap<number, string>> =>
  new Map((await showContacts(deps, ids)).map((contact) => [contact.id, aboutContact(contact)]));

const aboutAccount = ({ id, type, key, tags, archivedAt }: Account): string =>
  joined([`#${id}`, type, key, tags.join(', '), archivedAt === null ? '' : 'archived']);

const aboutContact = ({ id, email, accounts }: Contact): string =>
  joined([
    `#${id}`,
    email,
    accounts
      .slice(0, 2)
      .map(({ name }) => name)
      .join(', '),
  ]);

const joined = (parts: ReadonlyArray<string | null>): string =>
  parts.filter((part) => part !== null && part !== '').join(' · ');
