import type { Knex } from 'knex';
import { columnTypes, runStatements } from './columns.ts';

/**
 * Custom fields, their options, and the values of accounts and contacts (F1–F3). `place` is 0, or the option's id where a
 * field holds many; `sort` is the value in bytes that sort and compare rightly within its field. The values of contact
 * fields of type `email` are e-mails: they are in contact_emails, whose `source` is the field's key (F4).
 */
export async function up(trx: Knex.Transaction): Promise<void> {
  const { text, id } = columnTypes(trx);
  const values = (owner: 'account' | 'contact') => `
    create table ${owner}_field_values (
      ${owner}_id integer not null references ${owner}s (id) on delete cascade,
      field_id integer not null references fields (id) on delete cascade,
      place integer not null,
      option_id integer references field_options (id) on delete cascade,
      value ${text} not null,
      sort ${text} not null,
      primary key (${owner}_id, field_id, place)
    );
    create index ${owner}_field_values_by_sort on ${owner}_field_values (field_id, sort, ${owner}_id);
    create index ${owner}_field_values_by_option on ${owner}_field_values (option_id) where option_id is not null`;
  await runStatements(
    trx,
    `
    create table fields (
      id ${id},
      scope ${text} not null check (scope in ('account', 'contact')),
      key ${text} not null,
      label ${text} not null,
      label_key ${text} not null,
      type ${text} not null check (type in
        ('text', 'number', 'date', 'checkbox', 'url', 'email', 'phone', 'dropdown', 'multi-dropdown')),
      position integer not null,
      created_at ${text} not null,
      updated_at ${text} not null,
      unique (scope, key),
      unique (scope, label_key)
    );

    create table field_options (
      id ${id},
      field_id integer not null references fields (id) on delete cascade,
      label ${text} not null,
      label_key ${text} not null,
      position integer not null,
      unique (field_id, label_key)
    );
    ${values('account')};
    ${values('contact')};
    create index contact_emails_of_fields on contact_emails (source, address_key, contact_id)
      where source <> 'primary'
  `,
  );
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await trx.raw('drop index if exists contact_emails_of_fields');
  for (const table of ['contact_field_values', 'account_field_values', 'field_options', 'fields']) {
    await trx.raw(`drop table if exists ${table}`);
  }
}
