import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('account signers', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await fillBook(db());
      await db().run('contact', 'access', '--account', '2', '--login', 'on');
    });
    const signers = (line: string) => db().run('account', 'signers', ...words(line));

    it('A12, L4: shows the order under whose account it is', async () => {
      const ran = await signers('crm-2');
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out).toMatchInlineSnapshot(`
        "#2  Weiß GmbH
        company · no photo · not archived

        No.  Contact       Order         Description
          1  Erika Müller  alphabetical  Tax adviser
          2  Jan Weiß      alphabetical
        "
      `);
    });

    it('L4: --order sets who comes first; shown are all, in their new order', async () => {
      const ran = await signers('2 --order jan@weiss.example,erika@mueller.example');
      expect(ran).toMatchObject({ code: 0, err: '✓ set the order of signers\n' });
      expect((await signers('2 --json')).json()).toEqual([
        { position: 1, contact: { id: 2, name: 'Jan Weiß' }, signerRank: 1, description: null },
        { position: 2, contact: { id: 1, name: 'Erika Müller' }, signerRank: 2, description: 'Tax adviser' },
      ]);
      expect((await signers('2 --order 2,1')).err).toBe('✓ the order is like that already\n');
      expect((await signers('2 --order 1 -o ids')).out).toBe('1\n2\n');
      expect((await signers('2 --order 2 --order 1 -o ids')).out).toBe('2\n1\n');
      expect((await signers('2 -o count')).out).toBe('2\n');
      expect((await signers('2 --order "" --json')).json()).toMatchObject([
        { contact: { id: 1 }, signerRank: null },
        { contact: { id: 2 }, signerRank: null },
      ]);
    });

    it('shows without writing anything, and --order can be tried out', async () => {
      const before = await db().contents();
      expect((await signers('2 --dry-run')).err).toBe('');
      const ran = await signers('2 --order 2 --dry-run');
      expect(ran.err).toBe('✓ set the order of signers\ndry run: nothing was written\n');
      expect(ran.out).toMatch(/1 +Jan Weiß +set\n/);
      expect(await db().contents()).toBe(before);
    });

    it('L4: the account page shows the ranks', async () => {
      await signers('2 --order 2');
      expect((await db().run('account', 'show', '2')).out).toMatch(/Jan Weiß .*\n {2}signer 1\n/);
    });

    it('an account where nobody has login says so', async () => {
      expect((await signers('1 --json')).json()).toEqual([]);
      expect(await signers('1')).toMatchObject({
        code: 0,
        out: expect.stringContaining('#1  Erika Müller'),
        err: 'Nobody has login in this account, so nobody can sign.\n',
      });
    });

    it('refuses, and leaves everything as it was', () =>
      expectRefusals(db(), [
        [
          'L4: login',
          'account signers 1 --order 1',
          4,
          'SIGNER_WITHOUT_LOGIN',
          'kontor contact access 1 1 --login on',
        ],
        ['link', 'account signers 2 --order 2,3', 3, 'NOT_LINKED', 'Contact 3 is not linked to account 2'],
        ['twice', 'account signers 2 --order 2,1,2', 2, 'SIGNER_TWICE', '"Jan Weiß" is named twice'],
        ['contact', 'account signers 2 --order nobody', 3, 'CONTACT_NOT_FOUND', 'nobody'],
        ['account', 'account signers 9', 3, 'ACCOUNT_NOT_FOUND', '"9"'],
        ['none', 'account signers', 2, 'MISSING_ARGUMENT', '<account> is missing'],
      ]));
  });
});
