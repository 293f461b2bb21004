import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, inject } from 'vitest';
import { migrations } from '../../migrations/index.ts';
import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open.ts';
import type { Deps } from '../../src/domain/deps.ts';
import { storeAt } from '../../src/files/store.ts';
import { sealing, testDeps } from './deps.ts';
import { databaseName, databaseUrl, onServer } from './global-setup.ts';
import { type CliOptions, cli, type Ran, realApplication } from './run-cli.ts';

/** A database of a test's own, migrated and empty. */
export interface TestDatabase {
  kind: 'sqlite' | 'postgres';
  /** For `--db`. */
  location: string;
  /** A folder of the test's own. */
  folder: string;
  database: Database;
  /** Runs operations in one write transaction that is committed. */
  write: <T>(work: (deps: Deps) => Promise<T>) => Promise<T>;
  /** Runs reads in one read transaction. */
  read: <T>(work: (deps: Deps) => Promise<T>) => Promise<T>;
  /** Runs a command of the real program in this process. */
  run: (...argv: string[]) => Promise<Ran>;
  /** The same with other streams, environment or terminal. */
  runWith: (options: CliOptions, ...argv: string[]) => Promise<Ran>;
  /** Every row of every table, for "nothing was changed". */
  contents: () => Promise<string>;
}

const tables = [
  'settings',
  'accounts',
  'account_photos',
  'contacts',
  'contact_emails',
  'account_contacts',
  'tags',
  'account_tags',
  'audit_entries',
  'audit_seals',
  'audit_head',
  'account_search',
  'fields',
  'field_options',
  'account_field_values',
  'contact_field_values',
  'account_access',
  'portal_users',
  'portal_links',
  'portal_tokens',
  'portal_sessions',
  'logins',
  'mails',
  'documents',
  'threads',
  'messages',
  'approvals',
  'signature_requests',
  'signature_signers',
  'notes',
  'runs',
];

/** Those whose ids the database gives. */
const numbered = [
  'accounts',
  'contacts',
  'contact_emails',
  'tags',
  'audit_entries',
  'fields',
  'field_options',
  'account_access',
  'portal_users',
  'portal_links',
  'portal_sessions',
  'logins',
  'mails',
  'documents',
  'threads',
  'messages',
  'approvals',
  'signature_requests',
  'signature_signers',
  'notes',
  'runs',
];

/**
 * Defines the same tests for SQLite and, when there is a server, for PostgreSQL; each test has a fresh database, which
 * the function given to `define` returns while a test runs.
 */
export function onEachDatabase(define: (current: () => TestDatabase) => void): void {
  for (const kind of ['sqlite', 'postgres'] as const) {
    describe.skipIf(kind === 'postgres' && inject('postgres') === undefined)(kind, () => {
      let current: TestDatabase | undefined;
      beforeEach(async () => {
        current = await freshDatabase(kind);
      });
      afterEach(async () => {
        if (current !== undefined) await dispose(current);
        current = undefined;
      });
      define(() => {
        if (current === undefined) throw new Error('there is a database only while a test runs');
        return current;
      });
    });
  }
}

let made = 0;

/** A fresh database; the caller disposes of it. */
export async function freshDatabase(kind: 'sqlite' | 'postgres'): Promise<TestDatabase> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'kontor-'));
  const location = kind === 'sqlite' ? await copySqlite(folder) : await copyPostgres();
  const database = opened(location);
  const store = path.join(folder, 'files');
  const files = async () => storeAt(store, { dryRun: false, cwd: folder });
  const runWith = (options: CliOptions, ...argv: string[]) =>
    cli({
      db: location,
      cwd: folder,
      application,
      ...options,
      env: { KONTOR_FILES: store, ...options.env },
    }).run(...argv);
  return {
    kind,
    location,
    folder,
    database,
    write: (work) =>
      database.write((trx, dialect) => sealing(testDeps(trx, dialect, { files }), work), { dryRun: false }),
    read: (work) => database.read((trx, dialect) => work(testDeps(trx, dialect))),
    run: (...argv) => runWith({}, ...argv),
    runWith,
    contents: () => database.read(contentsOf),
  };
}

