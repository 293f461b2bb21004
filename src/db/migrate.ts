import type { Knex } from 'knex';
import { migrationSource, migrations } from '../../migrations/index.ts';
import { databaseError } from '../errors.ts';
import { beginWriting } from './begin-writing.ts';
import type { MigrationStatus } from './database.ts';
import type { Dialect } from './dialect/dialect.ts';
import { defaultLockTimeoutMs, whileWaiting } from './waiting.ts';

/** Where a database remembers which migrations it has had. */
export const migrationsTable = 'kontor_migrations';
export const migratorConfig = { migrationSource, tableName: migrationsTable };

/** Any constant: it names kontor's migration lock among a PostgreSQL server's advisory locks. */
const advisoryLock = 0x6b6f6e74;

type Status = Omit<MigrationStatus, 'location'>;

/** Which migrations a database has; `undefined` stands for one that does not exist yet. */
export async function schemaStatus(
  knex: Knex | Knex.Transaction | undefined,
  dialect: Dialect,
  location: string,
): Promise<Status> {
  const known = migrations.map((migration) => migration.name);
  const applied = knex === undefined ? [] : await appliedMigrations(knex, dialect, location);
  const pending = known.filter((name) => !applied.includes(name));
  const unknown = applied.filter((name) => !known.includes(name));
  const state =
    applied.length === 0
      ? 'absent'
      : unknown.length > 0
        ? 'ahead'
        : pending.length > 0
          ? 'behind'
          : 'current';
  return { state, applied, pending, unknown };
}

async function appliedMigrations(
  knex: Knex | Knex.Transaction,
  dialect: Dialect,
  location: string,
): Promise<string[]> {
  const tables = await tableNames(knex, dialect);
  if (!tables.includes(migrationsTable)) {
    if (tables.length > 0) {
      throw databaseError(
        'DATABASE_FOREIGN',
        `${location} belongs to another program (it has the table ${tables[0]}).`,
        {
          hint: 'Name another database with --db or KONTOR_DB.',
        },
      );
    }
    return [];
  }
  const answer = await knex.raw(`select name from ${migrationsTable} order by id`);
  return dialect.rows<{ name: string }>(answer).map((row) => row.name);
}

async function tableNames(knex: Knex | Knex.Transaction, dialect: Dialect): Promise<string[]> {
  const sql =
    dialect.name === 'sqlite'
      ? `select name from sqlite_master where type = 'table' and name not like 'sqlite_%' order by name`
      : `select tablename as name from pg_tables where schemaname = current_schema() order by tablename`;
  return dialect.rows<{ name: string }>(await knex.raw(sql)).map((row) => row.name);
}

/**
 * The check in front of every command: one read of the newest applied migration. Never upgrades by itself.
 * Throws DATABASE_NOT_READY, DATABASE_OLD, DATABASE_NEWER or DATABASE_FOREIGN (exit 6).
 */
export async function requireCurrentSchema(
  trx: Knex.Transaction,
  dialect: Dialect,
  location: string,
): Promise<void> {
  const newest = migrations.at(-1)?.name;
  const exists =
    dialect.name === 'postgres'
      ? dialect.rows<{ found: string | null }>(
          await trx.raw('select to_regclass(?)::text as found', [migrationsTable]),
        )[0]?.found !== null
      : true;
  if (exists) {
    try {
      const answer = await trx.raw(`select name from ${migrationsTable} order by id desc limit 1`);
      if (dialect.rows<{ name: string }>(answer)[0]?.name === newest) return;
    } catch (error) {
      if (!/no such table/.test((error as Error).message)) throw error;
    }
  }
  const { pending } = await requireKnownSchema(trx, dialect, location);
  throw databaseError(
    'DATABASE_OLD',
    `${location} has an older schema: ${pending.length} ${pending.length === 1 ? 'migration is' : 'migrations are'} pending.`,
    { hint: 'Run `kontor db backup FILE`, then `kontor db migrate`.', details: { pending } },
  );
}

/**
 * The check where an older schema will do: for a copy of the database, which is made before it is brought up to date.
 * Throws DATABASE_NOT_READY, DATABASE_NEWER or DATABASE_FOREIGN (exit 6).
 */
export async function requireKnownSchema(
  trx: Knex.Transaction,
  dialect: Dialect,
  location: string,
): Promise<Status> {
  const status = await schemaStatus(trx, dialect, location);
  if (status.state === 'absent') throw notReady(location);
  if (status.state === 'ahead') throw newer(location, status.unknown);
  return status;
}

const notReady = (location: string) =>
  databaseError('DATABASE_NOT_READY', `${location} holds no kontor database yet.`, {
    hint: 'Make one with `kontor init`.',
  });

