import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('contact edit', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const edit = (line: string) => db().run('contact', 'edit', ...words(line));
    const show = async (id: string) => (await db().run('contact', 'show', id, '--json')).json();

    it('changes what is named; A3: the account keeps its name', async () => {
      const before = await show('1');
      const ran = await edit('erika@mueller.example --last-name Schmidt --email erika@schmidt.example');
      expect(ran).toMatchObject({ code: 0, out: '', err: '✓ changed contact 1 "Erika Schmidt"\n' });
      expect(await show('1')).toEqual({
        ...before,
        name: 'Erika Schmidt',
        lastName: 'Schmidt',
        email: 'erika@schmidt.example',
        version: before.version + 1,
      });
      expect((await db().run('account', 'exists', 'name:Erika Müller')).code).toBe(0);
      expect((await db().run('search', 'schmidt.example', '-o', 'ids')).out).toBe('1\n2\n');
      expect((await db().run('contact', 'exists', 'erika@mueller.example')).code).toBe(3);
    });

    it('an empty value clears', async () => {
      const ran = await edit('2 --phone "" --email "" --json');
      expect(ran.json()).toMatchObject({ outcome: 'updated', phone: null, email: null, name: 'Jan Weiß' });
      await edit('2 --city Berlin --street "Weg 1"');
      await edit('2 --city ""');
      expect((await show('2')).address).toMatchObject({ city: null, street: 'Weg 1' });
    });

    it('"like that already" is done (0) and leaves no audit entry', async () => {
      const before = await db().contents();
      const ran = await edit('1 --last-name Müller --email erika@mueller.example');
      expect(ran).toMatchObject({ code: 0, err: '✓ contact 1 "Erika Müller" is like that already\n' });
      expect(await db().contents()).toBe(before);
    });

    it('refuses, and leaves everything as it was', () =>
      expectRefusals(db(), [
        ['nothing', 'contact edit 1', 2, 'INVALID_INPUT', 'nothing to change: name what is to be different'],
        ['nothing', 'contact edit 1 --shared-email', 2, 'INVALID_INPUT', 'nothing to change'],
        ['nobody', 'contact edit --phone 1', 2, 'MISSING_ARGUMENT', '<contact> is missing'],
        [
          'e-mail',
          'contact edit 1 --email nope',
          2,
          'INVALID_INPUT',
          '--email: the e-mail must be an address',
        ],
        [
          'C1: nothing would be left',
          'contact edit 1 --first-name "" --last-name "" --email ""',
          2,
          'EMPTY_CONTACT',
          'at least a name or an e-mail',
        ],
        ['unknown', 'contact edit nope@nope.example --phone 1', 3, 'CONTACT_NOT_FOUND', 'nope@nope.example'],
        ['C4', 'contact edit 1 --email jan@weiss.example', 4, 'EMAIL_TAKEN', 'contact 2 "Jan Weiß"'],
        ['key', 'contact edit 2 --key p-1', 4, 'KEY_TAKEN', 'contact 1 "Erika Müller"'],
      ]));

    it('says "nothing to change" in words of the surface, not of the inside', async () => {
      expect((await edit('1')).err).toMatch(/^kontor: nothing to change: /);
    });
  });
});
