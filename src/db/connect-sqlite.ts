import knexModule, { type Knex } from 'knex';
// The dialect class is given to knex by hand: a client's name would make a bundler pack all of knex's dialects.
import KnexSqliteClient from 'knex/lib/dialects/sqlite3/index.js';
import { KeptStatements, type SqliteConnection } from './kept-statements.ts';
import { silentLog } from './silent-log.ts';
import { defaultLockTimeoutMs } from './waiting.ts';

/** What knex hands to a client's `_query`. */
interface Query {
  sql: string;
  bindings: readonly unknown[];
  /** What `Dialect.again` says of a statement. */
  options?: { isKept?: boolean };
  response?: unknown;
}

// Knex makes clients of transactions without their constructor: what belongs to a connection cannot be a field of theirs.
const keptBy = new WeakMap<SqliteConnection, KeptStatements>();

/** Knex's client, which ends each statement as soon as it was run, but keeps those that are run again. */
class SqliteClient extends KnexSqliteClient<SqliteConnection, Query> {
  override async _query(connection: SqliteConnection, query: Query): Promise<Query> {
    const kept = query.options?.isKept === true ? keptBy.get(connection) : undefined;
    if (kept?.hasRoomFor(query.sql) !== true) return super._query(connection, query);
    query.response = await kept.all(query.sql, query.bindings);
    return query;
  }

  override async acquireRawConnection(): Promise<SqliteConnection> {
    const connection = await super.acquireRawConnection();
    keptBy.set(connection, new KeptStatements(connection));
    return connection;
  }

  override async destroyRawConnection(connection: SqliteConnection): Promise<void> {
    await keptBy.get(connection)?.end();
    await super.destroyRawConnection(connection);
  }
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
