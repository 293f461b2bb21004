import type { Knex } from 'knex';
import type { Session } from '../../db/bulk.ts';
import { packedByIds, packedFrom } from '../../db/packed.ts';

type Text = string | null;

const accountColumns = [
  ...['external_key', 'name', 'type', `case when type = 'company' then company_name end`],
  ...['street', 'street2', 'postal_code', 'city', 'region', 'country'].map(
    (part) => `case when type = 'company' then company_${part} end`,
  ),
];

/** `[id, archived (0 or 1), ...texts]` in the order of `accountTexts`. */
export type AccountCells = [id: number, archived: number, ...texts: Text[]];

/** The next accounts of a query behind an id. */
export const accountsBehind = (
  session: Session,
  accounts: Knex.QueryBuilder,
  { id, limit }: { id: number; limit: number },
): Promise<AccountCells[]> =>
  packedFrom<AccountCells>(
    session,
    ['id', 'case when archived_at is null then 0 else 1 end', ...accountColumns],
    accounts.where('accounts.id', '>', id).orderBy('accounts.id').limit(limit).select('accounts.*'),
  );

const contactColumns = (alias: string) =>
  [
    ...['external_key', 'first_name', 'middle_name', 'last_name', 'company_name', 'email', 'phone'],
    ...['street', 'street2', 'postal_code', 'city', 'region', 'country', 'notes'],
  ].map((column) => (column === 'email' ? 'null' : `${alias}.${column}`));

/** `[id, name key, ...texts]` in the order of `contactTexts`; the e-mail is null, since it is read with the others. */
export type ContactCells = [id: number, nameKey: string, ...texts: Text[]];

/** The next contacts of a query behind an id. */
export const contactsBehind = (
  session: Session,
  contacts: Knex.QueryBuilder,
  { id, limit }: { id: number; limit: number },
): Promise<ContactCells[]> =>
  packedFrom<ContactCells>(
    session,
    ['page.id', 'page.name_key', ...contactColumns('page')],
    contacts.where('contacts.id', '>', id).orderBy('contacts.id').limit(limit).select('contacts.*'),
  );

/** `[account, description, contact, name key, ...texts]`, the last as of {@link ContactCells}. */
export type LinkedCells = [accountId: number, description: Text, ...contact: ContactCells];

/** The contacts of accounts. */
export const contactsOf = (session: Session, accountIds: readonly number[]): Promise<LinkedCells[]> =>
  packedByIds<LinkedCells>(
    session,
    ['l.account_id', 'l.description', 'c.id', 'c.name_key', ...contactColumns('c')],
    'from account_contacts l join contacts c on c.id = l.contact_id where l.account_id in {ids}',
    accountIds,
  );

/** How many accounts contacts are linked to: `[contact, links]`. */
export const linkCounts = (
  session: Session,
  contactIds: readonly number[],
): Promise<Array<[contactId: number, links: number]>> =>
  packedByIds(
    session,
    ['k.contact_id', 'k.links'],
    `from (select contact_id, count(*) as links from account_contacts where contact_id in {ids} group by contact_id) k`,
    contactIds,
  );

/** The tags on accounts, by id. */
export const taggings = (
  session: Session,
  accountIds: readonly number[],
): Promise<Array<[accountId: number, tagId: number]>> =>
  packedByIds(
    session,
    ['account_id', 'tag_id'],
    'from account_tags where account_id in {ids}',
    accountIds,
  );

/** The e-mails of contacts, and whether others may have them, too. */
export const emailsOf = (
  session: Session,
  contactIds: readonly number[],
): Promise<Array<[contactId: number, source: string, address: string, shared: number]>> =>
  packedByIds(
    session,
    ['contact_id', 'source', 'address', 'shared'],
    'from contact_emails where contact_id in {ids}',
    contactIds,
  );

/** The values of records but for e-mails of contacts; a value of several options is as many rows. */
export const valuesOf = (
  session: Session,
  scope: 'account' | 'contact',
  recordIds: readonly number[],
): Promise<Array<[recordId: number, fieldId: number, optionId: number | null, value: string]>> =>
  packedByIds(
    session,
    [`${scope}_id`, 'field_id', 'option_id', 'value'],
    `from ${scope}_field_values where ${scope}_id in {ids}`,
    recordIds,
  );
