import type { Readable } from 'node:stream';
import type { Knex } from 'knex';
import { databaseError } from '../../errors.ts';
import { query, type Session } from '../bulk.ts';
import { connectPostgres } from '../connect-postgres.ts';
import { postgresDialect } from '../dialect/postgres.ts';
import { migrationsTable } from '../migrate.ts';
import { readTransaction } from '../unit-of-work.ts';
import { databaseIn } from './libpq.ts';
import { type ProgramRun, runProgram, versionOf } from './postgres-program.ts';

/** Runs `work` with connections of its own, which are closed behind it. */
export async function onServer<T>(location: string, work: (knex: Knex) => Promise<T>): Promise<T> {
  const knex = connectPostgres(location);
  try {
    return await work(knex);
  } finally {
    await knex.destroy();
  }
}

/** Reads a database as of one moment, whatever its schema. */
export const readPostgres = <T>(location: string, work: (session: Session) => Promise<T>): Promise<T> =>
  onServer(location, (knex) =>
    readTransaction({ knex, dialect: postgresDialect }, (trx) => work({ trx, dialect: postgresDialect })),
  );

/**
 * Dumps the database, as of the moment that `session` reads, into `file`. Which migrations it has had is left out: a dump
 * that is brought back is no database of ours before it was adopted (`adoptCopy`). Throws PROGRAM_MISSING, PROGRAM_OLD,
 * PROGRAM_FAILED (exit 6).
 */
export async function dumpPostgres(session: Session, file: string, run: ProgramRun): Promise<void> {
  await requireDumpProgram(session, run);
  // The moment lasts as long as its transaction, which has nothing to do meanwhile.
  await query(session, 'set local idle_in_transaction_session_timeout = 0');
  const [moment] = await query<{ id: string; schema: string }>(
    session,
    'select pg_export_snapshot() as id, current_schema()::text as schema',
  );
  if (moment === undefined) throw new Error('PostgreSQL exported no snapshot');
  await runProgram(
    'pg_dump',
    [
      '--format=custom',
      '--no-owner',
      '--no-privileges',
      '--no-tablespaces',
      '--no-password',
      '--lock-wait-timeout=30s',
      `--snapshot=${moment.id}`,
      `--schema=${pattern(moment.schema)}`,
      `--exclude-table-data=${pattern(moment.schema)}.${migrationsTable}`,
      `--file=${file}`,
    ],
    run,
  );
}

/** Throws PROGRAM_MISSING, and PROGRAM_OLD where the server is newer than the program that is to dump it (exit 6). */
export async function requireDumpProgram(session: Session, run: ProgramRun): Promise<void> {
  const version = await versionOf('pg_dump', run);
  const [server] = await query<{ version: number }>(
    session,
    `select current_setting('server_version_num')::integer / 10000 as version`,
  );
  if (server === undefined || version >= server.version) return;
  throw databaseError(
    'PROGRAM_OLD',
    `pg_dump is of version ${version}, and the server of version ${server.version}: it cannot dump a newer one.`,
    {
      hint: `Install the client programs of PostgreSQL ${server.version}, and put them first on the PATH.`,
    },
  );
}

/** Brings a dump back into a database without tables, whole or not at all. */
export async function restorePostgres(schema: string, dump: Readable, run: ProgramRun): Promise<void> {
  const name = databaseIn(new URL(run.location)).replace(/['\\]/g, '\\$&');
  await runProgram(
    'pg_restore',
    [
      `--dbname=dbname='${name}'`,
      '--no-owner',
      '--no-privileges',
      '--no-tablespaces',
      '--no-password',
      '--exit-on-error',
      '--single-transaction',
      `--schema=${schema}`,
    ],
    { ...run, input: dump },
  );
}

/** A name as pg_dump matches it: exactly. */
const pattern = (name: string): string => `"${name.replaceAll('"', '""')}"`;

export const sizeOfPostgres = async (session: Session): Promise<number> => {
  const [row] = await query<{ bytes: string }>(
    session,
    'select pg_database_size(current_database()) as bytes',
  );
  return Number(row?.bytes ?? 0);
};