/** The check where only the names of migrations are known: of a backup. Throws DATABASE_NEWER (exit 6). */
export function requireKnownMigrations(applied: readonly string[], location: string): void {
  const known = new Set(migrations.map(({ name }) => name));
  const unknown = applied.filter((name) => !known.has(name));
  if (unknown.length > 0) throw newer(location, unknown);
}

const newer = (location: string, unknown: readonly string[]) =>
  databaseError('DATABASE_NEWER', `${location} was written by a newer kontor (${unknown.join(', ')}).`, {
    hint: 'Install the newer kontor; this one leaves the database as it is.',
    details: { unknown },
  });

interface MigrationRun {
  dryRun: boolean;
  location: string;
  /** Told when another program has been waited for for a while. */
  onWait?: () => void;
  lockTimeoutMs?: number;
}

/** Applies pending migrations in one transaction; returns their names. Throws DATABASE_NEWER, DATABASE_FOREIGN. */
export async function migrateLatest(knex: Knex, dialect: Dialect, run: MigrationRun): Promise<string[]> {
  if (dialect.name === 'sqlite' && !run.dryRun) {
    // The journal mode stays behind in the file: another program's must not be changed before it is refused.
    await schemaStatus(knex, dialect, run.location);
    await useWriteAheadLog(knex);
  }
  return underMigrationLock(knex, dialect, run, async (trx) => {
    const { state, unknown, pending } = await schemaStatus(trx, dialect, run.location);
    if (state === 'ahead') throw newer(run.location, unknown);
    if (pending.length > 0) await trx.migrate.latest(migratorConfig);
    return pending;
  });
}

/** Undoes the newest batch of migrations in one transaction; returns their names, newest first. */
export async function rollbackLatest(knex: Knex, dialect: Dialect, run: MigrationRun): Promise<string[]> {
  return underMigrationLock(knex, dialect, run, async (trx) => {
    const { state, unknown } = await schemaStatus(trx, dialect, run.location);
    if (state === 'ahead') throw newer(run.location, unknown);
    if (state === 'absent') {
      if ((await tableNames(trx, dialect)).length === 0) throw notReady(run.location);
      return [];
    }
    const [, names] = (await trx.migrate.rollback(migratorConfig)) as [number, string[]];
    return names;
  });
}

/**
 * One transaction around a whole migration, holding a lock that dies with it: knex's own lock row is inside and so
 * never outlives a killed process, and first runs that race wait for each other. The caller's connection has foreign
 * keys off (rebuilding a SQLite table would delete child rows by cascade); they are checked before the commit.
 */
export async function underMigrationLock<T>(
  knex: Knex,
  dialect: Dialect,
  run: MigrationRun,
  work: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  const trx = await beginAlone(knex, dialect, run);
  try {
    const result = await work(trx);
    if (dialect.name === 'sqlite') await requireForeignKeysHold(trx, dialect, run.location);
    await (run.dryRun ? trx.rollback() : trx.commit());
    return result;
  } catch (error) {
    if (!trx.isCompleted()) await trx.rollback().catch(() => {});
    throw error;
  }
}

async function beginAlone(knex: Knex, dialect: Dialect, run: MigrationRun): Promise<Knex.Transaction> {
  const { onWait = () => {}, lockTimeoutMs = defaultLockTimeoutMs } = run;
  if (dialect.name === 'sqlite') {
    // user_version is not used otherwise.
    const first = (trx: Knex.Transaction) => trx.raw('pragma user_version = 0');
    return beginWriting(knex, { first, lockTimeoutMs, onWait });
  }
  const trx = await knex.transaction();
  try {
    await whileWaiting(onWait, async () => trx.raw('select pg_advisory_xact_lock(?)', [advisoryLock]));
    return trx;
  } catch (error) {
    await trx.rollback().catch(() => {});
    throw error;
  }
}

async function requireForeignKeysHold(
  trx: Knex.Transaction,
  dialect: Dialect,
  location: string,
): Promise<void> {
  const violations = dialect.rows<{ table: string }>(await trx.raw('pragma foreign_key_check'));
  if (violations.length > 0) {
    throw databaseError(
      'DATABASE_DAMAGED',
      `${location}: ${violations.length} rows refer to records that do not exist (table ${violations[0]?.table}).`,
      { hint: 'Nothing was changed.' },
    );
  }
}

/** The journal mode is a property of the file. Switching needs the file for a moment, so first runs take turns. */
export async function useWriteAheadLog(knex: Knex): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await knex.raw('pragma journal_mode = wal');
      return;
    } catch (error) {
      if ((error as { code?: string }).code !== 'SQLITE_BUSY' || attempt === 300) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50 + Math.random() * 50));
    }
  }
}
