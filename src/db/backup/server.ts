import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { databaseError, refusedError } from '../../errors.ts';
import { postgresDialect } from '../dialect/postgres.ts';
import { showLocation } from '../location.ts';
import { migrationsTable, schemaStatus } from '../migrate.ts';
import { translated } from './copies.ts';
import { databaseIn, otherDatabase } from './libpq.ts';
import { onServer } from './postgres.ts';

/** What a database on a server is, before something is restored into it. */
export interface ServerState {
  /** Whether there is nothing in it, or only what a restore left that was killed: no migration is known of it. */
  isFree: boolean;
  /** The schema that its tables are in, or would be. */
  schema: string;
}

/** Looks at a database. Throws DATABASE_FOREIGN, DATABASE_UNREACHABLE (exit 6). */
export const serverState = (location: string): Promise<ServerState> =>
  onDatabase(location, async (knex) => {
    const tables = await tableNames(knex);
    if (!tables.some((name) => name.startsWith('kontor_'))) {
      await schemaStatus(knex, postgresDialect, showLocation(location));
    }
    const schema = rowsOf<{ name: string | null }>(await knex.raw('select current_schema()::text as name'));
    if (schema[0]?.name == null) {
      throw databaseError('DATABASE_UNREACHABLE', `${showLocation(location)} has no schema for tables.`, {
        hint: 'Its search_path has to name a schema that exists.',
      });
    }
    return { isFree: tables.length === 0 || (await isUnfinished(knex, tables)), schema: schema[0].name };
  });

const isUnfinished = async (knex: Knex, tables: readonly string[]): Promise<boolean> =>
  tables.includes(migrationsTable) &&
  rowsOf(await knex.raw(`select 1 from ${migrationsTable} limit 1`)).length === 0;

/** What a dump takes for granted. */
export const prepareForDump = (location: string): Promise<void> =>
  onDatabase(location, async (knex) => {
    await knex.raw('create extension if not exists pg_trgm');
  });

/** What a dump does not hold: how the values of each column are spread, by which queries are planned. */
export const refreshStatistics = (location: string): Promise<void> =>
  onDatabase(location, async (knex) => {
    await knex.raw('analyze');
  });

/** Takes all tables out of a database that was free before something was restored into it. */
export const emptyDatabase = (location: string): Promise<void> =>
  onDatabase(location, async (knex) => {
    const tables = await tableNames(knex);
    if (tables.length > 0) {
      await knex.raw(`drop table ${tables.map((name) => quoted(name)).join(', ')} cascade`);
    }
  });

/** The first number by which a name is made that no database of the server has. */
export const firstFreeName = (location: string, nameOf: (number: number) => string): Promise<number> =>
  onDatabase(location, async (knex) => {
    for (let number = 1; ; number += 1) {
      if (!(await isDatabase(knex, nameOf(number)))) return number;
    }
  });

const isDatabase = async (knex: Knex, name: string): Promise<boolean> =>
  rowsOf(await knex.raw('select 1 from pg_database where datname = ?', [name])).length > 0;

/** Tells a database that is being restored from one that somebody else calls so. */
const mark = 'kontor restores into it; it gets another name when that is done';

/**
 * Makes a database of another name on the same server; its location. One that a restore left which was killed makes way.
 * Throws DATABASE_EXISTS (exit 4) where it cannot be told to be one of these, and what the server says.
 */
export async function createBeside(location: string, name: string): Promise<string> {
  await onDatabase(location, async (knex) => {
    const left = await knex.raw(
      `select 1 from pg_database where datname = ? and shobj_description(oid, 'pg_database') = ?`,
      [name, mark],
    );
    if (rowsOf(left).length > 0) await knex.raw(`drop database ${quoted(name)}`);
    else if (await isDatabase(knex, name)) {
      throw refusedError(
        'DATABASE_EXISTS',
        `A restore needs the name "${name}" for a while, and the server has a database of that name.`,
        { hint: `Rename it, or drop it if nobody needs it: drop database ${quoted(name)}` },
      );
    }
    await knex.raw(`create database ${quoted(name)}`);
    await knex.raw(`comment on database ${quoted(name)} is '${mark}'`);
  });
  return otherDatabase(location, name);
}

export const dropBeside = (location: string, name: string): Promise<void> =>
  onDatabase(location, async (knex) => {
    await knex.raw(`drop database if exists ${quoted(name)}`);
  });

/**
 * Exchanges two databases of a server, whole or not at all: `fresh` gets the name of the one at `location`, which gets the
 * name `aside`. Throws DATABASE_LOCKED (exit 6) while somebody works in either of them.
 */
export const exchangeDatabases = (location: string, fresh: string, aside: string): Promise<void> =>
  // Nobody can rename the database that he is in.
  onDatabase(
    otherDatabase(location, 'postgres'),
    async (knex) => {
      const own = databaseIn(new URL(location));
      await knex.transaction(async (trx) => {
        await trx.raw(`alter database ${quoted(own)} rename to ${quoted(aside)}`);
        await trx.raw(`alter database ${quoted(fresh)} rename to ${quoted(own)}`);
        await trx.raw(`comment on database ${quoted(own)} is null`);
      });
    },
    location,
  );

async function onDatabase<T>(
  location: string,
  work: (knex: Knex) => Promise<T>,
  about: string = location,
): Promise<T> {
  const shown = showLocation(about);
  return translated(shown, async () => {
    try {
      return await onServer(location, work);
    } catch (error) {
      if ((error as { code?: unknown }).code !== '55006') throw error;
      throw inUse(shown, error);
    }
  });
}

/** A server notices a moment later that a program has left, the one before as well as our own connection before this one. */
const leavingMs = 2_000;

/**
 * Waits for whoever is leaving a database. Throws DATABASE_LOCKED (exit 6) while somebody else stays connected to it: its name
 * cannot be changed then. (Whoever comes later is waited for in the same way by the server, when it changes the name.)
 */
export const requireUnused = (location: string): Promise<void> =>
  onDatabase(location, async (knex) => {
    const isUsed = async () => {
      const others = await knex.raw(
        `select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
         and backend_type = 'client backend' limit 1`,
      );
      return rowsOf(others).length > 0;
    };
    const end = performance.now() + leavingMs;
    while (await isUsed()) {
      if (performance.now() > end) throw inUse(showLocation(location));
      await sleep(50);
    }
  });

const inUse = (shown: string, cause?: unknown) =>
  databaseError('DATABASE_LOCKED', `The database ${shown} is in use by another program.`, {
    hint: 'Nothing was changed. Try again when the other program is done.',
    cause,
  });

const rowsOf = <Row>(answer: unknown): Row[] => postgresDialect.rows<Row>(answer);

const tableNames = async (knex: Knex): Promise<string[]> =>
  rowsOf<{ name: string }>(
    await knex.raw(`select tablename::text as name from pg_tables where schemaname = current_schema()`),
  ).map(({ name }) => name);

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;
