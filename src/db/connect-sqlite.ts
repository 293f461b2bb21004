import knexModule, { type Knex } from 'knex';
// The dialect class is given to knex by hand: a client's name would make a bundler pack all of knex's dialects.
import SqliteClient from 'knex/lib/dialects/sqlite3/index.js';
import { silentLog } from './silent-log.ts';
import { defaultLockTimeoutMs } from './waiting.ts';

/** One statement on a raw node-sqlite3 connection. */
interface SqliteConnection {
  exec(sql: string, done: (error: Error | null) => void): void;
  close(done: () => void): void;
}

/**
 * A knex instance on a SQLite file. One connection; foreign keys are enforced except in migrations; every commit reaches the disk
 * (WAL with synchronous=FULL; NORMAL loses confirmed commits when the power fails).
 */
export function connectSqlite(
  filename: string,
  { foreignKeys, lockTimeoutMs = defaultLockTimeoutMs }: { foreignKeys: boolean; lockTimeoutMs?: number },
): Knex {
  return knexModule({
    client: SqliteClient,
    connection: { filename },
    useNullAsDefault: true,
    log: silentLog,
    acquireConnectionTimeout: 5_000,
    pool: {
      min: 0,
      max: 1,
      afterCreate: (connection: SqliteConnection, done: (error: Error | null, connection: unknown) => void) =>
        connection.exec(
          `pragma busy_timeout = ${lockTimeoutMs}; pragma foreign_keys = ${foreignKeys ? 'on' : 'off'}; pragma synchronous = full;
           pragma trusted_schema = off; pragma cache_size = -64000; pragma temp_store = memory;`,
          // One that nobody gets would be closed whenever memory is tidied up.
          (error) =>
            error === null ? done(null, connection) : connection.close(() => done(error, connection)),
        ),
    },
  });
}
