import { beforeEach, describe, expect, it } from 'vitest';
import { createContacts } from '../../../src/domain/contact/operations.ts';
import { orderSigners, signersOf } from '../../../src/domain/signer/operations.ts';
import { contactsInOrder } from '../../../src/domain/signer/references.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { setAccess } from '../access/book.ts';
import { audit, create, person } from '../fixtures.ts';

describe('signers', () => {
  onEachDatabase((db) => {
    beforeEach(() =>
      create(db(), {
        name: 'Zeta GmbH',
        contacts: ['Zoe', 'Äpfel', 'Adam', 'Max'].map((name, index) => ({
          create: person(name, { email: `p${index + 1}@zeta.example` }),
          ...(index === 0 ? { description: 'Director' } : {}),
        })),
      }),
    );
    const signers = async () =>
      (await db().read((deps) => signersOf(deps, 1))).map(({ position, contact, signerRank }) =>
        [position, contact.name, ...(signerRank === null ? [] : [signerRank])].join(' '),
      );
    const order = (...ids: number[]) => db().write((deps) => orderSigners(deps, 1, ids));

    it('L4: those with login, in alphabetical order until one is set', async () => {
      expect(await signers()).toEqual([]);
      for (const contactId of [1, 2, 3]) await setAccess(db(), 1, contactId, { login: true });
      await setAccess(db(), 1, 4, { notify: true, sync: true });
      expect(await signers()).toEqual(['1 Adam', '2 Äpfel', '3 Zoe']);
      expect((await db().read((deps) => signersOf(deps, 1))).at(-1)).toEqual({
        position: 3,
        contact: { id: 1, name: 'Zoe' },
        signerRank: null,
        description: 'Director',
      });
    });

    it('L4: those named come first, the rest follow in alphabetical order; what was set before is gone', async () => {
      for (const contactId of [1, 2, 3, 4]) await setAccess(db(), 1, contactId, { login: true });
      expect(await order(1, 4)).toBe(true);
      expect(await signers()).toEqual(['1 Zoe 1', '2 Max 2', '3 Adam', '4 Äpfel']);
      expect(await order(2)).toBe(true);
      expect(await signers()).toEqual(['1 Äpfel 1', '2 Adam', '3 Max', '4 Zoe']);
      const before = await db().contents();
      expect(await order(2)).toBe(false);
      expect(await db().contents()).toBe(before);
      expect((await audit(db())).slice(-3)).toMatchObject([
        { record: 'link', recordId: 1, contactId: 1, changes: { signerRank: { from: 1, to: null } } },
        { contactId: 2, changes: { signerRank: { from: null, to: 1 } } },
        { contactId: 4, changes: { signerRank: { from: 2, to: null } } },
      ]);
      expect(await order()).toBe(true);
      expect(await signers()).toEqual(['1 Adam', '2 Äpfel', '3 Max', '4 Zoe']);
    });

    it('L4: without login, without a link, or named twice nobody is ranked', async () => {
      await db().write((deps) => createContacts(deps, [person('Stranger')]));
      await setAccess(db(), 1, 1, { login: true });
      const before = await db().contents();
      await expect(order(1, 2)).rejects.toMatchObject({
        kind: 'refused',
        code: 'SIGNER_WITHOUT_LOGIN',
        message: expect.stringContaining('"Äpfel" has no login in account 1 "Zeta GmbH"'),
        hint: 'kontor contact access 2 1 --login on',
      });
      await expect(order(1, 5)).rejects.toMatchObject({ kind: 'not-found', code: 'NOT_LINKED' });
      await expect(order(1, 1)).rejects.toMatchObject({ kind: 'usage', code: 'SIGNER_TWICE' });
      expect(await db().contents()).toBe(before);
    });

    it('an order is references that commas separate, and a name may hold a comma itself', async () => {
      await db().write((deps) => createContacts(deps, [{ companyName: 'Tal, Eva' }]));
      const named = (...texts: string[]) => db().read((deps) => contactsInOrder(deps, texts));
      expect(await named('2, p1@zeta.example,Adam', ' 4 ')).toEqual([2, 1, 3, 4]);
      expect(await named('Tal, Eva', 'Zoe')).toEqual([5, 1]);
      expect(await named('', ' , ')).toEqual([]);
      await expect(named('Adam,Nobody')).rejects.toMatchObject({ code: 'CONTACT_NOT_FOUND' });
      await expect(named('Tal,Eva')).rejects.toMatchObject({ code: 'CONTACT_NOT_FOUND' });
    });
  });
});
