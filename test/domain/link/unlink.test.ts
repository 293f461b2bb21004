import { describe, expect, it } from 'vitest';
import type { Database } from '../../../src/db/database.ts';
import { openDatabase } from '../../../src/db/open.ts';
import { showAccount, showAccounts } from '../../../src/domain/account/record.ts';
import { deleteContacts } from '../../../src/domain/contact/operations.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { linkContacts, unlinkContacts } from '../../../src/domain/link/operations.ts';
import { onEachDatabase, type TestDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { account, audit, create, createPeople, found, person } from '../fixtures.ts';

const races = 25;

describe('unlinking', () => {
  onEachDatabase((db) => {
    const unlink = (accountId: number, contactId: number, replaceWith?: number) =>
      db().write((deps) => unlinkContacts(deps, [{ accountId, contactId }], { replaceWith }));
    const contactsOf = async (id: number) =>
      (await db().read((deps) => showAccount(deps, id))).contacts.map(({ contact }) => contact.id);

    it('L2: unlinking takes the link with its description; other accounts of the contact are untouched', async () => {
      await create(db(), account('Jan Weiß'), account('Ada Berg'));
      await db().write((deps) =>
        linkContacts(deps, [
          { accountId: 1, contactId: 2, description: 'Adviser' },
          { accountId: 2, contactId: 2, description: 'Owner' },
        ]),
      );
      expect(await unlink(1, 2)).toMatchObject([
        { outcome: 'deleted', id: 2, name: 'Ada Berg', account: { id: 1 } },
      ]);
      expect(await contactsOf(1)).toEqual([1]);
      expect((await db().read((deps) => showAccount(deps, 2))).contacts).toMatchObject([
        { description: 'Owner' },
      ]);
      expect((await audit(db())).at(-1)).toMatchObject({
        record: 'link',
        action: 'deleted',
        changes: { contact: { from: 'Ada Berg', to: null }, description: { from: 'Adviser', to: null } },
      });
      expect(await found(db(), 'ada')).toEqual(['Ada Berg']);
    });

    it('L2: the last contact of an account stays, with the hint how to replace it', async () => {
      await create(db(), account('Jan Weiß'));
      const before = await db().contents();
      await expect(unlink(1, 1)).rejects.toMatchObject({
        kind: 'refused',
        code: 'LAST_CONTACT',
        message: '"Jan Weiß" is the last contact of account 1 "Jan Weiß"; an account always has one.',
        hint: expect.stringContaining('kontor contact unlink 1 1 --replace-with CONTACT'),
        details: { accountId: 1, contactId: 1 },
      });
      await expect(unlink(1, 1, 1)).rejects.toMatchObject({ code: 'LAST_CONTACT' });
      expect(await db().contents()).toBe(before);
    });

    it('L2: all contacts of an account at once are refused, too', async () => {
      await create(db(), { name: 'Zeta', contacts: [{ create: person('A') }, { create: person('B') }] });
      const both = [1, 2].map((contactId) => ({ accountId: 1, contactId }));
      await expect(db().write((deps) => unlinkContacts(deps, both))).rejects.toMatchObject({
        code: 'LAST_CONTACT',
      });
      const twice = [both[0], both[0]].flatMap((key) => key ?? []);
      await db().write((deps) => unlinkContacts(deps, twice));
      expect((await audit(db())).filter(({ action }) => action === 'deleted')).toHaveLength(1);
    });

    it('L2: with a replacement the other contact is linked first, in every account concerned', async () => {
      await create(db(), account('Jan Weiß'));
      await create(db(), { name: 'Zeta', contacts: [{ id: 1 }, { create: person('Ada Berg') }] });
      await createPeople(db(), person('Max Berg'));
      await db().write((deps) =>
        unlinkContacts(
          deps,
          [1, 2].map((accountId) => ({ accountId, contactId: 1 })),
          { replaceWith: 3 },
        ),
      );
      expect([await contactsOf(1), await contactsOf(2)]).toEqual([[3], [2, 3]]);
      expect(await found(db(), 'max')).toEqual(['Jan Weiß', 'Zeta']);
    });

    it('L2: a contact that is not linked there cannot be unlinked, and its replacement is not linked', async () => {
      await create(db(), account('Jan Weiß'), account('Ada Berg'));
      await createPeople(db(), person('Max Berg'));
      const before = await db().contents();
      await expect(unlink(1, 2, 3)).rejects.toMatchObject({ kind: 'not-found', code: 'NOT_LINKED' });
      expect(await db().contents()).toBe(before);
    });

    it.each([
      [
        'unlink',
        (deps: Deps, accountId: number, contactId: number) =>
          unlinkContacts(deps, [{ accountId, contactId }]),
      ],
      ['delete', (deps: Deps, _: number, contactId: number) => deleteContacts(deps, [contactId])],
    ])(
      'L2: when two programs %s the last two contacts at once, exactly one is refused',
      async (_, takeAway) => {
        await create(
          db(),
          ...Array.from({ length: races }, (_, index) => ({
            name: `Account ${index + 1}`,
            contacts: [{ create: person('One') }, { create: person('Two') }],
          })),
        );
        const other = openDatabase(db().location);
        try {
          for (let race = 1; race <= races; race += 1) {
            const settled = await Promise.allSettled([
              from(db().database, (deps) =>
                unlinkContacts(deps, [{ accountId: race, contactId: 2 * race - 1 }]),
              ),
              from(other, (deps) => takeAway(deps, race, 2 * race)),
            ]);
            const reasons = settled.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
            expect(reasons, `race ${race}`).toHaveLength(1);
            expect(['LAST_CONTACT', 'LAST_CONTACT_OF_ACCOUNTS']).toContain(reasons[0]);
          }
        } finally {
          await other.close();
        }
        expect(await linkCounts(db())).toEqual(Array(races).fill(1));
      },
    );
  });
});

const from = <T>(database: Database, work: (deps: Deps) => Promise<T>): Promise<T> =>
  database.write(
    (trx, dialect) => work(testDeps(trx, dialect, { clock: () => new Date(0), actor: 'racer' })),
    { dryRun: false },
  );

const linkCounts = async (db: TestDatabase): Promise<number[]> => {
  const ids = Array.from({ length: races }, (_, index) => index + 1);
  return (await db.read((deps) => showAccounts(deps, ids))).map(({ contacts }) => contacts.length);
};
