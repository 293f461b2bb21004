import type { Knex } from 'knex';
import { query, queryByIds, type Session } from '../../db/bulk.ts';
import { type PackedColumns, type PackedPart, packedParts } from '../../db/packed.ts';
import { accountTexts, contactTexts } from './model.ts';

/** Which rows of a query, in the order of their ids: so many behind an id. */
export interface Page {
  id: number;
  limit: number;
}

const addressColumns = ['street', 'street2', 'postal_code', 'city', 'region', 'country'];
const companyColumns = ['company_name', ...addressColumns.map((part) => `company_${part}`)];

const accounts: PackedPart = {
  columns: [
    ...['external_key', 'name', 'type'],
    ...companyColumns.map((column) => `case when type = 'company' then ${column} end`),
    ...['id', 'case when archived_at is null then 0 else 1 end'],
  ],
  from: 'from page',
};

/** In the order of `contactTexts`; the e-mail is read with the others. */
const contactColumns = [
  ...['external_key', 'first_name', 'middle_name', 'last_name', 'company_name', undefined, 'phone'],
  ...[...addressColumns, 'notes'],
];
const storedColumns = contactColumns.flatMap((column) => column ?? []);
const packedContact = (alias: string) => [
  ...contactColumns.map((column) => (column === undefined ? 'cast(null as text)' : `${alias}.${column}`)),
  ...[`${alias}.id`, `${alias}.name_key`],
];

/** The columns of accounts: texts in the order of `accountTexts`, then these. */
export const accountAt = { id: accountTexts.length, isArchived: accountTexts.length + 1 };
/** The columns of contacts: texts in the order of `contactTexts`, then these; those of a link come last. */
export const contactAt = {
  id: contactTexts.length,
  nameKey: contactTexts.length + 1,
  accountId: contactTexts.length + 2,
  description: contactTexts.length + 3,
};

export type Taggings = [accountIds: number[], tagIds: number[]];
export type Emails = [contactIds: number[], sources: string[], addresses: string[]];
/** A value of several options is as many rows; e-mails of contacts are not among them. */
export type StoredValues = [
  recordIds: number[],
  fieldIds: number[],
  optionIds: Array<number | null>,
  values: string[],
];

export interface ContactPage {
  contacts: PackedColumns;
  emails: Emails;
  contactValues: StoredValues;
}

export interface ClientPage extends ContactPage {
  accounts: PackedColumns;
  taggings: Taggings;
  accountValues: StoredValues;
}

const valuesOf = (scope: 'account' | 'contact', table: string): PackedPart => ({
  columns: [`${scope}_id`, 'field_id', 'option_id', 'value'],
  from: `from ${scope}_field_values where ${scope}_id in (select id from ${table})`,
});

const belongings = (contacts: string) => ({
  emails: {
    columns: ['contact_id', 'source', 'address'],
    from: `from contact_emails where contact_id in (select id from ${contacts})`,
  },
  contactValues: valuesOf('contact', contacts),
});

const behind = (
  rows: Knex.QueryBuilder,
  table: string,
  { id, limit }: Page,
  columns: readonly string[],
): Knex.QueryBuilder =>
  rows
    .where(`${table}.id`, '>', id)
    .orderBy(`${table}.id`)
    .limit(limit)
    .select(columns.map((column) => `${table}.${column}`));

/** Accounts of a query with their contacts, and all that belongs to both. */
export const readClients = async (
  session: Session,
  rows: Knex.QueryBuilder,
  page: Page,
): Promise<ClientPage> =>
  (await packedParts(
    session,
    behind(rows, 'accounts', page, ['id', 'external_key', 'name', 'type', 'archived_at', ...companyColumns]),
    {
      accounts,
      contacts: {
        columns: [...packedContact('c'), 'l.account_id', 'l.description'],
        from: 'from linked l cross join contacts c where c.id = l.id',
      },
      taggings: {
        columns: ['account_id', 'tag_id'],
        from: 'from page cross join account_tags where account_id = page.id',
      },
      accountValues: valuesOf('account', 'page'),
      ...belongings('linked'),
    },
    {
      linked: `select l.contact_id as id, l.account_id, l.description from page cross join account_contacts l
        where l.account_id = page.id`,
    },
  )) as unknown as ClientPage;

/** Contacts of a query, and all that belongs to them. */
export const readContacts = async (
  session: Session,
  rows: Knex.QueryBuilder,
  page: Page,
): Promise<ContactPage> =>
  (await packedParts(session, behind(rows, 'contacts', page, ['id', 'name_key', ...storedColumns]), {
    contacts: { columns: packedContact('page'), from: 'from page' },
    ...belongings('page'),
  })) as unknown as ContactPage;

/** The addresses that several contacts have (C4), as compared. All but the first of them say so. */
export const sharedAddresses = (session: Session): Promise<Array<{ addressKey: string }>> =>
  query(session, `select distinct address_key as "addressKey" from contact_emails where shared = 1`);

/** Those of some contacts that are linked to several accounts. */
export const linkedToSeveral = (
  session: Session,
  contactIds: readonly number[],
): Promise<Array<{ id: number }>> =>
  queryByIds(
    session,
    `select contact_id as id from account_contacts where contact_id in {ids} group by contact_id having count(*) > 1`,
    contactIds,
  );
