import type { Knex } from 'knex';
import { columnTypes, runStatements } from './columns.ts';

/**
 * The chain of seals over the record of changes: what was written together is a set, named by its first entry, and has a
 * seal; each seal's hash takes in the one before it. Entries from before the chain have none: how many there are, and which is
 * the last, is noted where the chain begins. No foreign key leads from entries to seals: a seal is written behind its entries,
 * and looking one up for each entry of an import would take time.
 */
export async function up(trx: Knex.Transaction): Promise<void> {
  const { postgres, text } = columnTypes(trx);
  const entryId = postgres ? 'bigint' : 'integer';
  await runStatements(
    trx,
    `
    alter table audit_entries add column seal ${entryId};
    create table audit_seals (
      position integer primary key,
      seal ${entryId} not null,
      entries integer not null,
      last_entry ${entryId} not null,
      secret ${text},
      digest ${text} not null,
      hash ${text} not null,
      replaced_by integer
    );
    create unique index audit_seals_in_force on audit_seals (seal) where replaced_by is null;
    create table audit_head (
      id integer primary key check (id = 1),
      position integer not null,
      hash ${text} not null,
      earlier_entries integer not null,
      last_earlier_entry ${entryId} not null
    );
    insert into audit_head (id, position, hash, earlier_entries, last_earlier_entry)
    select 1, 0, '', count(*), coalesce(max(id), 0) from audit_entries;
  `,
  );
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await runStatements(
    trx,
    'drop table audit_head; drop table audit_seals; alter table audit_entries drop column seal',
  );
}
