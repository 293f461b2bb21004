import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/db/open.ts';

declare module 'vitest' {
  interface ProvidedContext {
    /** A migrated, empty SQLite file to be copied. */
    sqliteTemplate: string;
    /** The server to make databases on, and a migrated, empty database there to be copied; absent without a server. */
    postgres: { server: string; template: string } | undefined;
  }
}

/** Migrates one database of each kind once; every test gets a copy of it. */
export async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = await mkdtemp(path.join(os.tmpdir(), 'kontor-test-'));
  const sqliteTemplate = path.join(folder, 'template.db');
  await migrate(sqliteTemplate);
  project.provide('sqliteTemplate', sqliteTemplate);

  const server = process.env.KONTOR_TEST_POSTGRES;
  const template = `kontor_test_template_${process.pid}`;
  if (server === undefined || server === '') {
    process.stdout.write('PostgreSQL suites are SKIPPED: KONTOR_TEST_POSTGRES names no server.\n');
    project.provide('postgres', undefined);
  } else {
    await onServer(server, [`drop database if exists ${template}`, `create database ${template}`]);
    await migrate(databaseUrl(server, template));
    project.provide('postgres', { server, template });
  }
  return async () => {
    await rm(folder, { recursive: true, force: true });
    if (server) await dropDatabases(server, template);
  };
}

async function migrate(location: string): Promise<void> {
  const database = openDatabase(location);
  await database.schema.migrate({ dryRun: false });
  await database.close();
}

/** Drops a template and all that was copied from it: copies are named after it. */
async function dropDatabases(server: string, template: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      'select datname from pg_database where starts_with(datname, $1)',
      [template],
    );
    for (const { datname } of rows) await client.query(`drop database if exists ${datname} with (force)`);
  } finally {
    await client.end();
  }
}

/** The name of the database in a URL. */
export const databaseName = (location: string): string => new URL(location).pathname.slice(1);

/** The URL of a database on the server. */
export function databaseUrl(server: string, name: string): string {
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

/** Runs statements on the server's own database, one after the other. */
export async function onServer(server: string, statements: readonly string[]): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    for (const statement of statements) await client.query(statement);
  } finally {
    await client.end();
  }
}
