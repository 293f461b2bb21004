import { readRecords } from '../../db/table.ts';
import { versionsOf } from '../audit/versions.ts';
import type { Deps } from '../deps.ts';
import { fieldsOfRecords } from '../field/values.ts';
import { linksOfContacts } from '../link/repository.ts';
import { addressOrNull } from '../text/address.ts';
import { compareNames } from '../text/collation.ts';
import type { Contact } from './model.ts';
import { type ContactRow, contactTable, readEmails } from './repository.ts';

/** Contacts with their accounts, in the order of their rows. */
export async function contactRecords(deps: Deps, rows: readonly ContactRow[]): Promise<Contact[]> {
  const ids = rows.map((row) => row.id);
  const emails = await readEmails(deps, ids);
  const accounts = await accountsOfContacts(deps, ids);
  const fields = await fieldsOfRecords(deps, 'contact', ids);
  const versions = await versionsOf(deps, 'contact', ids);
  const primary = new Map(
    emails.filter((email) => email.source === 'primary').map((email) => [email.contactId, email.address]),
  );
  return rows.map((row) => ({
    id: row.id,
    name: row.displayName,
    firstName: row.firstName,
    middleName: row.middleName,
    lastName: row.lastName,
    companyName: row.companyName,
    email: primary.get(row.id) ?? null,
    phone: row.phone,
    address: addressOrNull(row),
    notes: row.notes,
    fields: fields.get(row.id) ?? {},
    key: row.key,
    version: versions.get(row.id) ?? 0,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
    accounts: accounts.get(row.id) ?? [],
  }));
}

/** Contacts with their accounts, by id, in the order of the ids. */
export async function showContacts(deps: Deps, ids: readonly number[]): Promise<Contact[]> {
  const rows = await readRecords<ContactRow>(deps, contactTable, ids);
  return contactRecords(
    deps,
    ids.flatMap((id) => rows.get(id) ?? []),
  );
}

/** One contact with its accounts. */
export async function showContact(deps: Deps, id: number): Promise<Contact> {
  const [contact] = await showContacts(deps, [id]);
  if (contact === undefined) throw new Error(`contact ${id} was not resolved`);
  return contact;
}

async function accountsOfContacts(
  deps: Deps,
  ids: readonly number[],
): Promise<Map<number, Contact['accounts']>> {
  const accounts = new Map<number, Contact['accounts']>();
  for (const { contactId, accountId, accountName, description } of await linksOfContacts(deps, ids)) {
    const list = accounts.get(contactId) ?? [];
    list.push({ id: accountId, name: accountName, description });
    accounts.set(contactId, list);
  }
  for (const list of accounts.values()) list.sort((a, b) => compareNames(a.name, b.name) || a.id - b.id);
  return accounts;
}
