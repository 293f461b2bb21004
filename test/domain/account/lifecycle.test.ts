import { describe, expect, it } from 'vitest';
import {
  archiveAccounts,
  deleteAccounts,
  editAccounts,
  restoreAccounts,
} from '../../../src/domain/account/operations.ts';
import { showAccount, showAccounts } from '../../../src/domain/account/record.ts';
import { showContact } from '../../../src/domain/contact/record.ts';
import { listTags } from '../../../src/domain/tag/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { account, audit, create, found, person } from '../fixtures.ts';

describe('archiving and deleting accounts', () => {
  onEachDatabase((db) => {
    const outcomes = async (work: Promise<ReadonlyArray<{ outcome: string }>>) =>
      (await work).map(({ outcome }) => outcome);
    const archive = (...ids: number[]) => outcomes(db().write((deps) => archiveAccounts(deps, ids)));
    const restore = (...ids: number[]) => outcomes(db().write((deps) => restoreAccounts(deps, ids)));
    const remove = (...ids: number[]) => outcomes(db().write((deps) => deleteAccounts(deps, ids)));

    it('A9: archiving and restoring happen once; the rest of a batch goes on', async () => {
      await create(db(), account('Erika Müller'), account('Jan Weiß'));
      expect(await archive(1)).toEqual(['updated']);
      expect(await archive(2, 1)).toEqual(['updated', 'unchanged']);
      expect(await restore(1)).toEqual(['updated']);
      expect(await restore(1, 2)).toEqual(['unchanged', 'updated']);
      expect(
        (await audit(db()))
          .filter(({ record }) => record === 'account')
          .map(({ action, recordId }) => [action, recordId]),
      ).toEqual([
        ['created', 1],
        ['created', 2],
        ['archived', 1],
        ['archived', 2],
        ['restored', 1],
        ['restored', 2],
      ]);
    });

    it('A9: an archived account is still read, found and edited, and stays archived', async () => {
      await create(db(), account('Erika Müller'));
      await archive(1);
      await db().write((deps) => editAccounts(deps, [{ id: 1, patch: { name: 'Müller & Sohn' } }]));
      expect(await db().read((deps) => showAccount(deps, 1))).toMatchObject({
        name: 'Müller & Sohn',
        archivedAt: '2026-03-04T05:06:07.890Z',
      });
      expect(await found(db(), 'sohn')).toEqual(['Müller & Sohn']);
    });

    it('A10: only an archived account can be deleted; one that is not keeps the whole batch', async () => {
      await create(db(), account('Erika Müller'), account('Jan Weiß'));
      await archive(1);
      const before = await db().contents();
      await expect(remove(1, 2)).rejects.toMatchObject({
        kind: 'refused',
        code: 'NOT_ARCHIVED',
        message: 'Account 2 "Jan Weiß" is not archived; only archived ones can be deleted.',
        hint: 'kontor account archive 2',
      });
      expect(await db().contents()).toBe(before);
    });

    it('A10: deleting takes links, tags and photo along, never the contacts', async () => {
      await create(db(), {
        name: 'Zeta',
        tags: ['VIP'],
        contacts: [{ create: person('Jan Weiß') }, { create: person('Ada Berg') }],
      });
      await create(db(), { name: 'Alpha', tags: ['VIP'], contacts: [{ reference: 'Jan Weiß' }] });
      await db().write(async ({ trx }) => {
        await trx('account_photos').insert({
          account_id: 1,
          sha256: 'x',
          media_type: 'image/png',
          bytes: 1,
          set_by: 'firm',
          set_at: 'now',
        });
      });
      await archive(1);
      expect(await remove(1)).toEqual(['deleted']);
      expect(await db().read((deps) => showAccounts(deps, [1]))).toEqual([]);
      expect(await db().read((deps) => showContact(deps, 1))).toMatchObject({
        accounts: [{ name: 'Alpha' }],
      });
      expect(await db().read((deps) => showContact(deps, 2))).toMatchObject({
        name: 'Ada Berg',
        accounts: [],
      });
      expect(await db().read(listTags)).toMatchObject([{ name: 'VIP', accounts: 1 }]);
      expect(await found(db(), 'zeta')).toEqual([]);
      const left = await db().read(async ({ trx }) => [
        ...(await trx('account_photos').select('account_id')),
        ...(await trx('account_search').where({ account_id: 1 }).select('account_id')),
      ]);
      expect(left).toEqual([]);
    });

    it('A10: a number is not given again', async () => {
      await create(db(), account('Erika Müller'));
      await archive(1);
      await remove(1);
      expect(await create(db(), account('Erika Müller'))).toMatchObject([{ id: 2, name: 'Erika Müller' }]);
    });
  });
});
