import type { Knex } from 'knex';
import { columnTypes, runStatements } from './columns.ts';

/** Accounts, contacts, links, tags, firm settings, the search index and the record of changes. */
export async function up(trx: Knex.Transaction): Promise<void> {
  const { postgres, text, id, bigId } = columnTypes(trx);
  await runStatements(
    trx,
    `
    create table settings (
      key ${text} primary key,
      value ${text} not null,
      updated_at ${text} not null
    );

    create table accounts (
      id ${id},
      type ${text} not null check (type in ('individual', 'company')),
      name ${text} not null,
      name_key ${text} not null unique,
      name_sort ${text} not null,
      external_key ${text} unique,
      company_name ${text},
      company_street ${text},
      company_street2 ${text},
      company_postal_code ${text},
      company_city ${text},
      company_region ${text},
      company_country ${text},
      search_text ${text} not null,
      archived_at ${text},
      created_at ${text} not null,
      updated_at ${text} not null
    );
    create index accounts_by_name on accounts (name_sort, id);

    create table account_photos (
      account_id integer primary key references accounts (id) on delete cascade,
      sha256 ${text} not null,
      media_type ${text} not null,
      bytes integer not null,
      set_by ${text} not null,
      set_at ${text} not null
    );

    create table contacts (
      id ${id},
      first_name ${text},
      middle_name ${text},
      last_name ${text},
      company_name ${text},
      phone ${text},
      street ${text},
      street2 ${text},
      postal_code ${text},
      city ${text},
      region ${text},
      country ${text},
      notes ${text},
      external_key ${text} unique,
      display_name ${text} not null,
      name_key ${text} not null,
      name_sort ${text} not null,
      search_text ${text} not null,
      created_at ${text} not null,
      updated_at ${text} not null
    );
    create index contacts_by_name on contacts (name_sort, id);
    create index contacts_by_name_key on contacts (name_key);

    create table contact_emails (
      id ${id},
      contact_id integer not null references contacts (id) on delete cascade,
      source ${text} not null,
      address ${text} not null,
      address_key ${text} not null,
      shared integer not null,
      unique (contact_id, source)
    );
    create index contact_emails_by_address on contact_emails (address_key);
    create unique index contact_emails_owner on contact_emails (address_key) where shared = 0;

    create table account_contacts (
      account_id integer not null references accounts (id) on delete cascade,
      contact_id integer not null references contacts (id) on delete cascade,
      description ${text},
      signer_rank integer,
      created_at ${text} not null,
      primary key (account_id, contact_id)
    );
    create index account_contacts_by_contact on account_contacts (contact_id);

    create table tags (
      id ${id},
      name ${text} not null,
      name_key ${text} not null unique,
      color ${text} not null,
      created_at ${text} not null,
      updated_at ${text} not null
    );

    create table account_tags (
      account_id integer not null references accounts (id) on delete cascade,
      tag_id integer not null references tags (id) on delete cascade,
      primary key (account_id, tag_id)
    );
    create index account_tags_by_tag on account_tags (tag_id);

    create table audit_entries (
      id ${bigId},
      at ${text} not null,
      actor ${text} not null,
      command ${text} not null,
      record ${text} not null,
      record_id integer,
      contact_id integer,
      label ${text},
      action ${text} not null,
      changes ${text} not null
    );
    create index audit_entries_by_record on audit_entries (record, record_id);
    create index audit_entries_by_contact on audit_entries (contact_id) where contact_id is not null;

    create table account_search (
      account_id integer primary key references accounts (id) on delete cascade,
      body ${text} not null
    );
  `,
  );
  for (const statement of postgres ? postgresSearchIndex : sqliteSearchIndex) await trx.raw(statement);
}

/** An FTS5 trigram index without a copy of the text (external content), kept in step by triggers. */
const sqliteSearchIndex = [
  `create virtual table account_search_index
     using fts5(body, content = 'account_search', content_rowid = 'account_id', tokenize = 'trigram', detail = 'none')`,
  `create trigger account_search_inserted after insert on account_search begin
     insert into account_search_index (rowid, body) values (new.account_id, new.body);
   end`,
  `create trigger account_search_deleted after delete on account_search begin
     insert into account_search_index (account_search_index, rowid, body) values ('delete', old.account_id, old.body);
   end`,
  `create trigger account_search_updated after update on account_search begin
     insert into account_search_index (account_search_index, rowid, body) values ('delete', old.account_id, old.body);
     insert into account_search_index (rowid, body) values (new.account_id, new.body);
   end`,
];

const postgresSearchIndex = [
  'create extension if not exists pg_trgm',
  'create index account_search_trigrams on account_search using gin (body gin_trgm_ops)',
];

export async function down(trx: Knex.Transaction): Promise<void> {
  const tables = [
    'account_search_index',
    'account_search',
    'audit_entries',
    'account_tags',
    'tags',
    'account_contacts',
    'contact_emails',
    'contacts',
    'account_photos',
    'accounts',
    'settings',
  ];
  for (const table of tables) await trx.raw(`drop table if exists ${table}`);
}
