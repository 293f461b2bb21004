import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { copyFile, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import sqlite from 'sqlite3';
import { afterEach, beforeEach, describe, expect, inject, it } from 'vitest';
import { migrations } from '../../migrations/index.ts';
import { insertStaged, query } from '../../src/db/bulk.ts';
import type { Database } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open.ts';

describe('a SQLite database', () => {
  let folder = '';
  let opened: Database[] = [];

  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'kontor-sqlite-'));
  });
  afterEach(async () => {
    for (const database of opened) await database.close();
    opened = [];
    await rm(folder, { recursive: true, force: true });
  });

  const at = (...parts: string[]) => path.join(folder, ...parts);
  const open = (location: string): Database => {
    const database = openDatabase(location);
    opened.push(database);
    return database;
  };
  const read = (location: string) => open(location).read(async () => 'read');
  const write = (location: string) => open(location).write(async () => 'written', { dryRun: false });
  const modeOf = async (file: string) => ((await stat(file)).mode & 0o777).toString(8);

  it('that is missing is an error, and no file is made', async () => {
    for (const use of [
      read,
      write,
      (location: string) => open(location).schema.rollback({ dryRun: false }),
    ]) {
      await expect(use(at('new', 'kontor.db'))).rejects.toMatchObject({
        kind: 'database',
        code: 'DATABASE_MISSING',
        message: `There is no kontor database at ${at('new', 'kontor.db')}.`,
        hint: expect.stringContaining('kontor init'),
      });
    }
    expect(await open(at('new', 'kontor.db')).schema.status()).toMatchObject({
      state: 'absent',
      applied: [],
    });
    expect(await readdir(folder)).toEqual([]);
  });

  it('is made for its owner alone, folders, log and all', async () => {
    const location = at('one', 'two', 'kontor.db');
    const database = open(location);
    await database.schema.migrate({ dryRun: false });
    await database.write(
      async (trx) => {
        await trx('settings').insert({ key: 'k', value: 'v', updated_at: 'now' });
        for (const suffix of ['', '-wal', '-shm'])
          expect(await modeOf(location + suffix), suffix).toBe('600');
      },
      { dryRun: false },
    );
    expect([await modeOf(at('one')), await modeOf(at('one', 'two'))]).toEqual(['700', '700']);
  });

  it('takes the bytes of JSON as the text that they are, also those that could be the head of a binary value', async () => {
    const database = open(at('kontor.db'));
    await database.schema.migrate({ dryRun: false });
    // A binary array of five bytes would begin with the bracket, too.
    const cells = ['[[41]]', '[["a"]]', `[["ü\\ud83d${'x'.repeat(70_000)}"]]`];
    const read = await database.write(
      async (trx, dialect) => {
        await trx.raw('create temp table staged_cells (id integer primary key, json text)');
        for (const json of cells) {
          await insertStaged({ trx, dialect }, 'staged_cells', { json: 'json' }, Buffer.from(json), {});
        }
        return query<{ json: string; type: string }>(
          { trx, dialect },
          'select json, typeof(json) as type from staged_cells order by id',
        );
      },
      { dryRun: false },
    );
    expect(read).toEqual(cells.map((json) => ({ json: json.slice(2, -2), type: 'text' })));
  });

  it('is written through a log that reaches the disk with every commit, and holds its references', async () => {
    const location = at('kontor.db');
    const database = open(location);
    await database.schema.migrate({ dryRun: false });
    const pragma = (name: string) =>
      database.read(
        async (trx) => Object.values(((await trx.raw(`pragma ${name}`)) as object[])[0] ?? {})[0],
      );
    expect([await pragma('journal_mode'), await pragma('synchronous'), await pragma('foreign_keys')]).toEqual(
      ['wal', 2, 1],
    );
    expect(await pragma('busy_timeout')).toBe(30_000);
    const orphan = database.write(
      (trx) =>
        trx('account_tags')
          .insert({ account_id: 1, tag_id: 1 })
          .then(() => undefined),
      { dryRun: false },
    );
    await expect(orphan).rejects.toMatchObject({ kind: 'refused', code: 'CONFLICT' });
  });

  it('of another program is refused and left exactly as it was', async () => {
    const location = at('other.db');
    await execute(location, 'create table recipes (id integer); pragma user_version = 7');
    const before = await readFile(location);
    const database = open(location);
    for (const use of [
      () => read(location),
      () => write(location),
      () => database.schema.status(),
      () => database.schema.migrate({ dryRun: false }),
      () => database.schema.migrate({ dryRun: true }),
      () => database.schema.rollback({ dryRun: false }),
    ]) {
      await expect(use()).rejects.toMatchObject({
        kind: 'database',
        code: 'DATABASE_FOREIGN',
        message: `${location} belongs to another program (it has the table recipes).`,
      });
    }
    for (const database of opened) await database.close();
    expect((await readFile(location)).equals(before)).toBe(true);
  });

  it('that is a text file, or a damaged one, is said to be damaged', async () => {
    const text = at('notes.txt');
    await writeFile(text, 'This is not a database, but long enough to be taken for one.\n'.repeat(40));
    for (const use of [read, write, (location: string) => open(location).schema.migrate({ dryRun: false })]) {
      await expect(use(text)).rejects.toMatchObject({
        kind: 'database',
        code: 'DATABASE_DAMAGED',
        message: `${text} is not a SQLite database.`,
      });
    }
    const cut = at('cut.db');
    await copyFile(inject('sqliteTemplate'), cut);
    const pages = await readFile(cut);
    await writeFile(cut, Buffer.concat([pages.subarray(0, 4_096), Buffer.alloc(pages.length - 4_096, 0x5a)]));
    await expect(read(cut)).rejects.toMatchObject({ kind: 'database', code: 'DATABASE_DAMAGED' });
  });

  it('that is an empty file, or too short for any database, is refused and left as it is, also by init', async () => {
    const cases = [
      ['', 'DATABASE_EMPTY', 'is an empty file, not a kontor database'],
      ['x', 'DATABASE_DAMAGED', 'is not a SQLite database'],
      ['\0'.repeat(511), 'DATABASE_DAMAGED', 'is not a SQLite database'],
    ] as const;
    for (const [content, code, message] of cases) {
      const location = at(`${content.length}.db`);
      await writeFile(location, content);
      const { schema } = open(location);
      for (const use of [
        () => read(location),
        () => write(location),
        () => schema.status(),
        () => schema.migrate({ dryRun: false }),
        () => schema.migrate({ dryRun: true }),
        () => schema.rollback({ dryRun: false }),
      ]) {
        const refusal = { kind: 'database', code, message: expect.stringContaining(message) };
        await expect(use(), content).rejects.toMatchObject(refusal);
      }
      expect(await readFile(location, 'utf8')).toBe(content);
    }
  });

  it('of another program may have a table by a name of ours: it is refused all the same', async () => {
    const location = at('other.db');
    await execute(location, 'create table settings (id integer)');
    await expect(write(location)).rejects.toMatchObject({ code: 'DATABASE_FOREIGN' });
  });

  it('appears under its name only when it is whole', async () => {
    const location = at('kontor.db');
    const names = new Set<string>();
    const made = open(location).schema.migrate({ dryRun: false });
    let isMade = false;
    void made.finally(() => {
      isMade = true;
    });
    while (!isMade) {
      await setTimeout(1);
      for (const name of await readdir(folder)) names.add(name);
      if (existsSync(location)) expect(await read(location)).toBe('read');
    }
    await made;
    expect([...names].some((name) => name.startsWith('.kontor-'))).toBe(true);
    expect((await readdir(folder)).filter((name) => name.startsWith('.'))).toEqual([]);
    await symlink(at('nowhere.db'), at('link.db'));
    await expect(open(at('link.db')).schema.migrate({ dryRun: false })).rejects.toMatchObject({
      code: 'DATABASE_UNREACHABLE',
    });
    expect(existsSync(at('nowhere.db'))).toBe(false);
  });

  it('is neither a folder, a pipe, a device, nor below a file', async () => {
    await writeFile(at('file'), 'x');
    execFileSync('mkfifo', [at('pipe')]);
    await symlink('/dev/null', at('sink'));
    for (const location of [folder, at('pipe'), at('sink'), at('file', 'kontor.db')]) {
      for (const use of [read, write, (where: string) => open(where).schema.migrate({ dryRun: false })]) {
        await expect(use(location), location).rejects.toMatchObject({
          kind: 'database',
          code: 'DATABASE_UNREACHABLE',
          message: expect.stringContaining(location),
        });
      }
    }
  });

  it('that was tried out leaves nothing behind', async () => {
    const names = migrations.map(({ name }) => name);
    expect(await open(at('new', 'kontor.db')).schema.migrate({ dryRun: true })).toEqual(names);
    expect(await readdir(folder)).toEqual([]);
  });

  it('can be used by several at once from one handle that has not been used yet', async () => {
    const location = at('kontor.db');
    await copyFile(inject('sqliteTemplate'), location);
    const database = open(location);
    const all = await Promise.all(Array.from({ length: 8 }, (_, index) => database.read(async () => index)));
    expect(all).toEqual([0, 1, 2, 3, 4, 5, 6, 7]);
  });
});

/** Runs statements on a file without any of our code. */
const execute = (file: string, sql: string) =>
  new Promise<void>((resolve, reject) => {
    const connection = new sqlite.Database(file);
    connection.exec(sql, (error) => {
      connection.close(() => (error === null ? resolve() : reject(error)));
    });
  });
