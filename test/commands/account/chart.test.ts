import { beforeEach, describe, expect, it } from 'vitest';
import { createAccounts } from '../../../src/domain/account/operations.ts';
import { account } from '../../domain/fixtures.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('account list --chart', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const chart = (line: string) => db().run('account', 'list', '--chart', ...words(line));
    const counts = async (line: string) =>
      Object.fromEntries(
        (await chart(`${line} --json`))
          .json()
          .map(({ label, accounts }: { label: string; accounts: number }) => [label, accounts]),
      );

    it('tags: the most frequent first, an account with each of its tags, and those without any', async () => {
      expect((await chart('tags --json')).json()).toEqual([
        { chart: 'tags', label: 'VIP', accounts: 2 },
        { chart: 'tags', label: 'Monthly', accounts: 1 },
        { chart: 'tags', label: null, accounts: 1 },
      ]);
      expect(await counts('tags --type company --where "tag=VIP"')).toEqual({ Monthly: 1, VIP: 1 });
    });

    it('T3: status', async () => {
      await db().run(...words('contact access 2 2 --invite'));
      await db().run(...words('contact access 1 1 --login on'));
      const all = { active: 0, invited: 1, expired: 0, 'not-invited': 1, off: 1 };
      expect(await counts('status')).toEqual(all);
      expect(await counts('status --no-archived')).toEqual({ ...all, off: 0 });
      expect(await counts('status --portal-status invited')).toEqual({ ...all, off: 0, 'not-invited': 0 });
    });

    it('months: from the first to the last, with those in which there was none', async () => {
      const at = (time: string) =>
        db().write((deps) =>
          createAccounts({ ...deps, clock: () => new Date(time) }, [account(`At ${time.slice(0, 7)}`)]),
        );
      await at('2025-11-30T23:59:59.999Z');
      await at('2026-01-01T00:00:00.000Z');
      expect(await counts('months')).toEqual({
        '2025-11': 1,
        '2025-12': 0,
        '2026-01': 1,
        '2026-02': 0,
        '2026-03': 3,
      });
      expect(await counts('months --where "created<2026"')).toEqual({ '2025-11': 1 });
    });

    it('for people: bars with their numbers, which need no colour', async () => {
      const ran = await db().runWith(
        { terminal: { stdout: true }, columns: 40 },
        ...words('account list --chart tags --no-color'),
      );
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out).toBe(
        [
          'Accounts by tag  3 in all',
          'VIP       2  ███████████████████████████',
          'Monthly   1  █████████████▌',
          '(no tag)  1  █████████████▌',
          '',
        ].join('\n'),
      );
      expect((await chart('tags -o csv')).out).toBe(
        'chart,label,accounts\r\ntags,VIP,2\r\ntags,Monthly,1\r\ntags,,1\r\n',
      );
      expect((await chart('tags --fields label,accounts')).out).toContain('VIP');
      expect(await chart('tags --where "name=nobody"')).toMatchObject({
        code: 0,
        out: '',
        err: 'No accounts.\n',
      });
      expect((await chart('months --where "name=nobody" --json')).json()).toEqual([]);
    });

    it('counts all: it is neither sorted nor paged', () =>
      expectRefusals(db(), [
        ['by', 'account list --chart size', 2, 'INVALID_INPUT', 'tags, status, months'],
        ['limit', 'account list --chart tags --limit 3', 2, 'INVALID_INPUT', 'neither --sort nor --limit'],
        ['sort', 'account list --chart tags --sort name', 2, 'INVALID_INPUT', 'neither --sort'],
        ['field', 'account list --chart tags --fields name', 2, 'UNKNOWN_FIELD', 'chart, label, accounts'],
      ]));
  });
});
