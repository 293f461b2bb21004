import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('contact duplicates', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await fillBook(db());
      await db().run(
        ...words('contact create --first-name Erika --last-name Mueller --email erika.mueller@x.example'),
      );
      await db().run(...words('contact create --first-name Jan --last-name Weiss --phone "030 1234567"'));
    });
    const duplicates = (line = '') => db().run('contact', 'duplicates', ...words(line));

    it('L5: a page for people: each group with what speaks for it, and its contacts below each other', async () => {
      const ran = await duplicates('--min-score 35');
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out.split('\n')).toEqual([
        '80  same name, same phone',
        'ID  Name       E-mail             Phone           Accounts',
        ' 2  Jan Weiß   jan@weiss.example  +49 30 1234567         2',
        ' 5  Jan Weiss                     030 1234567            0',
        '',
        '35  same name',
        'ID  Name           E-mail                   Phone  Accounts',
        ' 1  Erika Müller   erika@mueller.example                  2',
        ' 4  Erika Mueller  erika.mueller@x.example                0',
        '',
      ]);
    });

    it('L5: an array in JSON, the best first; the score may be asked for', async () => {
      expect((await duplicates('--json')).json()).toEqual([
        {
          contacts: [
            { id: 2, name: 'Jan Weiß', email: 'jan@weiss.example', phone: '+49 30 1234567', accounts: 2 },
            { id: 5, name: 'Jan Weiss', email: null, phone: '030 1234567', accounts: 0 },
          ],
          score: 80,
          reasons: ['same name', 'same phone'],
        },
      ]);
      expect((await duplicates('--min-score 81 --json')).json()).toEqual([]);
      expect((await duplicates('--min-score 1 --limit 1 --page 2 --json')).json()).toMatchObject([
        { score: 35 },
      ]);
    });

    it('ids are those that merge takes, a group a line; count, csv and --fields', async () => {
      expect((await duplicates('--min-score 1 -o ids')).out).toBe('2 5\n1 4\n');
      expect((await duplicates('--min-score 1 -o count')).out).toBe('2\n');
      expect((await duplicates('-o csv')).out).toContain('80,');
      const table = await duplicates('--fields score,contacts');
      expect(table.out).toContain('80  2 Jan Weiß; 5 Jan Weiss');
    });

    it('a book without any says so, and reads nothing but', async () => {
      const before = await db().contents();
      expect(await duplicates('--min-score 100')).toMatchObject({
        code: 0,
        out: '',
        err: 'No contacts look like one person.\n',
      });
      expect(await db().contents()).toBe(before);
    });

    it('refuses scores that there are not', async () => {
      await expectRefusals(db(), [
        ['zero', 'contact duplicates --min-score 0', 2, 'INVALID_INPUT', '--min-score'],
        ['too much', 'contact duplicates --min-score 101', 2, 'INVALID_INPUT', 'from 1 to 100'],
        ['no number', 'contact duplicates --min-score high', 2, 'INVALID_INPUT', '--min-score'],
      ]);
    });
  });
});
