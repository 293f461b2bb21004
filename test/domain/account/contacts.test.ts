import { describe, expect, it } from 'vitest';
import { query } from '../../../src/db/bulk.ts';
import { archiveAccounts, createAccounts } from '../../../src/domain/account/operations.ts';
import { showAccount, showAccounts } from '../../../src/domain/account/record.ts';
import type { NewAccount } from '../../../src/domain/account/schema.ts';
import { showContact } from '../../../src/domain/contact/record.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { account, create, createPeople, person } from '../fixtures.ts';

describe('accounts and their first contacts', () => {
  onEachDatabase((db) => {
    it('A7: an account begins with existing contacts, by id and by reference, and with new ones', async () => {
      await createPeople(
        db(),
        person('Jan Weiß', { email: 'jan@weiss.example' }),
        person('Ada Berg', { key: 'k1' }),
      );
      await create(db(), {
        name: 'Kanzlei',
        contacts: [
          { reference: 'JAN@weiss.example', description: ' Tax adviser ' },
          { create: person('Erika Müller') },
          { id: 2 },
          { create: person('Zoe Adler'), description: 'Owner' },
          { reference: 'key:k1' },
        ],
      });
      const { contacts } = await db().read((deps) => showAccount(deps, 1));
      expect(contacts.map(({ contact, description }) => [contact.id, contact.name, description])).toEqual([
        [2, 'Ada Berg', null],
        [3, 'Erika Müller', null],
        [1, 'Jan Weiß', 'Tax adviser'],
        [4, 'Zoe Adler', 'Owner'],
      ]);
    });

    it('A3, A7: the first contact names the account, be it an existing or a new one', async () => {
      await createPeople(db(), person('Jan Weiß'));
      const outcomes = await create(
        db(),
        { contacts: [{ create: person('Erika Müller') }, { id: 1 }] },
        { contacts: [{ id: 1 }, { create: person('Erika Müller') }] },
        { contacts: [{ reference: 'Jan Weiß' }] },
      );
      expect(outcomes.map(({ name }) => name)).toEqual(['Erika Müller', 'Jan Weiß', 'Jan Weiß (2)']);
    });

    const failing: Array<[string, string, NewAccount]> = [
      ['a tag that does not exist', 'TAG_NOT_FOUND', account('Ada Berg', { tags: ['VIP'] })],
      ['a name that is taken', 'NAME_TAKEN', account('Ada Berg', { name: 'Jan Weiß' })],
      ['a key that is taken', 'KEY_TAKEN', account('Ada Berg', { key: 'k1' })],
      [
        'an e-mail that is taken',
        'EMAIL_TAKEN',
        { contacts: [{ create: person('Ada Berg') }, { create: { email: 'Jan@Weiss.example' } }] },
      ],
      [
        'a contact that does not exist',
        'CONTACT_NOT_FOUND',
        { contacts: [{ create: person('Ada Berg') }, { reference: 'Nobody' }] },
      ],
      ['an id that no contact has', 'CONTACT_NOT_FOUND', { name: 'X', contacts: [{ id: 99 }] }],
    ];
    it.each(failing)('A7: %s leaves nothing of the whole batch behind', async (_, code, input) => {
      await create(db(), {
        key: 'k1',
        contacts: [{ create: person('Jan Weiß', { email: 'jan@weiss.example' }) }],
      });
      const before = await db().contents();
      const batch = db().write((deps) => createAccounts(deps, [account('Erika Müller'), input]));
      await expect(batch).rejects.toMatchObject({ code });
      expect(await db().contents()).toBe(before);
    });

    it('A12: number, name, type, photo and archived or not are part of every account', async () => {
      await create(db(), account('Erika Müller', { tags: ['VIP', 'Ä', 'Alt'] }), account('Jan Weiß'));
      await db().write(async (deps) => {
        await query(
          deps,
          `insert into account_photos (account_id, sha256, media_type, bytes, set_by, set_at)
           values (1, 'abc', 'image/png', 1234, 'firm', '2026-01-01T00:00:00.000Z')`,
        );
        await archiveAccounts(deps, [2]);
      });
      expect(await db().read((deps) => showAccounts(deps, [2, 1]))).toMatchObject([
        { id: 2, name: 'Jan Weiß', type: 'individual', photo: null, archivedAt: '2026-03-04T05:06:07.890Z' },
        {
          id: 1,
          name: 'Erika Müller',
          tags: ['Ä', 'Alt', 'VIP'],
          photo: { sha256: 'abc', mediaType: 'image/png', bytes: 1234, setBy: 'firm' },
          archivedAt: null,
        },
      ]);
    });

    it('C2: one contact belongs to many accounts, one account to many contacts', async () => {
      await createPeople(db(), person('Jan Weiß'));
      await create(
        db(),
        { name: 'Zeta', contacts: [{ id: 1, description: 'Owner' }, { create: person('Ada Berg') }] },
        { name: 'Ärzte', contacts: [{ id: 1 }] },
        { name: 'Alpha', contacts: [{ id: 1, description: 'Adviser' }] },
      );
      expect(await db().read((deps) => showContact(deps, 1))).toMatchObject({
        accounts: [
          { id: 3, name: 'Alpha', description: 'Adviser' },
          { id: 2, name: 'Ärzte', description: null },
          { id: 1, name: 'Zeta', description: 'Owner' },
        ],
      });
      expect((await db().read((deps) => showAccount(deps, 1))).contacts).toHaveLength(2);
    });
  });
});
