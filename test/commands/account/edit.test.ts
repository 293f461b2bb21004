import { beforeEach, describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillBook } from '../book.ts';
import { expectRefusals } from '../refusals.ts';
import { words } from '../words.ts';

describe('account edit', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const edit = (line: string) => db().run('account', 'edit', ...words(line));
    const show = async (id: string) => (await db().run('account', 'show', id, '--json')).json();

    it('A8: changes what is named and leaves the rest', async () => {
      const before = await show('2');
      const ran = await edit('2 --name "Weiß Holding" --city Potsdam');
      expect(ran).toMatchObject({ code: 0, out: '', err: '✓ changed account 2 "Weiß Holding"\n' });
      expect(await show('2')).toEqual({
        ...before,
        name: 'Weiß Holding',
        companyAddress: { ...before.companyAddress, city: 'Potsdam' },
        version: before.version + 1,
      });
    });

    it('"like that already" is done (0) and leaves no audit entry', async () => {
      const before = await db().contents();
      const ran = await edit('2 --name "Weiß GmbH" --add-tag VIP --remove-tag Unused');
      expect(ran).toMatchObject({ code: 0, out: '', err: '✓ account 2 "Weiß GmbH" is like that already\n' });
      expect(await db().contents()).toBe(before);
    });

    it('an empty value clears', async () => {
      await edit('2 --street "" --key ""');
      expect(await show('2')).toMatchObject({ key: null, companyAddress: { street: null, city: 'Berlin' } });
      await edit('2 --postal-code "" --city "" --country ""');
      expect((await show('2')).companyAddress).toBeNull();
    });

    it('A8: company → individual and back loses nothing', async () => {
      const before = await show('2');
      await edit('2 --type individual');
      expect(await show('2')).toMatchObject({ type: 'individual', companyName: null, companyAddress: null });
      await edit('2 --type company');
      expect(await show('2')).toEqual({ ...before, version: before.version + 2 });
    });

    it('A8: individual → company takes the name of the account when none is given', async () => {
      const ran = await edit('1 --type company --json');
      expect(ran.json().results[0].account).toMatchObject({ type: 'company', companyName: 'Erika Müller' });
    });

    it('A9: an archived account stays editable', async () => {
      const ran = await edit('3 --key late --json');
      expect(ran.json().results[0].account).toMatchObject({ key: 'late', archivedAt: expect.any(String) });
    });

    it('G1: takes several accounts at once, from the command line and from --ids-from', async () => {
      const ran = await db().runWith(
        { stdin: 'crm-2\r\n\r\n  Nachlass Ernst \n' },
        ...words('account edit 1 2 --ids-from - --add-tag Monthly --remove-tag VIP --json'),
      );
      const updated = (id: number) => ({ outcome: 'updated', id, account: { tags: ['Monthly'] } });
      expect(ran.json()).toMatchObject({
        results: [updated(1), updated(2), updated(3)],
        summary: { total: 3, updated: 3 },
      });
    });

    it('refuses, and leaves everything as it was', () =>
      expectRefusals(db(), [
        ['nothing', 'account edit 1', 2, 'INVALID_INPUT', 'nothing to change: name what is to be different'],
        ['nobody', 'account edit --key x', 2, 'NOTHING_NAMED', 'No account named'],
        ['one name', 'account edit 1 2 --name X', 2, 'ONE_ACCOUNT_ONLY', 'belong to one account'],
        ['one key', 'account edit 1 2 --key x', 2, 'ONE_ACCOUNT_ONLY', 'belong to one account'],
        [
          'no name',
          'account edit 1 --name " "',
          2,
          'INVALID_INPUT',
          '--name: the account name must not be empty',
        ],
        [
          'no name',
          'account edit 1 --name ""',
          2,
          'INVALID_INPUT',
          '--name: the account name must not be empty',
        ],
        ['A1', 'account edit 1 --type ""', 2, 'INVALID_INPUT', '--type must be one of individual, company'],
        ['unknown', 'account edit Erik --key x', 3, 'ACCOUNT_NOT_FOUND', 'Did you mean 1 "Erika Müller"?'],
        ['G1', 'account edit 1 --add-tag Nope', 3, 'TAG_NOT_FOUND', 'Nope'],
        ['A4', 'account edit 1 --name "WEISS GMBH"', 4, 'NAME_TAKEN', 'account 2 "Weiß GmbH"'],
        ['A11', 'account edit 1 --key crm-2', 4, 'KEY_TAKEN', 'account 2 "Weiß GmbH"'],
        ['all or nothing', 'account edit 1 2 99 --add-tag Monthly', 3, 'ACCOUNT_NOT_FOUND', '"99"'],
      ]));

    it('says "nothing to change" in words of the surface, not of the inside', async () => {
      expect((await edit('1')).err).toMatch(/^kontor: nothing to change: /);
    });
  });
});
