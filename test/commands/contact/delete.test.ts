import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('contact delete', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const remove = (line: string) => db().run('contact', 'delete', ...words(line));

    it('deletes a contact that no account needs', async () => {
      expect(await remove('petra@oezdemir.example --yes')).toMatchObject({
        code: 0,
        out: '',
        err: '✓ deleted contact 3 "Petra Özdemir"\n',
      });
      expect((await db().run('contact', 'exists', '3')).code).toBe(3);
    });

    it('C5: is refused (4) while accounts would be left without a contact, naming them', async () => {
      const before = await db().contents();
      const ran = await remove('1 2 --yes --json');
      expect(ran).toMatchObject({ code: 4, out: '' });
      expect(ran.error()).toMatchObject({
        code: 'LAST_CONTACT_OF_ACCOUNTS',
        hint: expect.stringContaining('kontor contact link'),
        details: { accounts: [{ id: 1 }, { id: 2 }, { id: 3 }] },
      });
      expect(await db().contents()).toBe(before);
      expect((await remove('1 --yes --json')).error().details.accounts).toEqual([
        { id: 1, name: 'Erika Müller' },
      ]);
    });

    it('takes its links with it where others remain', async () => {
      await db().run('contact', 'link', '3', '1');
      expect((await remove('1 3 -y --json')).code).toBe(4);
      const ran = await remove('1 -y --json');
      expect(ran.json()).toEqual({
        results: [{ outcome: 'deleted', id: 1, name: 'Erika Müller', warnings: [] }],
        summary: { total: 1, deleted: 1 },
      });
      expect((await db().run('contact', 'list', '--account', '2', '-o', 'ids')).out).toBe('2\n');
      expect((await db().run('search', 'mueller.example', '-o', 'count')).out).toBe('0\n');
    });

    it('asks on a terminal, and needs --yes elsewhere', async () => {
      await expectRefusals(db(), [
        [
          'no terminal',
          'contact delete 3',
          2,
          'CONFIRMATION_NEEDED',
          '--yes: Delete contact 3 "Petra Özdemir"?',
        ],
        ['nobody', 'contact delete --yes', 2, 'NOTHING_NAMED', 'No contact named'],
        ['unknown', 'contact delete 3 9 --yes', 3, 'CONTACT_NOT_FOUND', '"9"'],
      ]);
      const asked = (typed: string) =>
        db().runWith({ terminal: true, typed: [['Delete contact 3', typed]] }, 'contact', 'rm', '3');
      expect((await asked('n\r')).code).toBe(130);
      expect((await asked('y\r')).code).toBe(0);
    });

    it('reads a list with --ids-from -', async () => {
      const ran = await db().runWith({ stdin: '3\n' }, ...words('contact delete --ids-from - --yes -o ids'));
      expect(ran).toMatchObject({ code: 0, out: '3\n', err: '' });
    });
  });
});
