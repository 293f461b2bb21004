import { queryByIds, queryByTexts, type Session } from '../../db/bulk.ts';
import { defineTable } from '../../db/table.ts';

export interface ContactRow {
  id: number;
  firstName: string | null;
  middleName: string | null;
  lastName: string | null;
  companyName: string | null;
  phone: string | null;
  street: string | null;
  street2: string | null;
  postalCode: string | null;
  city: string | null;
  region: string | null;
  country: string | null;
  notes: string | null;
  key: string | null;
  displayName: string;
  nameKey: string;
  nameSort: string;
  searchText: string;
  createdAt: string;
  updatedAt: string;
}

export const contactTable = defineTable<ContactRow>('contacts', {
  id: ['id', 'integer'],
  firstName: ['first_name', 'text'],
  middleName: ['middle_name', 'text'],
  lastName: ['last_name', 'text'],
  companyName: ['company_name', 'text'],
  phone: ['phone', 'text'],
  street: ['street', 'text'],
  street2: ['street2', 'text'],
  postalCode: ['postal_code', 'text'],
  city: ['city', 'text'],
  region: ['region', 'text'],
  country: ['country', 'text'],
  notes: ['notes', 'text'],
  key: ['external_key', 'text'],
  displayName: ['display_name', 'text'],
  nameKey: ['name_key', 'text'],
  nameSort: ['name_sort', 'text'],
  searchText: ['search_text', 'text'],
  createdAt: ['created_at', 'text'],
  updatedAt: ['updated_at', 'text'],
});

/** An e-mail address of a contact; `source` is `primary` or the key of the contact field that holds it (C3). */
export interface EmailRow {
  id: number;
  contactId: number;
  source: string;
  address: string;
  addressKey: string;
  /** 1 when it was given as one that several contacts may have (C4). */
  shared: number;
}

export const emailTable = defineTable<EmailRow>('contact_emails', {
  id: ['id', 'integer'],
  contactId: ['contact_id', 'integer'],
  source: ['source', 'text'],
  address: ['address', 'text'],
  addressKey: ['address_key', 'text'],
  shared: ['shared', 'integer'],
});

/** All e-mail addresses of contacts, the primary one first. */
export function readEmails(session: Session, contactIds: readonly number[]): Promise<EmailRow[]> {
  return queryByIds<EmailRow>(
    session,
    `select ${emailTable.select()} from contact_emails where contact_id in {ids}
     order by contact_id, case source when 'primary' then 0 else 1 end, source`,
    contactIds,
  );
}

/** The names of contacts, by id. */
export async function readContactNames(
  session: Session,
  ids: readonly number[],
): Promise<Map<number, string>> {
  const rows = await queryByIds<{ id: number; name: string }>(
    session,
    'select id, display_name as name from contacts where id in {ids}',
    ids,
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export interface AddressOwner {
  addressKey: string;
  contactId: number;
  name: string;
}

/** Where addresses stand by which a contact is found. */
export const addressColumns = ['contact_emails.address_key', 'account_access.address_key'] as const;

/** Who has one of these addresses (by address key); also as an unlinked e-mail, which still opens accounts (T6). */
export async function readAddressOwners(
  session: Session,
  addressKeys: readonly string[],
): Promise<AddressOwner[]> {
  const owners = session.held?.ownersOf(addressColumns, addressKeys);
  if (owners === undefined) {
    return queryByTexts<AddressOwner>(
      session,
      ownersWith('address_key in {texts}'),
      addressKeys,
      addressColumns,
    );
  }
  const wanted = new Set(addressKeys);
  const addresses = await queryByIds<AddressOwner>(session, ownersWith('contact_id in {ids}'), owners);
  return addresses.filter(({ addressKey }) => wanted.has(addressKey));
}

const ownersWith = (condition: string): string =>
  `select e.address_key as "addressKey", c.id as "contactId", c.display_name as name
   from contact_emails e join contacts c on c.id = e.contact_id where e.${condition}
   union
   select r.address_key, c.id, c.display_name
   from account_access r join contacts c on c.id = r.contact_id where r.${condition} order by 2`;

export async function deleteEmails(session: Session, ids: readonly number[]): Promise<void> {
  if (ids.length > 0) await queryByIds(session, 'delete from contact_emails where id in {ids}', ids);
}

export async function deleteContactRows(session: Session, ids: readonly number[]): Promise<void> {
  await queryByIds(session, 'delete from contacts where id in {ids}', ids);
}
