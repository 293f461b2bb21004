import knexModule, { type Knex } from 'knex';

// The dialect classes are given to knex by hand: the name of a client would make a bundler pack all of knex's dialects.
import PostgresClient from 'knex/lib/dialects/postgres/index.js';
import SqliteClient from 'knex/lib/dialects/sqlite3/index.js';

const busyTimeoutMs = 30_000;

/** A silent logger: knex writes warnings to the console, and with the bound values in them. */
const log = { warn: () => {}, error: () => {}, deprecate: () => {}, debug: () => {} };

/** One statement on a raw node-sqlite3 connection. */
interface SqliteConnection {
  exec(sql: string, done: (error: Error | null) => void): void;
}

/**
 * A knex instance on a SQLite file. One connection; foreign keys are enforced except in migrations; every commit reaches the disk
 * (WAL with synchronous=FULL; NORMAL loses confirmed commits when the power fails).
 */
export function connectSqlite(filename: string, { foreignKeys }: { foreignKeys: boolean }): Knex {
  return knexModule({
    client: SqliteClient,
    connection: { filename },
    useNullAsDefault: true,
    log,
    acquireConnectionTimeout: 5_000,
    pool: {
      min: 0,
      max: 1,
      afterCreate: (connection: SqliteConnection, done: (error: Error | null, connection: unknown) => void) =>
        connection.exec(
          `pragma busy_timeout = ${busyTimeoutMs}; pragma foreign_keys = ${foreignKeys ? 'on' : 'off'}; pragma synchronous = full;
           pragma trusted_schema = off; pragma cache_size = -64000; pragma temp_store = memory;`,
          (error) => done(error, connection),
        ),
    },
  });
}

/** A knex instance on a PostgreSQL server. */
export function connectPostgres(url: string): Knex {
  return knexModule({
    client: PostgresClient,
    connection: { connectionString: url, application_name: 'kontor', connectionTimeoutMillis: 10_000 },
    log,
    acquireConnectionTimeout: 15_000,
    pool: { min: 0, max: 2 },
  });
}
