import { describe, expect, it } from 'vitest';
import { resolveAccountIds, resolveAccounts } from '../../../src/domain/account/references.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { account, create } from '../fixtures.ts';

describe('references to accounts', () => {
  onEachDatabase((db) => {
    const ids = async (...references: string[]) =>
      (await db().read((deps) => resolveAccounts(deps, references))).map(({ id }) => id);

    it('A11: an account is meant by number, by name in any spelling, and by external key', async () => {
      await create(db(), account('Erika Müller', { key: 'crm-1' }), account('Straßen Bau'));
      expect(await ids('2', 'ERIKA  MÜLLER', 'crm-1', 'id:2', 'name:strassen bau', 'key: crm-1 ')).toEqual([
        2, 1, 1, 2, 2, 1,
      ]);
      expect(await db().read((deps) => resolveAccountIds(deps, ['crm-1', '2', '1', 'id:2']))).toEqual([1, 2]);
    });

    it('digits alone are a number, even where an account is called so', async () => {
      await create(db(), account('Erika Müller'), account('Jan Weiß', { name: '1', key: '7' }));
      expect(await ids('1', 'name:1', 'key:7')).toEqual([1, 2, 2]);
      await expect(ids('7')).rejects.toMatchObject({
        kind: 'not-found',
        code: 'ACCOUNT_NOT_FOUND',
        message: 'There is no account "7".',
      });
    });

    it('A11: what means several accounts lists them; forcing a reading helps', async () => {
      await create(db(), account('Erika Müller'), account('Jan Weiß', { key: 'erika müller' }));
      await expect(ids('2', 'erika müller')).rejects.toMatchObject({
        kind: 'not-found',
        code: 'ACCOUNT_AMBIGUOUS',
        message: '"erika müller" means 2 accounts: 1 "Erika Müller", 2 "Jan Weiß".',
        hint: 'Name one by its id, as in id:1.',
        details: {
          candidates: [
            { id: 1, name: 'Erika Müller' },
            { id: 2, name: 'Jan Weiß' },
          ],
        },
      });
      expect(await ids('name:erika müller', 'key:erika müller')).toEqual([1, 2]);
    });

    it('a record that two readings find is not ambiguous', async () => {
      await create(db(), account('Erika Müller', { key: 'Erika Müller' }));
      expect(await ids('Erika Müller')).toEqual([1]);
    });

    it('what means nothing names the nearest, where anything is near', async () => {
      await create(db(), account('Erika Müller'), account('Jan Weiß'));
      await expect(ids('Erika Muler')).rejects.toMatchObject({
        code: 'ACCOUNT_NOT_FOUND',
        message: 'There is no account "Erika Muler".',
        hint: 'Did you mean 1 "Erika Müller"?',
        details: { reference: 'Erika Muler', nearest: { id: 1, name: 'Erika Müller' } },
      });
      await expect(ids('Zebra Holding')).rejects.toMatchObject({
        hint: expect.stringContaining('kontor account list'),
        details: { nearest: null },
      });
      await expect(ids('email:a@b.cd')).rejects.toMatchObject({
        message: 'There is no account "email:a@b.cd": accounts have no email.',
      });
      for (const odd of ['', 'id:', 'id:x', 'name:', '%', '99999999999999999999', "'; --"]) {
        await expect(ids(odd), odd).rejects.toMatchObject({ code: 'ACCOUNT_NOT_FOUND' });
      }
    });
  });
});
