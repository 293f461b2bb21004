import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { openDatabase } from '../../../src/db/open.ts';
import { storeAt } from '../../../src/files/store.ts';
import { fillExampleBook, layOutFiles } from '../../contract/example-book.ts';
import { sealing, testDeps } from '../../helpers/deps.ts';
import { databaseUrl, onServer } from '../../helpers/global-setup.ts';
import { cli } from '../../helpers/run-cli.ts';
import { layOutHostileFiles } from './files.ts';

export type Kind = 'sqlite' | 'postgres';

/** A folder with a database in it, and all the files that the lines name. */
export interface Desk {
  /** The working folder; beside it there is nothing, and nothing may appear. */
  readonly folder: string;
  readonly db: string;
  readonly files: string;
  readonly kind: Kind;
  /** What stands beside the working folder although nobody asked for it. */
  readonly strays: () => Promise<string[]>;
  readonly dispose: () => Promise<void>;
}

/** Gives desks that are all alike. */
export interface Desks {
  readonly open: () => Promise<Desk>;
  readonly dispose: () => Promise<void>;
}

/** The server on which databases are made; empty where there is none. */
export const server = (): string => process.env.KONTOR_TEST_POSTGRES ?? '';

const names = { db: 'kontor.db', files: 'kontor.db.files' };

/** Makes a book once, with the very content that the examples of the commands speak of; each desk is a copy of it. */
export async function makeDesks(kind: Kind): Promise<Desks> {
  // In memory where there is a place for that: nothing here is about disks.
  const memory = existsSync('/dev/shm') ? '/dev/shm' : os.tmpdir();
  const folder = await mkdtemp(path.join(memory, 'kontor-fuzz-'));
  const template = path.join(folder, 'template');
  await mkdir(path.join(template, 'folder'), { recursive: true });
  const database = `kontor_fuzz_${process.pid}`;
  const made = kind === 'sqlite' ? path.join(template, names.db) : databaseUrl(server(), database);
  if (kind === 'postgres') await onServer(server(), [`create database ${database}`]);
  await fill(made, template);
  let desks = 0;
  return {
    open: async () => {
      desks += 1;
      const around = path.join(folder, `desk-${desks}`);
      const place = path.join(around, 'desk');
      await cp(template, place, { recursive: true });
      const own = `${database}_${desks}`;
      if (kind === 'postgres') await onServer(server(), [`create database ${own} template ${database}`]);
      return {
        folder: place,
        db: kind === 'sqlite' ? path.join(place, names.db) : databaseUrl(server(), own),
        files: path.join(place, names.files),
        kind,
        strays: async () => (await readdir(around)).filter((name) => name !== 'desk'),
        dispose: async () => {
          await rm(around, { recursive: true, force: true });
          if (kind === 'postgres') await dropAll(own);
        },
      };
    },
    dispose: async () => {
      await rm(folder, { recursive: true, force: true });
      if (kind === 'postgres') await dropAll(database);
    },
  };
}

async function fill(location: string, folder: string): Promise<void> {
  const database = openDatabase(location);
  try {
    await database.schema.migrate({ dryRun: false });
    const files = async () => storeAt(path.join(folder, names.files), { dryRun: false, cwd: folder });
    await fillExampleBook({
      write: (work) =>
        database.write((trx, dialect) => sealing(testDeps(trx, dialect, { files }), work), { dryRun: false }),
    });
  } finally {
    await database.close();
  }
  await layOutFiles(folder);
  await rm(path.join(folder, 'kontor.config.json'));
  await layOutHostileFiles(folder);
  const { code, err } = await cli({
    db: location,
    cwd: folder,
    env: { KONTOR_FILES: path.join(folder, names.files), PATH: process.env.PATH ?? '' },
  }).run('db', 'backup', 'nightly.backup');
  if (code !== 0) throw new Error(`there is no backup to restore: ${err}`);
}

/** A database, and those that restoring has made of it. */
async function dropAll(name: string): Promise<void> {
  const client = new pg.Client({ connectionString: server() });
  await client.connect();
  try {
    const { rows } = await client.query<{ datname: string }>(
      `select datname from pg_database where datname = $1 or starts_with(datname, $1 || '_') or starts_with(datname, $1 || '-')`,
      [name],
    );
    for (const { datname } of rows) await client.query(`drop database if exists "${datname}" with (force)`);
  } finally {
    await client.end();
  }
}
