import { beforeEach, describe, expect, it } from 'vitest';
import { editAccounts } from '../../../src/domain/account/operations.ts';
import { showAccount } from '../../../src/domain/account/record.ts';
import { editContacts } from '../../../src/domain/contact/operations.ts';
import { showContact } from '../../../src/domain/contact/record.ts';
import { fillBook } from '../../commands/book.ts';
import { onEachDatabase } from '../../helpers/databases.ts';

describe('a change to what somebody has seen', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));

    it('is made when the record still says the same', async () => {
      const was = await db().read((deps) => showAccount(deps, 2));
      const [edited] = await db().write((deps) =>
        editAccounts(deps, [{ id: 2, patch: { name: 'Weiß AG' }, was }]),
      );
      expect(edited?.outcome).toBe('updated');
      const person = await db().read((deps) => showContact(deps, 2));
      const [other] = await db().write((deps) =>
        editContacts(deps, [{ id: 2, patch: { phone: null }, was: person }]),
      );
      expect(other?.outcome).toBe('updated');
    });

    it.each(['name', 'tags'])('is refused when somebody else has changed its %s', async (what) => {
      const was = await db().read((deps) => showAccount(deps, 2));
      await db().write((deps) =>
        editAccounts(deps, [{ id: 2, patch: what === 'name' ? { name: 'X' } : { removeTags: ['VIP'] } }]),
      );
      const before = await db().contents();
      await expect(
        db().write((deps) => editAccounts(deps, [{ id: 2, patch: { key: 'new' }, was }])),
      ).rejects.toMatchObject({ code: 'ACCOUNT_CHANGED', kind: 'refused' });
      expect(await db().contents()).toBe(before);
    });

    it('of contacts is refused in the same way, and only what can be edited counts', async () => {
      const was = await db().read((deps) => showContact(deps, 2));
      await db().write((deps) => editContacts(deps, [{ id: 1, patch: { notes: 'other' } }]));
      await db().write((deps) => editAccounts(deps, [{ id: 2, patch: { name: 'Renamed' } }]));
      await db().write((deps) => editContacts(deps, [{ id: 2, patch: { notes: 'mine' }, was }]));
      await expect(
        db().write((deps) => editContacts(deps, [{ id: 2, patch: { notes: 'again' }, was }])),
      ).rejects.toMatchObject({ code: 'CONTACT_CHANGED' });
    });

    it('of two at once one is refused', async () => {
      const was = await db().read((deps) => showAccount(deps, 2));
      const outcomes = await Promise.allSettled(
        ['A', 'B'].map((name) => db().write((deps) => editAccounts(deps, [{ id: 2, patch: { name }, was }]))),
      );
      expect(outcomes.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    });
  });
});
