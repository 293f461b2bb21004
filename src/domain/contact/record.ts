import { readRecords } from '../../db/table.ts';
import type { Deps } from '../deps.ts';
import { linksOfContacts } from '../link/repository.ts';
import { addressOrNull } from '../text/address.ts';
import { compareNames } from '../text/collation.ts';
import type { Contact, ContactWithAccounts } from './model.ts';
import { type ContactRow, contactTable, readEmails } from './repository.ts';

/** Contacts as lists show them, in the order of their rows. */
export async function contactRecords(deps: Deps, rows: readonly ContactRow[]): Promise<Contact[]> {
  const emails = await readEmails(
    deps,
    rows.map((row) => row.id),
  );
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
    key: row.key,
    createdAt: row.createdAt,
    updatedAt: row.updatedAt,
  }));
}

/** Contacts with their accounts, by id, in the order of the ids. */
export async function showContacts(deps: Deps, ids: readonly number[]): Promise<ContactWithAccounts[]> {
  const rows = await readRecords<ContactRow>(deps, contactTable, ids);
  const records = await contactRecords(
    deps,
    ids.flatMap((id) => rows.get(id) ?? []),
  );
  const links = await linksOfContacts(deps, ids);
  return records.map((record) => ({
    ...record,
    accounts: links
      .filter((link) => link.contactId === record.id)
      .map((link) => ({ id: link.accountId, name: link.accountName, description: link.description }))
      .sort((a, b) => compareNames(a.name, b.name) || a.id - b.id),
  }));
}

/** One contact with its accounts. */
export async function showContact(deps: Deps, id: number): Promise<ContactWithAccounts> {
  const [contact] = await showContacts(deps, [id]);
  if (contact === undefined) throw new Error(`contact ${id} was not resolved`);
  return contact;
}
