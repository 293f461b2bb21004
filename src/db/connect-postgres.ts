import knexModule, { type Knex } from 'knex';
// The dialect class is given to knex by hand: a client's name would make a bundler pack all of knex's dialects.
import PostgresClient from 'knex/lib/dialects/postgres/index.js';
import { silentLog } from './silent-log.ts';
import { defaultLockTimeoutMs } from './waiting.ts';

/** A knex instance on a PostgreSQL server. A statement waits for others' locks as long as it is told to. */
export function connectPostgres(
  url: string,
  {
    lockTimeoutMs = defaultLockTimeoutMs,
    connectTimeoutMs = 10_000,
  }: { lockTimeoutMs?: number; connectTimeoutMs?: number | undefined } = {},
): Knex {
  return knexModule({
    client: PostgresClient,
    connection: {
      connectionString: url,
      application_name: 'kontor',
      connectionTimeoutMillis: connectTimeoutMs,
    },
    log: silentLog,
    acquireConnectionTimeout: 15_000,
    pool: { min: 0, max: 2, afterCreate: prepare(lockTimeoutMs) },
  });
}

interface Connection {
  query(sql: string, done: (error: Error | null) => void): void;
}

/**
 * How long a statement waits for a lock; for PostgreSQL 0 would mean for ever. And a server that computes for a client which was
 * killed would hold its locks until it is done: let it look every second.
 */
const prepare =
  (lockTimeoutMs: number) =>
  (connection: Connection, done: (error: Error | null, connection: Connection) => void) =>
    connection.query(
      `select set_config('lock_timeout', '${Math.max(1, lockTimeoutMs)}', false),
         case when current_setting('server_version_num')::integer >= 140000
           then set_config('client_connection_check_interval', '1000', false) end`,
      (error) => done(error, connection),
    );
