import { describe, expect, it } from 'vitest';
import { showAccount } from '../../../src/domain/account/record.ts';
import { listContacts } from '../../../src/domain/contact/list.ts';
import type { ContactQuery } from '../../../src/domain/contact/model.ts';
import { deleteContacts } from '../../../src/domain/contact/operations.ts';
import { linkContacts } from '../../../src/domain/link/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { account, collect, create, createPeople, found, person } from '../fixtures.ts';

describe('deleting and listing contacts', () => {
  onEachDatabase((db) => {
    const remove = (...ids: number[]) => db().write((deps) => deleteContacts(deps, ids));

    it('C5: a contact goes with its links and addresses; its accounts stay and are not found by it any more', async () => {
      await create(db(), {
        name: 'Zeta',
        contacts: [
          { create: person('Jan Weiß', { email: 'jan@weiss.example' }) },
          { create: person('Ada Berg') },
        ],
      });
      expect(await found(db(), 'jan@weiss')).toEqual(['Zeta']);
      expect(await remove(1)).toEqual([{ outcome: 'deleted', id: 1, name: 'Jan Weiß', warnings: [] }]);
      expect(await found(db(), 'jan@weiss')).toEqual([]);
      expect((await db().read((deps) => showAccount(deps, 1))).contacts).toMatchObject([
        { contact: { name: 'Ada Berg' } },
      ]);
    });

    it('C5: refused where accounts would be left without a contact, naming them all; nothing goes', async () => {
      await create(db(), account('Jan Weiß'), account('Ada Berg'));
      await db().write((deps) =>
        linkContacts(deps, [
          { accountId: 2, contactId: 1 },
          { accountId: 1, contactId: 2 },
        ]),
      );
      await create(db(), { name: 'Alone', contacts: [{ id: 1 }] }, { name: 'Too', contacts: [{ id: 1 }] });
      const before = await db().contents();
      await expect(remove(2, 1)).rejects.toMatchObject({
        kind: 'refused',
        code: 'LAST_CONTACT_OF_ACCOUNTS',
        details: {
          accounts: [
            { id: 1, name: 'Jan Weiß' },
            { id: 2, name: 'Ada Berg' },
            { id: 3, name: 'Alone' },
            { id: 4, name: 'Too' },
          ],
        },
      });
      await expect(remove(1)).rejects.toMatchObject({
        message: 'Without this contact 2 accounts would have no contact: 3 "Alone", 4 "Too".',
      });
      expect(await db().contents()).toBe(before);
      expect(await remove(2)).toMatchObject([{ outcome: 'deleted' }]);
    });

    it('C5: of three contacts two may go together, all three may not', async () => {
      const three = ['Jan Weiß', 'Ada Berg', 'Max Berg'].map((name) => ({ create: person(name) }));
      await create(db(), { name: 'Zeta', contacts: three });
      await expect(remove(1, 2, 3)).rejects.toMatchObject({ code: 'LAST_CONTACT_OF_ACCOUNTS' });
      expect(await remove(1, 3)).toHaveLength(2);
    });

    it('Q3: contacts are listed by account, by tag of their accounts, or without any account', async () => {
      await create(
        db(),
        {
          name: 'Zeta',
          tags: ['VIP'],
          contacts: [{ create: person('Jan Weiß') }, { create: person('Äda Berg') }],
        },
        { name: 'Beta', tags: ['VIP', 'Monthly'], contacts: [{ create: person('Bo Berg') }] },
      );
      await createPeople(db(), person('Zoe Adler'));
      await db().write((deps) => linkContacts(deps, [{ accountId: 2, contactId: 1 }]));
      const list = async (query: ContactQuery) =>
        db().read(async (deps) => {
          const { rows, total } = await listContacts(deps, query);
          const names = (await collect(rows)).map(({ name }) => name);
          expect(await total()).toBe(query.limit === undefined ? names.length : 4);
          return names;
        });
      expect(await list({})).toEqual(['Äda Berg', 'Bo Berg', 'Jan Weiß', 'Zoe Adler']);
      expect(await list({ accountId: 1 })).toEqual(['Äda Berg', 'Jan Weiß']);
      expect(await list({ tags: ['vip'] })).toEqual(['Äda Berg', 'Bo Berg', 'Jan Weiß']);
      expect(await list({ tags: ['VIP', 'Monthly'] })).toEqual(['Bo Berg', 'Jan Weiß']);
      expect(await list({ unlinked: true })).toEqual(['Zoe Adler']);
      expect(await list({ sort: 'id', descending: true, limit: 2, page: 2 })).toEqual([
        'Äda Berg',
        'Jan Weiß',
      ]);
    });
  });
});
