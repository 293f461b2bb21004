import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('contact link and describe', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const run = (line: string) => db().run('contact', ...words(line));

    it('C2, L3: links one contact to several accounts, with a description', async () => {
      const ran = await run('link petra@oezdemir.example 1 crm-2 1 --description "Tax adviser"');
      expect(ran).toMatchObject({ code: 0, out: '' });
      expect(ran.err.split('\n')).toEqual([
        '✓ linked contact 3 "Petra Özdemir" and account 1 "Erika Müller"',
        '✓ linked contact 3 "Petra Özdemir" and account 2 "Weiß GmbH"',
        '',
      ]);
      expect((await run('show 3 --json')).json().accounts).toEqual([
        { id: 1, name: 'Erika Müller', description: 'Tax adviser' },
        { id: 2, name: 'Weiß GmbH', description: 'Tax adviser' },
      ]);
    });

    it('a link that is there already stays (0); a description given with it is set', async () => {
      const before = await db().contents();
      expect(await run('link 1 2')).toMatchObject({
        code: 0,
        err: expect.stringContaining('are linked already'),
      });
      expect(await db().contents()).toBe(before);
      const ran = await run('link 1 2 1 --description Heiress --json');
      expect(ran.json()).toMatchObject({
        results: [
          { outcome: 'updated', id: 1, account: { id: 2, name: 'Weiß GmbH' }, description: 'Heiress' },
          { outcome: 'updated', id: 1, account: { id: 1, name: 'Erika Müller' }, description: 'Heiress' },
        ],
        summary: { total: 2, updated: 2 },
      });
    });

    it('T1, T4: --login, --notify, --sync and --invite set every e-mail in these accounts', async () => {
      const ran = await run('link 3 1 2 --login on --notify on');
      expect(ran.err.split('\n')).toEqual([
        '✓ linked contact 3 "Petra Özdemir" and account 1 "Erika Müller"',
        '✓ linked contact 3 "Petra Özdemir" and account 2 "Weiß GmbH"',
        '✓ 1 "Erika Müller": Petra Özdemir <petra@oezdemir.example>: login off → on, notify off → on',
        '✓ 2 "Weiß GmbH": Petra Özdemir <petra@oezdemir.example>: login off → on, notify off → on',
        '',
      ]);
      expect((await run('link 3 2 --invite --json')).json()).toMatchObject({
        results: [
          {
            outcome: 'updated',
            access: [{ email: 'petra@oezdemir.example', login: true, status: 'invited', invited: true }],
          },
        ],
      });
      expect((await run('link 3 2 --login on')).err).toContain('are linked already');
      expect((await db().run('mail', 'list', '-o', 'count')).out).toBe('1\n');
    });

    it('L3: the same contact is something else in each account', async () => {
      await run('describe 2 2 "Managing director"');
      expect(await run('describe jan@weiss.example "Nachlass Ernst" "Main contact"')).toMatchObject({
        code: 0,
        out: '',
        err: '✓ Jan Weiß is now "Main contact" in "Nachlass Ernst"\n',
      });
      expect((await run('show 2 --json')).json().accounts).toMatchObject([
        { id: 3, description: 'Main contact' },
        { id: 2, description: 'Managing director' },
      ]);
    });

    it('L3: --clear and an empty text remove the description; a second time there is nothing to do', async () => {
      expect((await run('describe 1 2 --clear')).err).toContain(
        'removed the description of Erika Müller in "Weiß GmbH"',
      );
      const before = await db().contents();
      expect((await run('describe 1 2 ""')).err).toContain('says that already');
      expect(await db().contents()).toBe(before);
    });

    it('refuses, and leaves everything as it was', () =>
      expectRefusals(db(), [
        ['no account', 'contact link 1', 2, 'MISSING_ARGUMENT', '<account> is missing'],
        ['unknown', 'contact link 9 1', 3, 'CONTACT_NOT_FOUND', '"9"'],
        ['all or nothing', 'contact link 3 1 9', 3, 'ACCOUNT_NOT_FOUND', '"9"'],
        [
          'L3',
          `contact link 3 1 --description ${'x'.repeat(501)}`,
          2,
          'INVALID_INPUT',
          'at most 500 characters',
        ],
        ['neither', 'contact describe 1 2', 2, 'INVALID_INPUT', '--clear to remove it'],
        [
          'both',
          'contact describe 1 2 Heiress --clear',
          2,
          'INVALID_INPUT',
          '--clear to remove it (not both)',
        ],
        [
          'T4',
          'contact link 3 1 --login off --invite',
          2,
          'INVITED_WITHOUT_LOGIN',
          'whose login is switched off',
        ],
        ['not linked', 'contact describe 3 1 Heiress', 3, 'NOT_LINKED', 'kontor account show id:1'],
      ]));
  });
});
