import { describe, expect, it } from 'vitest';
import { showAccount } from '../../../src/domain/account/record.ts';
import { showContact } from '../../../src/domain/contact/record.ts';
import { describeLinks, linkContacts } from '../../../src/domain/link/operations.ts';
import { linkInput } from '../../../src/domain/link/schema.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { account, audit, create, createPeople, found, person } from '../fixtures.ts';

describe('links', () => {
  onEachDatabase((db) => {
    const link = (accountId: number, contactId: number, description?: string | null) =>
      db().write((deps) => linkContacts(deps, [{ accountId, contactId, description }]));
    const describeOne = (accountId: number, contactId: number, description: string | null) =>
      db().write((deps) => describeLinks(deps, [{ accountId, contactId, description }]));

    it('L1: the contacts of an account stand in alphabetical order, Ä beside A', async () => {
      const people = ['Zoe Zimmer', 'Äpfel', 'Adam', 'apfel', 'Özil', 'Otto', 'Oz', 'Straße', 'Strasse'];
      await create(db(), { name: 'All', contacts: people.map((name) => ({ create: person(name) })) });
      const { contacts } = await db().read((deps) => showAccount(deps, 1));
      expect(contacts.map(({ contact }) => contact.name)).toEqual([
        'Adam',
        'apfel',
        'Äpfel',
        'Otto',
        'Oz',
        'Özil',
        'Strasse',
        'Straße',
        'Zoe Zimmer',
      ]);
    });

    it('C2: linking is done once; the account is found by its new contact', async () => {
      await create(db(), account('Jan Weiß'));
      await createPeople(db(), person('Ada Berg', { email: 'ada@berg.example' }));
      expect(await link(1, 2)).toMatchObject([
        {
          outcome: 'created',
          id: 2,
          name: 'Ada Berg',
          account: { id: 1, name: 'Jan Weiß' },
          description: null,
        },
      ]);
      expect(await found(db(), 'ada@berg')).toEqual(['Jan Weiß']);
      const entries = await audit(db());
      expect(await link(1, 2)).toMatchObject([{ outcome: 'unchanged' }]);
      expect(await audit(db())).toEqual(entries);
    });

    it('L3: a description given with a link that exists is set; one left out stays', async () => {
      await create(db(), account('Jan Weiß'));
      expect(await link(1, 1, ' Owner ')).toMatchObject([{ outcome: 'updated', description: 'Owner' }]);
      expect(await link(1, 1)).toMatchObject([{ outcome: 'unchanged', description: 'Owner' }]);
      expect(await link(1, 1, 'Owner')).toMatchObject([{ outcome: 'unchanged' }]);
      expect(await link(1, 1, null)).toMatchObject([{ outcome: 'updated', description: null }]);
    });

    it('L3: the description belongs to the link: one contact is two things in two accounts', async () => {
      await create(db(), account('Jan Weiß'), account('Ada Berg'));
      await link(1, 2, 'main contact');
      await describeOne(2, 2, 'managing director');
      expect((await db().read((deps) => showContact(deps, 2))).accounts).toEqual([
        { id: 2, name: 'Ada Berg', description: 'managing director' },
        { id: 1, name: 'Jan Weiß', description: 'main contact' },
      ]);
      expect(await describeOne(1, 2, null)).toMatchObject([{ outcome: 'updated', description: null }]);
      expect(await describeOne(1, 2, '  ')).toMatchObject([{ outcome: 'unchanged' }]);
      expect((await audit(db())).at(-1)).toMatchObject({
        record: 'link',
        recordId: 1,
        contactId: 2,
        action: 'updated',
        label: 'Jan Weiß – Ada Berg',
        changes: { description: { from: 'main contact', to: null } },
      });
    });

    it('L3: a description has at most 500 characters', () => {
      const input = (length: number) => ({ accountId: 1, contactId: 1, description: 'ä'.repeat(length) });
      expect(linkInput.safeParse(input(500)).success).toBe(true);
      expect(linkInput.safeParse(input(501)).error?.issues[0]?.message).toBe(
        'the description must have at most 500 characters',
      );
    });

    it('L3: a link that is not there cannot be described', async () => {
      await create(db(), account('Jan Weiß'), account('Ada Berg'));
      await expect(describeOne(1, 2, 'x')).rejects.toMatchObject({
        kind: 'not-found',
        code: 'NOT_LINKED',
        hint: expect.stringContaining('id:1'),
      });
    });

    it('C2: a batch links many at once, each pair once', async () => {
      await create(db(), account('Jan Weiß'), account('Ada Berg'));
      await createPeople(db(), person('Max Berg'));
      const outcomes = await db().write((deps) =>
        linkContacts(deps, [
          { accountId: 2, contactId: 3 },
          { accountId: 1, contactId: 1 },
          { accountId: 1, contactId: 3, description: 'Son' },
          { accountId: 2, contactId: 3 },
        ]),
      );
      expect(outcomes.map(({ outcome, account: { id }, description }) => [outcome, id, description])).toEqual(
        [
          ['created', 2, null],
          ['unchanged', 1, null],
          ['created', 1, 'Son'],
          ['created', 2, null],
        ],
      );
      const entries = (await audit(db())).filter(
        ({ record, contactId }) => record === 'link' && contactId === 3,
      );
      expect(entries).toHaveLength(2);
    });
  });
});
