import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { backUp } from '../../src/backup/backup.ts';
import { dropPlaces, freePlace } from '../commands/db/target.ts';
import { onEachDatabase } from '../helpers/databases.ts';
import { clientHeadings, clientList, type Ended, program, run, start } from './program.ts';

describe('backups by the built program', () => {
  dropPlaces();
  onEachDatabase((db) => {
    const around = (location = db().location) => ({
      db: location,
      folder: db().folder,
      env: { KONTOR_FILES: path.join(db().folder, location === db().location ? 'files' : 'restored-files') },
    });
    const filled = async (rows: number) => {
      await writeFile(path.join(db().folder, 'clients.csv'), clientHeadings + clientList(rows));
      const { code, err } = await run(around(), 'import', 'clients.csv');
      expect(code, err).toBe(0);
    };
    it('are taken while three programs write: none of them fails, and each backup is a moment of the whole', async () => {
      await filled(500);
      const ends: Ended[] = [];
      let isOver = false;
      let documents = 0;
      const writers = [1, 2, 3].map(async (writer) => {
        for (let number = 1; !isOver; number += 1) {
          const text = `${writer}-${number}.txt`;
          await writeFile(path.join(db().folder, text), `receipt ${text}`);
          ends.push(await run(around(), 'document', 'add', 'id:1', text, '-o', 'ids'));
          // Deleted at once, its content is swept while it may just be copied.
          const id = ends.at(-1)?.out.trim() ?? '';
          if (number % 2 === 0) ends.push(await run(around(), 'document', 'delete', id, '--yes'));
          else documents += 1;
        }
      });
      const backups: Ended[] = [];
      for (let number = 1; number <= 3; number += 1) {
        backups.push(await run(around(), 'db', 'backup', `${number}.backup`, '--json'));
      }
      isOver = true;
      await Promise.all(writers);
      for (const { code, err } of [...ends, ...backups]) expect(code, err).toBe(0);
      expect(ends.length).toBeGreaterThan(5);
      expect(documents).toBeGreaterThan(2);
      const place = await freePlace(db());
      const restored = await run(around(place), 'db', 'restore', '3.backup', '--json');
      expect(restored.code, restored.err).toBe(0);
      const { tables, missing } = JSON.parse(restored.out);
      expect([tables.accounts, missing]).toEqual([500, []]);
      expect(tables.documents).toBeGreaterThan(JSON.parse(backups[0]?.out ?? '').tables.documents);
      for (const line of [
        ['audit', 'verify'],
        ['db', 'check'],
      ]) {
        const { code, out, err } = await run(around(place), ...line);
        expect(code, out + err).toBe(0);
      }
    });

    it('killed or interrupted, are there whole or not at all, and nobody else notices', async () => {
      await filled(500);
      const file = path.join(db().folder, 'x.backup');
      const place = await freePlace(db());
      let kills = 0;
      for (const pause of [80, 160, 240, 320]) {
        const { child, ended } = start(around(), 'db', 'backup', 'x.backup');
        await setTimeout(pause);
        child.kill('SIGKILL');
        const { signal } = await ended;
        if (signal === 'SIGKILL') kills += 1;
        if (!existsSync(file)) continue;
        const { code, err } = await run(around(place), 'db', 'restore', 'x.backup', '--dry-run');
        expect(code, err).toBe(0);
        await rm(file);
      }
      expect(kills).toBeGreaterThan(0);
      // What was killed may have left something; behind it, the programs that it had started may even now.
      const before = new Set(await readdir(db().folder));
      const names = async () => (await readdir(db().folder)).filter((name) => !before.has(name));
      const { child, ended } = start(around(), 'db', 'backup', 'y.backup');
      while ((await names()).length === 0) await setTimeout(5);
      child.kill('SIGINT');
      const { code, err } = await ended;
      expect(code, err).toBe(130);
      expect(await names()).toEqual([]);
      expect((await run(around(), 'account', 'list', '-o', 'count')).out).toBe('500\n');
    });

    it('need no content that is swept right behind the copy of the database', async () => {
      await filled(1);
      await writeFile(path.join(db().folder, 'receipts.txt'), 'Coffee 3.20');
      expect((await run(around(), 'document', 'add', 'id:1', 'receipts.txt')).code).toBe(0);
      const { env, folder } = around();
      // The content is gone already, and its record goes in the very moment in which the backup looks for it again.
      await rm(env.KONTOR_FILES, { recursive: true });
      let looks = 0;
      const remove = () => {
        looks += 1;
        if (looks !== 2) return;
        const argv = [program, '--db', db().location, 'document', 'delete', '1', '--yes'];
        execFileSync(process.execPath, argv, { env: { ...process.env, ...env }, stdio: 'ignore' });
      };
      const taken = await backUp(
        {
          location: db().location,
          files: env.KONTOR_FILES,
          cwd: folder,
          env: process.env,
          signal: new AbortController().signal,
          clock: () => new Date(),
          version: 'test',
          dryRun: false,
          progress: ({ note }) => note === undefined && remove(),
        },
        { file: 'x.backup', force: false },
      );
      expect(looks).toBe(2);
      expect([taken.tables.documents, taken.missing]).toEqual([0, []]);
    });

    it('killed while they are brought back, leave the place as it was, or restored', async () => {
      await filled(500);
      expect((await run(around(), 'db', 'backup', 'x.backup')).code).toBe(0);
      const place = await freePlace(db());
      const isFile = db().kind === 'sqlite';
      const restore = ['db', 'restore', 'x.backup', ...(isFile ? ['--force'] : [])];
      if (isFile) expect((await run(around(place), 'init')).code).toBe(0);
      let kills = 0;
      for (const pause of [60, 120, 150, 180, 300, 600]) {
        const { child, ended } = start(around(place), ...restore);
        await setTimeout(pause);
        child.kill('SIGKILL');
        const { signal } = await ended;
        if (signal === 'SIGKILL') kills += 1;
        const { code, out, err } = await run(around(place), 'account', 'list', '-o', 'count');
        // What is not adopted yet is no database, and one that is restored over is the old one up to the end.
        if (code === 6)
          expect([isFile, err]).toEqual([false, expect.stringContaining('holds no kontor database')]);
        else
          expect([code, ['500\n', ...(isFile ? ['0\n'] : [])].includes(out)], out + err).toEqual([0, true]);
        if (out === '500\n') break;
      }
      expect(kills).toBeGreaterThan(0);
      const again = await run(around(place), 'db', 'restore', 'x.backup', '--force');
      expect(again.code, again.err).toBe(0);
      expect((await run(around(place), 'account', 'list', '-o', 'count')).out).toBe('500\n');
      const once = await run(around(place), 'db', 'restore', 'x.backup', '--force', '--json');
      expect(once.code, once.err).toBe(0);
      expect(JSON.parse(once.out).kept).not.toBeNull();
    });
  });
});
