import type { Knex } from 'knex';
import { columnTypes, runStatements } from './columns.ts';

/**
 * Imports and seedings as runs, and which entry of the record of changes belongs to which: so that one can be shown and
 * taken back. What a run did stands in its entries alone; those of taking it back belong to it, too, and begin with
 * `undone_from`. An index of SQLite ends in the id by itself.
 */
export async function up(trx: Knex.Transaction): Promise<void> {
  const { postgres, text, id } = columnTypes(trx);
  await runStatements(
    trx,
    `
    create table runs (
      id ${id},
      kind ${text} not null check (kind in ('import', 'seed')),
      source ${text} not null,
      actor ${text} not null,
      started_at ${text} not null,
      ended_at ${text},
      counts ${text},
      undone_at ${text},
      undone_by ${text},
      undone_from ${postgres ? 'bigint' : 'integer'}
    );
    create index runs_by_kind on runs (kind, id);
    alter table audit_entries add column run integer;
    create index audit_entries_by_run on audit_entries (run${postgres ? ', id' : ''}) where run is not null;
  `,
  );
}

export async function down(trx: Knex.Transaction): Promise<void> {
  await runStatements(
    trx,
    'drop index audit_entries_by_run; alter table audit_entries drop column run; drop table runs',
  );
}
