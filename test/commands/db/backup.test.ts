import { execFileSync } from 'node:child_process';
import { link, mkdir, readdir, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { fillExampleBook } from '../../contract/example-book.ts';
import { onEachDatabase, type TestDatabase } from '../../helpers/databases.ts';
import { words } from '../words.ts';

/** The path of the one content that the example book has. */
async function contentIn({ folder }: TestDatabase): Promise<string> {
  const names = await readdir(path.join(folder, 'files'), { recursive: true });
  const name = names.find((found) => /[\da-f]{64}$/.test(found));
  if (name === undefined) throw new Error('the store is empty');
  return path.join(folder, 'files', name);
}

describe('db backup', () => {
  onEachDatabase((db) => {
    const at = (name: string) => path.join(db().folder, name);
    const env = { PATH: process.env.PATH ?? '' };
    const run = (line: string) => db().runWith({ env }, 'db', ...words(line));

    it('writes one file for its owner alone, with the database, its contents and a manifest', async () => {
      await fillExampleBook(db());
      const before = await db().contents();
      const ran = await run('backup x.backup --json');
      expect(ran, ran.err).toMatchObject({ code: 0, err: '' });
      const told = ran.json();
      const file = await stat(at('x.backup'));
      expect(file.mode & 0o777).toBe(0o600);
      expect(told).toMatchObject({
        file: 'x.backup',
        bytes: file.size,
        takenAt: '2026-03-04T05:06:07.890Z',
        database: db().kind,
        files: { count: 1, bytes: 70 },
        missing: [],
        damaged: [],
      });
      expect(told.tables).toMatchObject({ accounts: 3, contacts: 5, documents: 3, portal_links: 3 });
      expect(told.chainHead).toMatch(/^\d+:[\w-]+$/);
      await mkdir(at('taken'));
      execFileSync('tar', ['xf', at('x.backup'), '-C', at('taken')]);
      const manifest = JSON.parse(await readFile(at('taken/manifest.json'), 'utf8'));
      expect(manifest).toMatchObject({ format: 1, tables: told.tables, takenAt: told.takenAt });
      // Nothing is left beside it, and nobody can tell by the database that it was copied.
      expect((await readdir(db().folder)).filter((name) => name.startsWith('.kontor'))).toEqual([]);
      expect(await db().contents()).toBe(before);
    });

    it('says what it wrote; a dry run says what it would, and writes nothing', async () => {
      await fillExampleBook(db());
      const dry = await run('backup x.backup --dry-run');
      expect(dry).toMatchObject({ code: 0 });
      expect(dry.err).toMatch(/would write x\.backup \(about \d.*\): \d+ rows in \d+ tables, 1 file\n/);
      expect(dry.err).toContain('dry run: nothing was written');
      expect(await readdir(db().folder)).not.toContain('x.backup');
      const ran = await run('backup x.backup');
      expect(ran).toMatchObject({ code: 0 });
      expect(ran.err).toMatch(/^✓ wrote x\.backup \(\d+ KB\): \d+ rows in \d+ tables, 1 file\n$/);
    });

    it('never replaces a file unasked, nor the database, nor anything that is no file', async () => {
      await writeFile(at('x.backup'), 'precious');
      const refused = await run('backup x.backup --json');
      expect([refused.code, refused.error().code]).toEqual([4, 'FILE_EXISTS']);
      expect(await readFile(at('x.backup'), 'utf8')).toBe('precious');
      expect((await run('backup x.backup --force')).code).toBe(0);
      expect((await readFile(at('x.backup'))).length).toBeGreaterThan(10_000);
      for (const line of ['backup - --force', 'backup files/../. --force', 'backup nowhere/x.backup']) {
        expect((await run(line)).code, line).toBe(2);
      }
      if (db().kind === 'postgres') return;
      await link(db().location, at('second name'));
      for (const name of ['kontor.db', '"second name"']) {
        const own = await run(`backup ${name} --force --json`);
        expect([own.code, own.error().message]).toEqual([2, expect.stringContaining('the database itself')]);
      }
      expect((await db().run('account', 'list')).code).toBe(0);
    });

    it('saves the rest when a content is missing or damaged, names it, and ends with 5', async () => {
      await fillExampleBook(db());
      const content = await contentIn(db());
      await truncate(content, 10);
      const damaged = await run('backup damaged.backup --json');
      expect([damaged.code, damaged.json().damaged]).toEqual([5, [path.basename(content)]]);
      await rm(content);
      const missing = await run('backup missing.backup');
      expect(missing.code).toBe(5);
      expect(missing.err).toContain(`the content ${path.basename(content)} is missing`);
      expect(missing.err).toContain('wrote missing.backup');
    });

    it('of PostgreSQL says which program it needs (6), and never the password', async () => {
      if (db().kind === 'sqlite') return;
      const { location } = db();
      const without = { PATH: '/nowhere' };
      for (const argv of [['x.backup'], ['x.backup', '--dry-run']]) {
        const ran = await db().runWith({ env: without }, 'db', 'backup', ...argv, '--json');
        expect([ran.code, ran.error().code]).toEqual([6, 'PROGRAM_MISSING']);
        expect(ran.error().hint).toContain('postgresql-client');
      }
      // Programs of another version, and one that fails with somebody's data in what it says.
      const program = async (script: string) => {
        await writeFile(at('pg_dump'), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
        return db().runWith(
          { env: { PATH: `${db().folder}:/bin:/usr/bin` } },
          'db',
          'backup',
          'x.backup',
          '--json',
        );
      };
      const old = await program('echo "pg_dump (PostgreSQL) 9.6.24"');
      expect([old.code, old.error().code]).toEqual([6, 'PROGRAM_OLD']);
      const failing = await program(
        `case "$1" in --version) echo "pg_dump (PostgreSQL) 99.1"; exit;; esac
         echo "$@" > "$0.args"
         echo 'pg_dump: error: could not dump "accounts" of "Müller <erika@mueller.example>"' >&2
         echo 'DETAIL: erika@mueller.example' >&2
         exit 1`,
      );
      expect([failing.code, failing.error().code]).toEqual([6, 'PROGRAM_FAILED']);
      expect(failing.err).not.toContain('mueller');
      expect(failing.error().message).toContain('could not dump "accounts"');
      const password = decodeURIComponent(new URL(location).password);
      const args = await readFile(at('pg_dump.args'), 'utf8');
      expect(args).toContain('--format=custom');
      if (password !== '') expect(failing.err + args).not.toContain(password);
      expect(await readdir(db().folder)).not.toContain('x.backup');
    });

    it('of a database that is not there, not ours, or newer ends with 6 and writes nothing', async () => {
      const missing = await db().runWith({ db: at('none.db'), env }, 'db', 'backup', 'x.backup', '--json');
      expect([missing.code, missing.error().code]).toEqual([6, 'DATABASE_MISSING']);
      await db().write(({ trx }) =>
        trx('kontor_migrations').insert({ name: '29990101_future', batch: 9, migration_time: new Date(0) }),
      );
      const newer = await run('backup x.backup --json');
      expect([newer.code, newer.error().code]).toEqual([6, 'DATABASE_NEWER']);
      expect(await readdir(db().folder)).not.toContain('x.backup');
    });
  });
});
