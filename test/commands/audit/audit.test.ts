import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('audit list and show', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const audit = (line: string) => db().run('audit', ...words(line));

    it('H1: says when, who, by which command, which record, and what changed from what to what', async () => {
      await db().runWith(
        { clock: () => new Date('2026-05-01T10:00:00Z') },
        ...words('account edit 2 --name "Weiß Holding" --actor Erika'),
      );
      const [entry] = (await audit('list --limit 1 --json')).json();
      expect(entry).toEqual({
        id: expect.any(Number),
        at: '2026-05-01T10:00:00.000Z',
        actor: 'Erika',
        command: 'account edit',
        run: null,
        record: 'account',
        recordId: 2,
        contactId: null,
        label: 'Weiß Holding',
        action: 'updated',
        changes: { name: { from: 'Weiß GmbH', to: 'Weiß Holding' } },
      });
      const page = await audit(`show ${entry.id}`);
      expect(page).toMatchObject({ code: 0, err: '' });
      expect(page.out).toMatch(
        /^Entry \d+: account 2 Weiß Holding updated\n2026-05-01.* · by Erika · account edit\n/,
      );
      expect(page.out).toMatch(/name +Weiß GmbH +Weiß Holding/);
      expect((await audit(`show ${entry.id} --json`)).json()).toEqual(entry);
    });

    it('H1: the actor is --actor, else KONTOR_ACTOR, else the system user', async () => {
      const actors = [];
      for (const [env, line] of [
        [{ KONTOR_ACTOR: 'cron' }, 'account archive 1 --actor Ada'],
        [{ KONTOR_ACTOR: 'cron' }, 'account restore 1'],
        [{}, 'account archive 1'],
      ] as const) {
        await db().runWith({ env }, ...words(line));
        actors.push((await audit('list --limit 1 --json')).json()[0].actor);
      }
      expect(actors).toEqual(['Ada', 'cron', 'tester']);
    });

    it('filters by record, and newest first', async () => {
      await db().run(...words('contact describe 1 2 Heiress'));
      await db().run(...words('config set name-format last-first'));
      const lines = async (line: string) =>
        (await audit(`list ${line} --fields record,action,recordId,contactId -o jsonl`)).out
          .trim()
          .split('\n')
          .filter((text) => text !== '')
          .map((text) => Object.values(JSON.parse(text)).join(' '));
      expect(await lines('--limit 2')).toEqual(['setting updated  ', 'link updated 2 1']);
      expect(await lines('--account crm-2')).toEqual([
        'link updated 2 1',
        'account updated 2 ',
        'link created 2 2',
        'link created 2 1',
        'account created 2 ',
      ]);
      expect(await lines('--contact petra@oezdemir.example')).toEqual(['contact created 3 ']);
      expect(await lines('--contact 1')).toEqual([
        'link updated 2 1',
        'link created 2 1',
        'link created 1 1',
        'contact created 1 ',
      ]);
      expect(await lines('--action archived')).toEqual(['account archived 3 ']);
      expect(await lines('--record setting --by tester')).toEqual(['setting updated  ']);
      expect(await lines('--since 2026-03-05')).toEqual([]);
      expect((await lines('--since 2026-03-04T06:06:07.890+01:00')).length).toBeGreaterThan(5);
      expect(await lines('--by nobody')).toEqual([]);
      expect(await audit('list --by nobody')).toMatchObject({ code: 0, out: '', err: 'No entries.\n' });
    });

    it('prints a table, csv and ids', async () => {
      const ran = await audit('list --record tag --limit 1');
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out).toMatch(/ID +When \(UTC\) +Who +Command +Action +Record +Name +Changes\n/);
      expect(ran.out).toMatch(
        /2026-03-04 05:06:07 +tester +test +created +tag +3 Unused +name: Unused; color: gray\n/,
      );
      expect((await audit('list --record tag -o ids')).out).toMatch(/^(\d+\n){3}$/);
      expect((await audit('list --record tag --page 2 --limit 2 --fields label -o csv')).out).toBe(
        'label\r\nVIP\r\n',
      );
    });

    it('refuses', () =>
      expectRefusals(db(), [
        ['number', 'audit show x', 2, 'INVALID_INPUT', '<entry> must be a whole number'],
        ['none', 'audit show', 2, 'MISSING_ARGUMENT', '<entry> is missing'],
        ['unknown', 'audit show 9999', 3, 'AUDIT_ENTRY_NOT_FOUND', 'kontor audit list'],
        [
          'kind',
          'audit list --record person',
          2,
          'INVALID_INPUT',
          'account, contact, link, access, tag, field',
        ],
        ['time', 'audit list --since yesterday', 2, 'INVALID_INPUT', 'ISO 8601'],
        ['time', 'audit list --since 2026-13-01', 2, 'INVALID_INPUT', 'ISO 8601'],
        ['account', 'audit list --account 99', 3, 'ACCOUNT_NOT_FOUND', '99'],
      ]));

    it('H1: there is no way to change or delete an entry', async () => {
      for (const verb of ['edit', 'delete', 'create']) {
        expect((await audit(`${verb} 1`)).code).toBe(2);
      }
    });
  });
});
