import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrations } from '../../../migrations/index.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { cli } from '../../helpers/run-cli.ts';
import { fillBook } from '../book.ts';
import { words } from '../words.ts';

const names = migrations.map(({ name }) => name);

describe('db migrate, status and rollback', () => {
  onEachDatabase((db) => {
    const run = (line: string) => db().run('db', ...words(line));

    it('status says which migrations the database has', async () => {
      const ran = await run('status');
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out).toMatch(/State: +current – up to date\n/);
      expect((await run('status --json')).json()).toEqual({
        location: expect.stringContaining(db().kind === 'sqlite' ? 'kontor.db' : 'postgres://'),
        state: 'current',
        applied: names,
        pending: [],
        unknown: [],
      });
    });

    it('migrate on a database that is up to date is done already (0)', async () => {
      expect(await run('migrate')).toMatchObject({ code: 0, out: '', err: '✓ the database is up to date\n' });
      expect((await run('migrate --json')).json()).toEqual({ results: [], summary: { total: 0 } });
    });

    it('rollback asks, and a dry run of it changes nothing', async () => {
      await fillBook(db());
      const before = await db().contents();
      const unconfirmed = await run('rollback --json');
      expect([unconfirmed.code, unconfirmed.error().code]).toEqual([2, 'CONFIRMATION_NEEDED']);
      const dry = await run('rollback --dry-run');
      expect(dry).toMatchObject({ code: 0, out: '' });
      expect(dry.err).toContain(`undid ${names.at(-1)}`);
      expect(dry.err).toContain('dry run: nothing was written');
      expect(await db().contents()).toBe(before);
    });

    it('rollback and migrate again give an empty database; in between every command ends with 6', async () => {
      await fillBook(db());
      const undone = await run('rollback --yes --json');
      expect(undone.json().results).toEqual(
        [...names].reverse().map((name) => ({ outcome: 'deleted', name })),
      );
      expect((await run('status --json')).json()).toMatchObject({
        state: 'absent',
        applied: [],
        pending: names,
      });
      for (const line of ['account list', 'tag create X', 'search x', 'config set firm-name X']) {
        const ran = await db().run(...words(line), '--json');
        expect([ran.code, ran.error().code, ran.out], line).toEqual([6, 'DATABASE_NOT_READY', '']);
        expect(ran.error().hint).toContain('kontor init');
      }
      expect(await run('rollback --yes')).toMatchObject({ code: 0, err: '✓ there is nothing to undo\n' });
      expect((await db().run('init')).code).toBe(0);
      expect((await db().run('account', 'list', '--json')).json()).toEqual([]);
    });

    it('a database of a newer kontor is left alone (6), saying what to do', async () => {
      await db().write(async ({ trx }) => {
        await trx('kontor_migrations').insert({
          name: '29990101000000_future',
          batch: 9,
          migration_time: new Date(0),
        });
      });
      for (const line of ['account list', 'tag create X', 'db migrate', 'db rollback --yes', 'init']) {
        const ran = await db().run(...words(line), '--json');
        expect([ran.code, ran.error().code], line).toEqual([6, 'DATABASE_NEWER']);
        expect(ran.error().message).toContain('29990101000000_future');
      }
      expect((await run('status --json')).json()).toMatchObject({
        state: 'ahead',
        unknown: ['29990101000000_future'],
      });
    });
  });

  it('a missing, damaged or foreign file ends with 6 and says what to do', async () => {
    const folder = await (await import('node:fs/promises')).mkdtemp('/tmp/kontor-db-');
    try {
      const at = (name: string, line: string) =>
        cli({ db: path.join(folder, name) }).run(...words(line), '--json');
      const missing = await at('none.db', 'account list');
      expect([missing.code, missing.error().code]).toEqual([6, 'DATABASE_MISSING']);
      expect(missing.error().hint).toContain('kontor init');
      expect((await at('none.db', 'db migrate')).error().code).toBe('DATABASE_MISSING');
      expect((await at('none.db', 'db rollback --yes')).error().code).toBe('DATABASE_MISSING');
      expect((await at('none.db', 'db status')).json()).toMatchObject({ state: 'absent' });
      await writeFile(
        path.join(folder, 'text.db'),
        'this is no database, but long enough to be read as one'.repeat(99),
      );
      const damaged = await at('text.db', 'account list');
      expect([damaged.code, damaged.error().code]).toEqual([6, 'DATABASE_DAMAGED']);
      const server = await cli({ db: 'postgres://nobody:secret@127.0.0.1:1/none' }).run(
        'account',
        'list',
        '--json',
      );
      expect([server.code, server.error().code]).toEqual([6, 'DATABASE_UNREACHABLE']);
      expect(server.err).not.toContain('secret');
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});
