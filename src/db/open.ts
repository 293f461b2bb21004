import type { Knex } from 'knex';
import { databaseError } from '../errors.ts';
import type {
  Database,
  MigrationStatus,
  SchemaAdministration,
  Transactions,
  Work,
  WriteOptions,
} from './database.ts';
import { postgresDialect } from './dialect/postgres.ts';
import { sqliteDialect } from './dialect/sqlite.ts';
import { translateDatabaseError } from './errors.ts';
import { isPostgresUrl, showLocation } from './location.ts';
import { migrateLatest, requireCurrentSchema, rollbackLatest, schemaStatus } from './migrate.ts';
import { partsOf } from './parts.ts';
import { createSqlite, sqliteFileExists } from './sqlite-file.ts';
import { readTransaction, writeTransaction } from './unit-of-work.ts';
import { defaultLockTimeoutMs, longestWaitMs, type Patience } from './waiting.ts';

/**
 * Opens the database at `location`: a `postgres://` URL or the path of a SQLite file. Nothing is touched before the
 * first use; a missing SQLite file is never created except by `schema.migrate`.
 */
export function openDatabase(location: string, patience: Partial<Patience> = {}): Database {
  const { lockTimeoutMs = defaultLockTimeoutMs, connectTimeoutMs, onWait = () => {} } = patience;
  const postgres = isPostgresUrl(location);
  const shown = showLocation(location);
  const dialect = postgres ? postgresDialect : sqliteDialect;
  let knex: Promise<Knex> | undefined;

  const connect = (): Promise<Knex> => {
    knex ??= connectTo(location, {
      foreignKeys: true,
      // On a server it is we who look how long one waits for whom; by itself it ends only the longest wait.
      lockTimeoutMs: postgres ? longestWaitMs(lockTimeoutMs) : lockTimeoutMs,
      connectTimeoutMs,
    });
    return knex;
  };
  const fileIsThere = async () => postgres || (await sqliteFileExists(location));
  const existing = async (): Promise<Knex> => {
    if (!(await fileIsThere())) throw missing(shown);
    return connect();
  };
  /** Ends all connections; the next use opens new ones. */
  const discard = async () => {
    const broken = await knex;
    knex = undefined;
    await broken?.destroy();
  };
  const guarded = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw translateDatabaseError(error, shown);
    }
  };

  /** Migrations have a connection of their own: foreign keys are off on it. */
  const migrating = async <T>(work: (connection: Knex) => Promise<T>): Promise<T> => {
    const connection = await connectTo(location, { foreignKeys: false, lockTimeoutMs });
    try {
      return await work(connection);
    } finally {
      await connection.destroy();
    }
  };

  const schema: SchemaAdministration = {
    status: () =>
      guarded(async (): Promise<MigrationStatus> => {
        if (!(await fileIsThere()))
          return { location: shown, ...(await schemaStatus(undefined, dialect, shown)) };
        return { location: shown, ...(await schemaStatus(await connect(), dialect, shown)) };
      }),
    migrate: ({ dryRun }) =>
      guarded(async () => {
        if (!(await fileIsThere())) {
          if (dryRun) return migrateInMemory();
          const created = await createSqlite(location, async (place) => {
            const connection = await connectTo(place, { foreignKeys: false });
            return migrateLatest(connection, dialect, { dryRun, location: shown }).finally(() =>
              connection.destroy(),
            );
          });
          if (created !== undefined) return created;
        }
        return migrating((connection) =>
          migrateLatest(connection, dialect, { dryRun, location: shown, onWait, lockTimeoutMs }),
        );
      }),
    rollback: ({ dryRun }) =>
      guarded(async () => {
        if (!(await fileIsThere())) throw missing(shown);
        return migrating((connection) =>
          rollbackLatest(connection, dialect, { dryRun, location: shown, onWait, lockTimeoutMs }),
        );
      }),
    differences: () =>
      guarded(async () => {
        const { schemaDifferences } = await import('./inspect/schema.ts');
        const memory = () => connectTo(':memory:', { foreignKeys: false });
        return schemaDifferences(await existing(), dialect, memory);
      }),
    clearPages: () =>
      guarded(async () => {
        if (postgres) return false;
        await (await import('./clear-pages.ts')).clearSqlitePages(location, lockTimeoutMs);
        return true;
      }),
  };

  return {
    location: shown,
    schema,
    read: <T>(work: Work<T>) =>
      guarded(async () =>
        readTransaction({ knex: await existing(), dialect, onWait, lockTimeoutMs }, async (trx) => {
          await requireCurrentSchema(trx, dialect, shown);
          return work(trx, dialect);
        }),
      ),
    write: <T>(work: Work<T>, options: WriteOptions) =>
      guarded(async () =>
        writeTransaction({
          connect: existing,
          dialect,
          shown,
          onWait,
          lockTimeoutMs,
          discard,
          options,
          work: async (trx) => {
            await requireCurrentSchema(trx, dialect, shown);
            return work(trx, dialect);
          },
        }),
      ),
    together: <T>(work: (parts: Transactions) => Promise<T>, options: WriteOptions) =>
      guarded(async () =>
        writeTransaction({
          connect: existing,
          dialect,
          shown,
          onWait,
          lockTimeoutMs,
          discard,
          options,
          work: async (trx) => {
            await requireCurrentSchema(trx, dialect, shown);
            const parts = partsOf(trx, dialect);
            return work({
              read: (part) => guarded(() => parts.read(part)),
              write: (part, partOptions) => guarded(() => parts.write(part, partOptions)),
            }).finally(parts.requireSound);
          },
        }),
      ),
    close: discard,
  };
}

/** Loads only the driver that the location needs. */
export async function connectTo(
  location: string,
  settings: { foreignKeys: boolean; lockTimeoutMs?: number; connectTimeoutMs?: number | undefined },
): Promise<Knex> {
  if (isPostgresUrl(location)) {
    return (await import('./connect-postgres.ts')).connectPostgres(location, settings);
  }
  return (await import('./connect-sqlite.ts')).connectSqlite(location, settings);
}

/** The error for a database that is not there; `init` is the only way to make one. */
export const missing = (shown: string) =>
  databaseError('DATABASE_MISSING', `There is no kontor database at ${shown}.`, {
    hint: 'Make one with `kontor init`, or name another with --db or KONTOR_DB.',
  });

/** What a first migration would apply, tried for real where it leaves nothing behind. */
async function migrateInMemory(): Promise<string[]> {
  const memory = await connectTo(':memory:', { foreignKeys: false });
  try {
    return await migrateLatest(memory, sqliteDialect, { dryRun: true, location: ':memory:' });
  } finally {
    await memory.destroy();
  }
}
