import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { activate, erika, file, fillPortalBook, jan, password } from '../portal/people.ts';
import { words } from '../words.ts';

describe('login', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillPortalBook(db()));
    const login = (line: string) => db().run('login', ...words(line));
    const list = async (line = '') => (await login(`list ${line} --json`)).json();

    it('O2: record says what it recorded, on standard error; ids, JSON and a list follow', async () => {
      const ran = await login(`record crm-2 ${jan} --at 2026-03-01T10:00+02:00 --origin 192.0.2.7`);
      expect(ran).toEqual(
        expect.objectContaining({
          code: 0,
          out: '',
          err: '✓ recorded that Jan Weiß <jan@weiss.example> opened account 2 "Weiß GmbH" at 2026-03-01T08:00:00.000Z\n',
        }),
      );
      expect((await login(`record 2 ${jan} -o ids`)).out).toBe('2\n');
      expect((await login('record 1 p-1 --json')).json()).toEqual({
        id: 3,
        account: { id: 1, name: 'Erika Müller' },
        contact: { id: 1, name: 'Erika Müller' },
        name: 'Erika Müller',
        email: erika,
        origin: null,
        at: '2026-03-04T05:06:07.890Z',
        outcome: 'created',
        warnings: [],
      });
      expect((await list()).map(({ id }: { id: number }) => id)).toEqual([3, 2, 1]);
    });

    it('O2: what happens in the portal of kontor itself appears by itself', async () => {
      await activate(db(), erika);
      await file(db(), 'password', password);
      await db().run(...words(`portal login --email ${erika} --password-file password --origin 192.0.2.9`));
      const own = {
        contact: { id: 1, name: 'Erika Müller' },
        email: erika,
        origin: '192.0.2.9',
        at: '2026-03-04T05:06:07.890Z',
      };
      expect(await list()).toEqual([
        expect.objectContaining({ ...own, account: { id: 2, name: 'Weiß GmbH' } }),
        expect.objectContaining({ ...own, account: { id: 1, name: 'Erika Müller' } }),
      ]);
      const { logins } = (await db().run('overview', '2', '--json')).json();
      expect(logins).toEqual({ items: [own], total: 1 });
    });

    it('a dry run records nothing', async () => {
      const before = await db().contents();
      const ran = await login(`record 2 ${jan} --dry-run`);
      expect(ran).toMatchObject({ code: 0, err: expect.stringContaining('dry run: nothing was written') });
      expect(await db().contents()).toBe(before);
    });

    it.each([
      [`record 1 ${jan}`, 'NOT_LINKED', 3],
      [`record 2 ${jan} --email ${erika}`, 'EMAIL_NOT_IN_ACCOUNT', 3],
      [`record 9 ${jan}`, 'ACCOUNT_NOT_FOUND', 3],
      ['record 2 nobody@x.example', 'CONTACT_NOT_FOUND', 3],
      [`record 2 ${jan} --at yesterday`, 'INVALID_TIME', 2],
      [`record 2 ${jan} --at 2026-03-05`, 'INVALID_TIME', 2],
      [`record 2 ${jan} --email nonsense`, 'INVALID_INPUT', 2],
      [`record 2 ${jan} --origin ${'x'.repeat(201)}`, 'INVALID_INPUT', 2],
      ['record 2', 'MISSING_ARGUMENT', 2],
      ['list 9', 'ACCOUNT_NOT_FOUND', 3],
      ['list --contact nobody@x.example', 'CONTACT_NOT_FOUND', 3],
      ['list --since yesterday', 'INVALID_INPUT', 2],
      ['list --limit 0', 'INVALID_INPUT', 2],
    ])('%s is refused', async (line, code, exitCode) => {
      const before = await db().contents();
      const ran = await login(`${line} --json`);
      expect(ran).toMatchObject({ code: exitCode, out: '' });
      expect(ran.error()).toMatchObject({ code, exitCode, hint: expect.any(String) });
      expect(await db().contents()).toBe(before);
    });

    it('A12: the list of one account stands under its heading; filters and pages', async () => {
      await login(`record 2 ${jan} --at 2026-03-01`);
      await login(`record 2 ${erika} --at 2026-03-02 --origin 192.0.2.7`);
      await login(`record 3 ${jan} --at 2026-03-03`);
      const { out } = await login('list 2');
      expect(out).toMatch(
        /^#2 {2}Weiß GmbH\ncompany · no photo · not archived\n\nID +When \(UTC\) +Account +/,
      );
      expect(out).toMatch(
        /\n 2 +2026-03-02 00:00 +Weiß GmbH +Erika Müller +erika@mueller\.example +192\.0\.2\.7\n/,
      );
      expect(out).not.toContain('Nachlass');
      expect((await login('list')).out).toMatch(/^ID +When/);
      const ids = async (line: string) => (await login(`list ${line} -o ids`)).out;
      expect(await ids('')).toBe('3\n2\n1\n');
      expect(await ids(`--contact ${jan}`)).toBe('3\n1\n');
      expect(await ids(`2 --contact ${jan}`)).toBe('1\n');
      expect(await ids('--since 2026-03-02')).toBe('3\n2\n');
      expect(await ids('--limit 1 --page 2')).toBe('2\n');
      expect((await login('list 2 -o count')).out).toBe('2\n');
      expect((await login('list 2 -o csv --fields id,contact,origin')).out).toBe(
        'id,contact,origin\r\n2,"{""id"":1,""name"":""Erika Müller""}",192.0.2.7\r\n1,"{""id"":2,""name"":""Jan Weiß""}",\r\n',
      );
    });

    it('nobody came yet: an empty list, said on standard error', async () => {
      expect(await login('list')).toMatchObject({ code: 0, out: '', err: 'No logins.\n' });
      expect(await list('1')).toEqual([]);
    });

    it('what a portal tells of its visitors is shown, never obeyed', async () => {
      const name = '\u001b]52;c;aGFjaw==\u0007';
      expect((await db().run('login', 'record', '2', jan, '--origin', name, '--json')).code).toBe(2);
      await db().run('login', 'record', '2', jan, '--origin', 'a\u202eb');
      expect((await login('list')).out).toContain('a\\u{202e}b');
    });

    it('a deleted contact is named as it was', async () => {
      await login(`record 2 ${jan}`);
      await db().run('contact', 'unlink', jan, '3', '--replace-with', erika);
      await db().run('contact', 'delete', jan, '--yes');
      expect(await list()).toMatchObject([{ contact: null, name: 'Jan Weiß', email: jan }]);
      expect((await login('list')).out).toContain('Jan Weiß (deleted)');
    });
  });
});
