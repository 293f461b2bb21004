import path from 'node:path';
import { afterEach, inject } from 'vitest';
import type { TestDatabase } from '../../helpers/databases.ts';
import { databaseUrl, onServer } from '../../helpers/global-setup.ts';
import { type CliOptions, cli, type Ran } from '../../helpers/run-cli.ts';

/** Databases on the server that tests of this file restored into. */
const made: string[] = [];

/** A place to restore into: a path that is free, or a new database on the server without tables. */
export async function freePlace({ kind, folder }: TestDatabase): Promise<string> {
  if (kind === 'sqlite') return path.join(folder, 'restored', 'kontor.db');
  const postgres = inject('postgres');
  if (postgres === undefined) throw new Error('KONTOR_TEST_POSTGRES names no server');
  const name = `${postgres.template}_restored_${process.pid}_${made.length}`;
  await onServer(postgres.server, [`drop database if exists ${name}`, `create database ${name}`]);
  made.push(name);
  return databaseUrl(postgres.server, name);
}

/** Takes the databases away that were restored into, and what was put aside. */
export const dropPlaces = () =>
  afterEach(async () => {
    const { server } = inject('postgres') ?? { server: '' };
    for (const name of made.splice(0)) {
      await onServer(server, [`drop database if exists ${name} with (force)`]);
    }
  });

/** Runs a command on another database than the test's own, with documents and photos of its own. */
export const runAt = (
  { folder }: TestDatabase,
  location: string,
  argv: readonly string[],
  { env, ...options }: CliOptions = {},
): Promise<Ran> =>
  cli({
    db: location,
    cwd: folder,
    ...options,
    env: { PATH: process.env.PATH ?? '', KONTOR_FILES: path.join(folder, 'restored-files'), ...env },
  }).run(...argv);
