import { beforeEach, describe, expect, it } from 'vitest';
import { changeAccess } from '../../../src/domain/access/operations.ts';
import { createContacts } from '../../../src/domain/contact/operations.ts';
import { findEmails } from '../../../src/domain/invitation/found.ts';
import { searchContacts } from '../../../src/domain/search/contacts.ts';
import { findAccounts } from '../../../src/domain/search/found.ts';
import { fillBook } from '../../commands/book.ts';
import { onEachDatabase } from '../../helpers/databases.ts';

describe('contacts and accounts that somebody looks for while typing', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillBook(db()));
    const names = (text: string, limit = 10) =>
      db().read(async (deps) => (await searchContacts(deps, { text, limit })).map(({ name }) => name));

    it('Q2: every word counts, whatever case, accents and spelling of umlauts; also without an account', async () => {
      for (const text of ['oezdemir', 'OZDEMIR', 'Özdemir petra', 'petra@oezd', ' demir ']) {
        expect(await names(text), text).toEqual(['Petra Özdemir']);
      }
      expect(await names('petra weiß')).toEqual([]);
      expect(await names('%')).toEqual([]);
      expect(await names("' or 1=1 --")).toEqual([]);
    });

    it('without words the first of all in alphabetical order, and no more than are wanted', async () => {
      expect(await names('')).toEqual(['Erika Müller', 'Jan Weiß', 'Petra Özdemir']);
      expect(await names('', 2)).toEqual(['Erika Müller', 'Jan Weiß']);
      expect(await names('example', 1)).toEqual(['Erika Müller']);
    });

    it('the one with the number that is typed comes first', async () => {
      await db().write((deps) => createContacts(deps, [{ lastName: 'Abel 3' }]));
      expect(await names('3')).toEqual(['Petra Özdemir', 'Abel 3']);
      expect(await names('#2')).toEqual(['Jan Weiß']);
    });

    it('accounts: those in use for nothing, archived ones too for a text, each with what tells it apart', async () => {
      const found = (text: string) => db().read((deps) => findAccounts(deps, text, { limit: 10 }));
      expect((await found('')).map(({ id }) => id)).toEqual([1, 2]);
      expect(await found('nachlass')).toEqual([
        { id: 3, name: 'Nachlass Ernst', about: '#3 · individual · archived' },
      ]);
      expect(await found('crm-2')).toEqual([
        { id: 2, name: 'Weiß GmbH', about: '#2 · company · crm-2 · Monthly, VIP' },
      ]);
    });

    it('T3: e-mails say how far they have come; login in an archived account is none', async () => {
      const found = (text: string) => db().read((deps) => findEmails(deps, text, { limit: 10 }));
      await db().write((deps) =>
        changeAccess(deps, [{ accountId: 3, contactId: 2, switches: { login: true } }]),
      );
      expect(await found('jan')).toEqual([
        { address: 'jan@weiss.example', about: 'Jan Weiß · login is off' },
      ]);
      await db().write((deps) =>
        changeAccess(deps, [{ accountId: 2, contactId: 2, switches: { login: true } }]),
      );
      expect(await found('jan')).toEqual([{ address: 'jan@weiss.example', about: 'Jan Weiß · not-invited' }]);
    });
  });
});
