import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { cli } from '../../helpers/run-cli.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('config', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const config = (line: string) => db().run('config', ...words(line));

    it('set changes a setting of the firm; the second time there is nothing to do', async () => {
      expect(await config('set firm-name "Weiß & Partner"')).toMatchObject({
        code: 0,
        out: '',
        err: '✓ firm-name is now "Weiß & Partner"\n',
      });
      const before = await db().contents();
      expect(await config('set firm-name "Weiß & Partner"')).toMatchObject({
        code: 0,
        err: '✓ firm-name is "Weiß & Partner" already\n',
      });
      expect(await db().contents()).toBe(before);
      expect(await config('get firm-name')).toMatchObject({ code: 0, out: 'Weiß & Partner\n', err: '' });
    });

    it('C1, A3: the name format renames contacts, not accounts', async () => {
      const ran = await config('set name-format last-first --json');
      expect(ran.json()).toEqual({
        results: [{ key: 'name-format', value: 'last-first', outcome: 'updated' }],
        summary: { total: 1, updated: 1 },
      });
      expect((await db().run('contact', 'show', '1', '--json')).json().name).toBe('Müller, Erika');
      expect((await db().run('account', 'show', '1', '--json')).json().name).toBe('Erika Müller');
      expect((await db().run('search', 'müller, erika', '-o', 'ids')).out).toBe('1\n2\n');
      const created = await db().run(...words('account create --contact petra@oezdemir.example --json'));
      expect(created.json().name).toBe('Özdemir, Petra');
    });

    it('list shows every setting, and with --origin where each value comes from', async () => {
      await config('set firm-name Weiß');
      const { out } = await config('list');
      expect(out).toMatch(/^Key +Value\n/);
      expect(out).toMatch(/firm-name +Weiß\n/);
      const rows = (
        await db().runWith({ env: { KONTOR_ACTOR: 'cron' } }, ...words('config list --origin --json'))
      ).json();
      expect(rows).toContainEqual({
        key: 'actor',
        value: 'cron',
        origin: 'environment',
        source: 'KONTOR_ACTOR',
      });
      expect(rows).toContainEqual({
        key: 'firm-name',
        value: 'Weiß',
        origin: 'database',
        source: 'database',
      });
    });

    it('the nearest kontor.config.json counts after option and environment', async () => {
      const file = path.join(db().folder, 'kontor.config.json');
      await writeFile(file, JSON.stringify({ actor: 'file', output: 'json' }));
      const origin = async (line: string, env = {}) =>
        (await db().runWith({ env }, ...words(`config list --origin ${line}`)))
          .json()
          .find(({ key }: { key: string }) => key === 'actor');
      expect(await origin('')).toMatchObject({ value: 'file', origin: 'file', source: file });
      expect(await origin('', { KONTOR_ACTOR: 'cron' })).toMatchObject({
        value: 'cron',
        origin: 'environment',
      });
      expect(await origin('--actor Ada', { KONTOR_ACTOR: 'cron' })).toMatchObject({
        value: 'Ada',
        origin: 'option',
      });
    });

    it('masks the password in a database URL', async () => {
      const { out } = await cli({ db: 'postgres://firm:secret@127.0.0.1:1/x' }).run('config', 'get', 'db');
      expect(out).toBe('postgres://firm:***@127.0.0.1:1/x\n');
    });

    it('refuses, and leaves everything as it was', () =>
      expectRefusals(db(), [
        [
          'unknown',
          'config get nope',
          2,
          'INVALID_INPUT',
          'color, lock-timeout, smtp-url, smtp-tls, mail-folder, files, firm-name, name-format, portal-address',
        ],
        ['unknown', 'config set nope 1', 2, 'INVALID_INPUT', 'firm-name, name-format'],
        ['the program’s', 'config set db x', 2, 'INVALID_INPUT', '--db or KONTOR_DB'],
        ['no value', 'config set firm-name', 2, 'MISSING_ARGUMENT', '<value> is missing'],
        ['empty', 'config set firm-name " "', 2, 'INVALID_SETTING', 'must not be empty'],
        ['format', 'config set name-format Last', 2, 'INVALID_SETTING', 'must be first-last or last-first'],
        [
          'in the clear',
          'config set portal-address http://portal.example',
          2,
          'INVALID_SETTING',
          'must be an https:// address',
        ],
        [
          'a password',
          'config set portal-address https://a:b@portal.example',
          2,
          'INVALID_SETTING',
          'without user name',
        ],
        [
          'no address',
          'config set sender "Weiß & Partner"',
          2,
          'INVALID_SETTING',
          'must be an e-mail address',
        ],
        ['never', 'config set invitation-days 0', 2, 'INVALID_SETTING', 'from 1 to 90'],
        ['for ever', 'config set reset-hours 1000', 2, 'INVALID_SETTING', 'from 1 to 168'],
        ['too much', 'config set document-limit 2001', 2, 'INVALID_SETTING', 'from 1 to 2000'],
        ['country', 'config set country Germany', 2, 'INVALID_SETTING', 'two capital letters'],
      ]));

    it('takes the settings of portal and mail, and an empty one away again', async () => {
      for (const [key, value] of [
        ['portal-address', 'https://portal.weiss.example/clients'],
        ['portal-address', 'http://localhost:8080'],
        ['sender', 'Weiß & Partner <office@weiss.example>'],
        ['invitation-days', '14'],
        ['reset-hours', '2'],
        ['country', 'DE'],
        ['document-limit', '2000'],
        ['sender', ''],
      ] as const) {
        expect(await db().run('config', 'set', key, value), key).toMatchObject({ code: 0 });
        expect((await db().run('config', 'get', key, '--json')).json()).toMatchObject({ key, value });
      }
    });
  });

  it('without a database the settings of the program can be seen, those of the firm not', async () => {
    const nowhere = cli({ db: '/nowhere/kontor.db' });
    const list = await nowhere.run('config', 'list', '--json');
    expect(list.json()).toContainEqual({
      key: 'firm-name',
      value: null,
      origin: 'database',
      source: 'no database',
    });
    expect(await nowhere.run('config', 'get', 'db')).toMatchObject({ code: 0, out: '/nowhere/kontor.db\n' });
    const firm = await nowhere.run('config', 'get', 'firm-name', '--json');
    expect([firm.code, firm.error().code]).toEqual([6, 'DATABASE_MISSING']);
    const set = await nowhere.run('config', 'set', 'firm-name', 'X', '--json');
    expect([set.code, set.error().code, set.error().hint]).toEqual([
      6,
      'DATABASE_MISSING',
      expect.stringContaining('kontor init'),
    ]);
  });
});
