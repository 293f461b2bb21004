import { queryByTexts } from '../../db/bulk.ts';
import { readRecords } from '../../db/table.ts';
import type { Deps } from '../deps.ts';
import { type ContactRow, contactTable, readAddressOwners, readEmails } from './repository.ts';

/** A contact with its primary e-mail. */
export interface ContactWithEmail {
  row: ContactRow;
  email: string | null;
}

/** The ids of contacts by external key. */
export async function contactIdsByKey(deps: Deps, keys: readonly string[]): Promise<Map<string, number>> {
  const rows = await queryByTexts<{ id: number; key: string }>(
    deps,
    'select id, external_key as key from contacts where external_key in {texts}',
    keys,
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

/** Contacts with their primary e-mails, by id. */
export async function contactsWithEmail(
  deps: Deps,
  ids: readonly number[],
): Promise<Map<number, ContactWithEmail>> {
  const rows = await readRecords<ContactRow>(deps, contactTable, ids);
  const emails = new Map(
    (await readEmails(deps, ids))
      .filter(({ source }) => source === 'primary')
      .map((email) => [email.contactId, email.address]),
  );
  return new Map([...rows].map(([id, row]) => [id, { row, email: emails.get(id) ?? null }]));
}
