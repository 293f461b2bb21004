import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('contact unlink', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const unlink = (line: string) => db().run('contact', 'unlink', ...words(line));
    const contactsOf = async (account: string) =>
      (await db().run('contact', 'list', '--account', account, '-o', 'ids')).out.trim().replaceAll('\n', ' ');

    it('L2: removes the link and leaves the other accounts of the contact alone', async () => {
      const ran = await unlink('erika@mueller.example crm-2');
      expect(ran).toMatchObject({
        code: 0,
        out: '',
        err: '✓ unlinked contact 1 "Erika Müller" and account 2 "Weiß GmbH"\n',
      });
      expect([await contactsOf('2'), await contactsOf('1')]).toEqual(['2', '1']);
      expect((await db().run('search', 'mueller.example', '-o', 'ids')).out, 'it is not found there').toBe(
        '1\n',
      );
    });

    it('L2, T4: its access goes with it, and an invitation that nobody needs any more', async () => {
      await db().run('contact', 'access', '2', '2', '--invite', '--sync', 'on');
      await unlink('2 2');
      const [entry] = (await db().run('audit', 'list', '--record', 'link', '--limit', '1', '--json')).json();
      expect(entry).toMatchObject({
        action: 'deleted',
        changes: { access: { from: { 'jan@weiss.example': ['login', 'sync'] }, to: null } },
      });
      expect((await db().run('invite', 'list', '--json')).json()).toMatchObject([{ status: 'revoked' }]);
    });

    it('L2: the last contact is refused as a rule (4), with the way out', async () => {
      const before = await db().contents();
      const ran = await unlink('1 1 --json');
      expect(ran).toMatchObject({ code: 4, out: '' });
      expect(ran.error()).toMatchObject({
        code: 'LAST_CONTACT',
        exitCode: 4,
        message: '"Erika Müller" is the last contact of account 1 "Erika Müller"; an account always has one.',
        hint: expect.stringContaining('kontor contact unlink 1 1 --replace-with CONTACT'),
        details: { accountId: 1, accountName: 'Erika Müller', contactId: 1 },
      });
      expect(await db().contents()).toBe(before);
    });

    it('L2: --replace-with links the other one first, in the same step', async () => {
      const ran = await unlink('1 1 --replace-with petra@oezdemir.example --json');
      expect(ran.json()).toMatchObject({
        results: [{ outcome: 'deleted', id: 1, account: { id: 1 } }],
        summary: { total: 1, deleted: 1 },
      });
      expect(await contactsOf('1')).toBe('3');
    });

    it('takes several accounts, all or none', async () => {
      await unlink('2 2 3 --replace-with 3');
      expect([await contactsOf('2'), await contactsOf('3')]).toEqual(['1 3', '3']);
    });

    it('refuses, and leaves everything as it was', () =>
      expectRefusals(db(), [
        ['L2: one of two', 'contact unlink 2 2 3', 4, 'LAST_CONTACT', '3 "Nachlass Ernst"'],
        ['L2: by itself', 'contact unlink 1 1 --replace-with 1', 4, 'LAST_CONTACT', 'always has one'],
        ['not linked', 'contact unlink 3 1', 3, 'NOT_LINKED', 'not linked to account 1'],
        ['unknown', 'contact unlink 1 2 --replace-with nobody', 3, 'CONTACT_NOT_FOUND', 'nobody'],
        ['no account', 'contact unlink 1', 2, 'MISSING_ARGUMENT', '<account> is missing'],
      ]));
  });
});
