import knexModule, { type Knex } from 'knex';
// The dialect class is given to knex by hand: a client's name would make a bundler pack all of knex's dialects.
import PostgresClient from 'knex/lib/dialects/postgres/index.js';
import { silentLog } from './silent-log.ts';

/** A knex instance on a PostgreSQL server. */
export function connectPostgres(url: string): Knex {
  return knexModule({
    client: PostgresClient,
    connection: { connectionString: url, application_name: 'kontor', connectionTimeoutMillis: 10_000 },
    log: silentLog,
    acquireConnectionTimeout: 15_000,
    pool: { min: 0, max: 2, afterCreate: lookAfterClient },
  });
}

interface Connection {
  query(sql: string, done: (error: Error | null) => void): void;
}

/** A server that computes for a client which was killed would hold its locks until it is done: let it look every second. */
const lookAfterClient = (
  connection: Connection,
  done: (error: Error | null, connection: Connection) => void,
) =>
  connection.query(
    `select set_config('client_connection_check_interval', '1000', false)
     where current_setting('server_version_num')::integer >= 140000`,
    (error) => done(error, connection),
  );
