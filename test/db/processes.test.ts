import { execFile } from 'node:child_process';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { migrations } from '../../migrations/index.ts';
import { openDatabase } from '../../src/db/open.ts';
import { listTags } from '../../src/domain/tag/operations.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { databaseUrl, onServer } from '../helpers/global-setup.ts';

/** The worker lies outside of the project and finds the packages by this. */
const modules = path.resolve(import.meta.dirname, '../../node_modules');

let folder = '';
let worker = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'kontor-processes-'));
  worker = path.join(folder, 'worker.cjs');
  await build({
    entryPoints: [path.join(import.meta.dirname, 'worker.ts')],
    outfile: worker,
    bundle: true,
    format: 'cjs',
    platform: 'node',
    packages: 'external',
    logLevel: 'silent',
  });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** Runs the worker in a process of its own. */
const run = (...argv: string[]) =>
  new Promise<unknown>((resolve, reject) => {
    execFile(
      process.execPath,
      [worker, ...argv],
      { env: { ...process.env, NODE_PATH: modules } },
      (error, stdout, stderr) => {
        if (error === null) resolve(JSON.parse(stdout));
        else reject(new Error(`${error.message}\n${stdout}\n${stderr}`));
      },
    );
  });

/** What is in the list of applied migrations. */
async function recorded(location: string) {
  const database = openDatabase(location);
  try {
    return await database.read(async (trx) => trx('kontor_migrations').select('name', 'batch').orderBy('id'));
  } finally {
    await database.close();
  }
}

describe('several programs at once', () => {
  const names = migrations.map(({ name }) => name);

  /** Ten first runs: all succeed, one of them applies the migrations, once. */
  async function tenFirstRuns(location: string) {
    const applied = await Promise.all(Array.from({ length: 10 }, () => run('migrate', location)));
    expect(applied.filter((done) => Array.isArray(done) && done.length > 0)).toEqual([names]);
    expect(await recorded(location)).toEqual(names.map((name) => ({ name, batch: 1 })));
  }

  it('ten first runs make one SQLite database', async () => {
    const location = path.join(folder, 'new', 'folder', 'kontor.db');
    await tenFirstRuns(location);
    expect((await stat(location)).mode & 0o777).toBe(0o600);
  });

  it('ten first runs make one PostgreSQL schema', async ({ skip }) => {
    const postgres = inject('postgres');
    if (postgres === undefined) return skip();
    const name = `kontor_test_first_${process.pid}`;
    await onServer(postgres.server, [`drop database if exists ${name}`, `create database ${name}`]);
    try {
      await tenFirstRuns(databaseUrl(postgres.server, name));
    } finally {
      await onServer(postgres.server, [`drop database if exists ${name} with (force)`]);
    }
  });

  onEachDatabase((db) => {
    it('eight writers with ten transactions each wait for each other, and everything is there', async () => {
      const writers = Array.from({ length: 8 }, (_, index) => `writer-${index}`);
      const done = await Promise.all(writers.map((name) => run('write', db().location, name, '10')));
      expect(done).toEqual(Array(8).fill(10));
      const wanted = writers.flatMap((name) => Array.from({ length: 10 }, (_, index) => `${name}-${index}`));
      expect((await db().read(listTags)).map(({ name }) => name).sort()).toEqual(wanted.sort());
      const [entries] = await db().read(async ({ trx }) => trx('audit_entries').count({ count: '*' }));
      expect(Number(entries?.count)).toBe(80);
    });
  });
});
