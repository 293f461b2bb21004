import type { Knex } from 'knex';
import type { Work, WriteOptions } from '../database.ts';
import type { Dialect } from '../dialect/dialect.ts';
import {
  migrationsTable,
  migratorConfig,
  requireKnownSchema,
  underMigrationLock,
  useWriteAheadLog,
} from '../migrate.ts';
import type { AppliedMigration } from './survey.ts';

/** A copy that was brought back and that no command works with yet. */
export interface Adoption {
  location: string;
  /** The migrations that it has had; a copy from PostgreSQL comes without them, and is no database of ours until then. */
  migrations: readonly AppliedMigration[];
}

/**
 * Makes a copy a database to work with, in one transaction: says which migrations it has had, applies those that are
 * pending, and does what has to be done to it before anybody works with it. Returns what `work` came to, and the names of the
 * migrations applied. Throws DATABASE_NEWER, DATABASE_DAMAGED (exit 6).
 */
export async function adoptCopy<T>(
  knex: Knex,
  dialect: Dialect,
  { location, migrations }: Adoption,
  work: Work<T>,
  { dryRun }: WriteOptions,
): Promise<{ result: T; migrated: string[] }> {
  if (dialect.name === 'sqlite') await useWriteAheadLog(knex);
  return underMigrationLock(knex, dialect, { dryRun, location }, async (trx) => {
    if (dialect.name === 'postgres') await rememberMigrations(trx, migrations);
    const { pending } = await requireKnownSchema(trx, dialect, location);
    if (pending.length > 0) await trx.migrate.latest(migratorConfig);
    return { result: await work(trx, dialect), migrated: pending };
  });
}

/** Puts back the rows that a dump leaves out; the next ones are numbered behind them. */
async function rememberMigrations(
  trx: Knex.Transaction,
  migrations: readonly AppliedMigration[],
): Promise<void> {
  await trx.raw(
    `insert into ${migrationsTable} (id, name, batch, migration_time)
     select (m ->> 'id')::integer, m ->> 'name', (m ->> 'batch')::integer, (m ->> 'at')::timestamptz
     from jsonb_array_elements(?::jsonb) as m`,
    [JSON.stringify(migrations)],
  );
  await trx.raw(
    `select setval(pg_get_serial_sequence('${migrationsTable}', 'id'), max(id)) from ${migrationsTable}`,
  );
}
