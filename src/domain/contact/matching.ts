import { queryByTexts } from '../../db/bulk.ts';
import { readRecords } from '../../db/table.ts';
import type { Deps } from '../deps.ts';
import { type ContactRow, contactTable, readAddressOwners, readEmails } from './repository.ts';

/** A contact with its e-mails. */
export interface ContactWithEmail {
  row: ContactRow;
  /** The primary one. */
  email: string | null;
  /** The others (C3), by address key. */
  otherAddresses: ReadonlySet<string>;
}

/** The ids of contacts by external key. */
export async function contactIdsByKey(deps: Deps, keys: readonly string[]): Promise<Map<string, number>> {
  const rows = await queryByTexts<{ id: number; key: string }>(
    deps,
    'select id, external_key as key from contacts where external_key in {texts}',
    keys,
    ['contacts.external_key'],
  );
  return new Map(rows.map((row) => [row.key, row.id]));
}

/** The ids of contacts by address key; several where an address is shared (C4). */
export async function contactIdsByAddress(
  deps: Deps,
  addressKeys: readonly string[],
): Promise<Map<string, number[]>> {
  const ids = new Map<string, number[]>();
  for (const { addressKey, contactId } of await readAddressOwners(deps, addressKeys)) {
    const list = ids.get(addressKey);
    if (list === undefined) ids.set(addressKey, [contactId]);
    else if (!list.includes(contactId)) list.push(contactId);
  }
  return ids;
}

/** The ids of contacts by display name, as compared (A4). */
export async function contactIdsByName(
  deps: Deps,
  nameKeys: readonly string[],
): Promise<Map<string, number[]>> {
  const rows = await queryByTexts<{ id: number; nameKey: string }>(
    deps,
    'select id, name_key as "nameKey" from contacts where name_key in {texts} order by id',
    [...new Set(nameKeys)],
  );
  const ids = new Map<string, number[]>();
  for (const { id, nameKey } of rows) ids.set(nameKey, [...(ids.get(nameKey) ?? []), id]);
  return ids;
}

/** The ids of contacts that have neither key nor primary e-mail, by name as compared; in the order of their numbers. */
export async function contactIdsByNameAlone(
  deps: Deps,
  nameKeys: readonly string[],
): Promise<Map<string, number[]>> {
  const rows = await queryByTexts<{ id: number; nameKey: string }>(
    deps,
    `select c.id, c.name_key as "nameKey" from contacts c
     where c.name_key in {texts} and c.external_key is null
       and not exists (select 1 from contact_emails e where e.contact_id = c.id and e.source = 'primary')
     order by c.id`,
    nameKeys,
  );
  const ids = new Map<string, number[]>();
  for (const { id, nameKey } of rows) ids.set(nameKey, [...(ids.get(nameKey) ?? []), id]);
  return ids;
}

/** Contacts with their e-mails, by id. */
export async function contactsWithEmail(
  deps: Deps,
  ids: readonly number[],
): Promise<Map<number, ContactWithEmail>> {
  const rows = await readRecords<ContactRow>(deps, contactTable, ids);
  const emails = new Map<number, string>();
  const others = new Map<number, Set<string>>();
  for (const { contactId, source, address, addressKey } of await readEmails(deps, ids)) {
    if (source === 'primary') emails.set(contactId, address);
    else others.set(contactId, (others.get(contactId) ?? new Set()).add(addressKey));
  }
  return new Map(
    [...rows].map(([id, row]) => [
      id,
      { row, email: emails.get(id) ?? null, otherAddresses: others.get(id) ?? none },
    ]),
  );
}

const none: ReadonlySet<string> = new Set();
