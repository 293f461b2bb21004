import type { Knex } from 'knex';
import * as createClientBook from './20261123100000_create_client_book.ts';
import * as createFields from './20261124100000_create_fields.ts';
import * as createAccess from './20261124101000_create_access.ts';
import * as createMail from './20261124102000_create_mail.ts';
import * as createActivity from './20261125100000_create_activity.ts';
import * as createRuns from './20261126100000_create_runs.ts';
import * as createAuditSeals from './20261127100000_create_audit_seals.ts';

interface Migration {
  name: string;
  up(trx: Knex.Transaction): Promise<void>;
  down(trx: Knex.Transaction): Promise<void>;
}

/**
 * Every migration, oldest first. The list is explicit, and the names are ours: knex would record file names with
 * their extension, which differ between the source and the built program.
 */
export const migrations: readonly Migration[] = [
  { name: '20261123100000_create_client_book', ...createClientBook },
  { name: '20261124100000_create_fields', ...createFields },
  { name: '20261124101000_create_access', ...createAccess },
  { name: '20261124102000_create_mail', ...createMail },
  { name: '20261125100000_create_activity', ...createActivity },
  { name: '20261126100000_create_runs', ...createRuns },
  { name: '20261127100000_create_audit_seals', ...createAuditSeals },
];

/** The list in the form that knex reads. */
export const migrationSource: Knex.MigrationSource<Migration> = {
  getMigrations: async () => [...migrations],
  getMigrationName: (migration) => migration.name,
  getMigration: async (migration) => ({
    up: (trx) => migration.up(trx as Knex.Transaction),
    down: (trx) => migration.down(trx as Knex.Transaction),
  }),
};
