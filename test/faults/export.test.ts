import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, statSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { clientHeadings, clientList, run, start } from '../e2e/program.ts';
import { dispose, freshDatabase, type TestDatabase } from '../helpers/databases.ts';

const rows = 20_000;

describe('an export that does not come to its end', () => {
  let db: TestDatabase;
  const around = () => ({ db: db.location, folder: db.folder });
  const target = () => path.join(db.folder, 'accounts.csv');
  const beside = () => readdirSync(db.folder).filter((name) => name.startsWith('.kontor-'));
  beforeAll(async () => {
    db = await freshDatabase('sqlite');
    await writeFile(path.join(db.folder, 'clients.csv'), clientHeadings + clientList(rows));
    expect(await run(around(), 'import', 'clients.csv')).toMatchObject({ code: 0 });
  });
  afterEach(async () => {
    for (const name of [...beside(), 'accounts.csv']) await rm(path.join(db.folder, name), { force: true });
  });
  afterAll(() => dispose(db));

  /** Waits until a part of the file is written; fails when the process is done before. */
  async function inTheMidst(child: ChildProcess): Promise<void> {
    for (;;) {
      if (child.exitCode !== null) throw new Error('the export was done before it could be stopped');
      if (beside().some((name) => statSync(path.join(db.folder, name)).size > 0)) return;
      await later(1);
    }
  }

  it.each([1, 2, 3])('kill -9 leaves no file under its name (%i)', async () => {
    const { child, ended } = start(around(), 'export', 'accounts', '--out', 'accounts.csv');
    await inTheMidst(child);
    child.kill('SIGKILL');
    expect(await ended).toMatchObject({ code: null, signal: 'SIGKILL' });
    expect(existsSync(target())).toBe(false);
    expect(beside()).toHaveLength(1);
    // What is left neither stands in the way of the next one nor is taken for a file that was there.
    expect(await run(around(), 'export', 'accounts', '--out', 'accounts.csv')).toMatchObject({ code: 0 });
    expect((await readFile(target(), 'utf8')).split('\r\n')).toHaveLength(rows + 2);
  });

  it('kill -9 leaves the file as it was that was to be replaced', async () => {
    await writeFile(target(), 'mine');
    const { child, ended } = start(around(), 'export', 'accounts', '--out', 'accounts.csv', '--force');
    await inTheMidst(child);
    child.kill('SIGKILL');
    expect(await ended).toMatchObject({ code: null, signal: 'SIGKILL' });
    expect(await readFile(target(), 'utf8')).toBe('mine');
  });

  it('Ctrl-C ends it with 130, leaves no file under its name and nothing beside it', async () => {
    const { child, ended } = start(around(), 'export', 'accounts', '--out', 'accounts.csv');
    await inTheMidst(child);
    child.kill('SIGINT');
    expect(await ended).toMatchObject({
      code: 130,
      signal: null,
      out: '',
      err: 'kontor: cancelled; nothing was written\n',
    });
    expect(existsSync(target())).toBe(false);
    expect(beside()).toEqual([]);
  });

  it('a reader that has enough ends it quietly', async () => {
    const { child, ended } = start(around(), 'export', 'accounts');
    child.stdout?.once('data', () => child.stdout?.destroy());
    expect(await ended).toMatchObject({ code: 0, err: '' });
  });
});