/** Every row of every table, as a transaction sees them. */
export async function contentsOf(trx: Deps['trx'], dialect: Deps['dialect']): Promise<string> {
  const all: Record<string, string[]> = {};
  for (const table of tables) {
    const rows = dialect.rows<object>(await trx.raw(`select * from ${table}`));
    all[table] = rows.map((row) => JSON.stringify(row)).sort();
  }
  return JSON.stringify(all, null, 1);
}

/** Closes a database and takes it away, or keeps it, emptied, for the next test of this file. */
export async function dispose({ kind, location, folder, database }: TestDatabase): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  const postgres = inject('postgres');
  if (kind === 'sqlite' || postgres === undefined) return database.close();
  try {
    await database.write((trx) => trx.raw(emptying), { dryRun: false });
    await database.close();
    emptied.push(location);
  } catch {
    // A test may have changed the schema, or left somebody working in it.
    for (const { close } of idle.get(location)?.splice(0) ?? []) await close();
    await onServer(postgres.server, [`drop database if exists ${databaseName(location)} with (force)`]);
  }
}

/** Connections to PostgreSQL that nobody uses for the moment: making one takes longer than most commands. */
const idle = new Map<string, Database[]>();

/** The server has only so many. */
const mostIdle = 6;

/** A database as `openDatabase` gives it, but for connections to PostgreSQL, which outlive its use. */
function opened(location: string): Database {
  if (!location.startsWith('postgres:')) return openDatabase(location);
  const unused = idle.get(location) ?? [];
  idle.set(location, unused);
  const database = unused.pop() ?? openDatabase(location);
  const close = async () => {
    const count = [...idle.values()].reduce((sum, { length }) => sum + length, 0);
    if (count >= mostIdle || idle.get(location) !== unused) return database.close();
    unused.push(database);
  };
  return { ...database, close };
}

const application = { ...realApplication, openDatabase: async (location: string) => opened(location) };

/** Databases as good as new: making one takes PostgreSQL ten times as long as emptying one. */
const emptied: string[] = [];

let fileAtWork: string | undefined;

/**
 * Files share a process, but nothing of their databases: what the server has learned of tables that were emptied (how large they
 * are, what stands in them) makes others slow.
 */
async function leaveFile(server: string): Promise<void> {
  const { testPath } = expect.getState();
  if (testPath === fileAtWork) return;
  fileAtWork = testPath;
  for (const { close } of [...idle.values()].flatMap((databases) => databases.splice(0))) await close();
  idle.clear();
  const used = emptied
    .splice(0)
    .map((location) => `drop database if exists ${databaseName(location)} with (force)`);
  if (used.length > 0) await onServer(server, used);
}

/** As the template is: no rows, ids from 1, the same migrations; fails where that is not to be had at once. */
const emptying = `
  set local lock_timeout = '2s';
  ${[...tables]
    .reverse()
    .map((table) => `delete from ${table};`)
    .join(' ')}
  insert into audit_head (id, position, hash, earlier_entries, last_earlier_entry) values (1, 0, '', 0, 0);
  select ${numbered.map((table) => `setval('${table}_id_seq', 1, false)`).join(', ')};
  do $$ begin
    if (select array_agg(name::text) from kontor_migrations) <> array[${migrations.map(({ name }) => `'${name}'`).join(', ')}]
    then raise 'the migrations were changed';
    end if;
  end $$`;

async function copySqlite(folder: string): Promise<string> {
  const location = path.join(folder, 'kontor.db');
  await copyFile(inject('sqliteTemplate'), location);
  return location;
}

async function copyPostgres(): Promise<string> {
  const postgres = inject('postgres');
  if (postgres === undefined) throw new Error('KONTOR_TEST_POSTGRES names no server');
  await leaveFile(postgres.server);
  const used = emptied.pop();
  if (used !== undefined) return used;
  made += 1;
  const name = `${postgres.template}_${process.pid}_${made}`;
  await onServer(postgres.server, [
    `drop database if exists ${name}`,
    `create database ${name} template ${postgres.template}`,
    // Tests end processes, never the server: they need not wait for its disk.
    `alter database ${name} set synchronous_commit = off`,
  ]);
  return databaseUrl(postgres.server, name);
}
