import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, statSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { dispose, freshDatabase, onEachDatabase } from '../helpers/databases.ts';
import { clientHeadings, clientList, run, shell, start } from './program.ts';

const rows = 20_000;
/** How many of them are there when something happens. */
const fed = 5_000;

/**
 * Gives a process the beginning of a client list, and waits until it has taken it: it is in the midst of an import
 * then, with rows written in a transaction that is not yet committed.
 */
async function feedBeginning({ stdin }: ChildProcess): Promise<void> {
  if (stdin === null) throw new Error('the process has no standard input');
  stdin.write(clientHeadings);
  for (let from = 1; from <= fed; from += 500) {
    if (!stdin.write(clientList(500, { from }))) await once(stdin, 'drain');
  }
  // What the pipe took last is read within this time; what matters is what was read long before.
  await later(300);
}

describe('an import that does not come to its end', () => {
  onEachDatabase((db) => {
    const around = () => ({ db: db().location, folder: db().folder });

    it('Ctrl-C rolls it back and ends with 130', async () => {
      const before = await db().contents();
      const { child, ended } = start(around(), 'import', '-');
      await feedBeginning(child);
      child.kill('SIGINT');
      child.stdin?.end(clientList(rows - fed, { from: fed + 1 }));
      expect(await ended).toMatchObject({
        code: 130,
        signal: null,
        out: '',
        err: 'kontor: cancelled; nothing was written\n',
      });
      expect(await db().contents()).toBe(before);
    });

    it('Ctrl-C ends it also while it waits for more input', async () => {
      const before = await db().contents();
      const { child, ended } = start(around(), 'import', '-');
      await feedBeginning(child);
      child.kill('SIGINT');
      expect(await ended).toMatchObject({ code: 130, signal: null, out: '' });
      expect(await db().contents()).toBe(before);
    });

    it('kill -9 leaves the database as it was, and the next import comes to its end', async () => {
      const before = await db().contents();
      const { child, ended } = start(around(), 'import', '-');
      await feedBeginning(child);
      child.kill('SIGKILL');
      expect(await ended).toMatchObject({ code: null, signal: 'SIGKILL' });
      expect(await db().contents()).toBe(before);
      await writeFile(path.join(db().folder, 'clients.csv'), clientHeadings + clientList(1000));
      const next = await run(around(), 'import', 'clients.csv', '--json');
      expect(next, next.err).toMatchObject({ code: 0 });
      expect(JSON.parse(next.out).created).toEqual({ accounts: 1000, contacts: 1000, links: 1000 });
    }, 120_000);

    it('B2: with --keep-going kill -9 leaves whole batches, and the next import makes what is missing', async () => {
      const count = async (noun: string) => Number((await run(around(), noun, 'list', '-o', 'count')).out);
      const { child, ended } = start(around(), 'import', '-', '--keep-going');
      await feedBeginning(child);
      while ((await count('contact')) === 0) await later(50);
      child.kill('SIGKILL');
      await ended;
      const kept = await count('contact');
      // Batches of 2000, as the help says.
      expect(kept % 2000).toBe(0);
      expect(await count('account')).toBe(kept);
      await writeFile(path.join(db().folder, 'clients.csv'), clientHeadings + clientList(fed));
      const next = JSON.parse((await run(around(), 'import', 'clients.csv', '--keep-going', '--json')).out);
      expect(next.outcomes).toMatchObject({ created: fed - kept, unchanged: kept, failed: 0 });
      const runs = JSON.parse((await run(around(), 'import', 'runs', '-o', 'json')).out);
      expect(runs).toMatchObject([{ state: 'done' }, { state: 'interrupted' }]);
    }, 120_000);
  });
});

describe('rows that are rejected', () => {
  it('B2: where their file cannot be written to its end there is none, and what stays is said', async () => {
    const db = await freshDatabase('sqlite');
    try {
      const bad = Array.from({ length: 80_000 }, (_, index) => `b-${index},No,Mail,no mail,Street,Town\n`);
      await writeFile(path.join(db.folder, 'clients.csv'), clientHeadings + clientList(2_000) + bad.join(''));
      const around = { db: db.location, folder: db.folder };
      const ended = await shell(
        around,
        'ulimit -f 8192; kontor import clients.csv --keep-going --rejects r.csv',
      );
      expect(ended).toMatchObject({ code: 5, out: '' });
      expect(ended.err).toMatch(
        /kontor: r\.csv cannot be written \(.*\)\.\n {2}\d+ rows were read before: 2000 created, .* They stay\.\n/,
      );
      expect(existsSync(path.join(db.folder, 'r.csv'))).toBe(false);
    } finally {
      await dispose(db);
    }
  }, 120_000);
});

describe('files', () => {
  it('are for their owner alone, whatever the umask', async () => {
    const db = await freshDatabase('sqlite');
    const location = path.join(db.folder, 'new', 'kontor.db');
    const around = { db: location, folder: db.folder };
    const mode = (file: string) => (statSync(file).mode & 0o777).toString(8);
    const umask = process.umask(0);
    try {
      expect(await run(around, 'init')).toMatchObject({ code: 0 });
      expect([mode(location), mode(path.dirname(location))]).toEqual(['600', '700']);
      const { child, ended } = start(around, 'import', '-');
      await feedBeginning(child);
      expect([mode(`${location}-wal`), mode(`${location}-shm`)]).toEqual(['600', '600']);
      child.kill('SIGKILL');
      await ended;
    } finally {
      process.umask(umask);
      await dispose(db);
    }
  });
});
