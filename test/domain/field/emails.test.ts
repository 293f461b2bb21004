import { describe, expect, it } from 'vitest';
import { createAccounts } from '../../../src/domain/account/operations.ts';
import { showAccount } from '../../../src/domain/account/record.ts';
import { deleteContacts, editContacts } from '../../../src/domain/contact/operations.ts';
import { showContact } from '../../../src/domain/contact/record.ts';
import { resolveContacts } from '../../../src/domain/contact/references.ts';
import type { ContactPatch } from '../../../src/domain/contact/schema.ts';
import { deleteFields } from '../../../src/domain/field/removal.ts';
import { changeFirm } from '../../../src/domain/firm/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { audit, create, createPeople, found, person } from '../fixtures.ts';
import { fieldBook, text } from './book.ts';

describe('e-mails in fields of contacts', () => {
  onEachDatabase((db) => {
    const { make, setContact, contactValues, field, entriesFrom, entryCount } = fieldBook(db);
    const edit = (id: number, patch: ContactPatch) =>
      db().write((deps) => editContacts(deps, [{ id, patch }]));
    const emailsOf = async (accountId: number) =>
      (await db().read((deps) => showAccount(deps, accountId))).contacts.flatMap(({ emails }) =>
        emails.map(({ source, address }) => `${source} ${address}`),
      );
    const start = async () => {
      await make(
        text('Spouse', { scope: 'contact', type: 'email' }),
        text('Office', { scope: 'contact', type: 'email' }),
      );
      await createPeople(
        db(),
        person('Ada Berg', { email: 'ada@berg.example', fields: { spouse: 'Max@Berg.example' } }),
        person('Jan Weiß', { email: 'jan@weiss.example' }),
      );
      await create(db(), { contacts: [{ id: 1 }] });
    };

    it('C3, F4: the value is an e-mail of the contact: in accounts, in the search, for references', async () => {
      await start();
      expect(await contactValues(1)).toEqual([{ spouse: 'Max@Berg.example' }]);
      expect(await field('spouse')).toMatchObject({ uses: 1 });
      expect(await emailsOf(1)).toEqual(['primary ada@berg.example', 'spouse Max@Berg.example']);
      expect(await found(db(), 'max@berg')).toEqual(['Ada Berg']);
      expect(await db().read((deps) => resolveContacts(deps, ['max@berg.EXAMPLE']))).toMatchObject([
        { id: 1 },
      ]);
      await setContact(1, { spouse: 'new@berg.example', office: 'office@berg.example' });
      expect(await emailsOf(1)).toEqual([
        'primary ada@berg.example',
        'office office@berg.example',
        'spouse new@berg.example',
      ]);
      expect([await found(db(), 'max@berg'), await found(db(), 'office@berg')]).toEqual([[], ['Ada Berg']]);
      // The search text stays whole when names are put together anew.
      await db().write((deps) => changeFirm(deps, [{ key: 'name-format', value: 'last-first' }]));
      expect(await found(db(), 'office@berg')).toEqual(['Ada Berg']);
      await edit(1, { phone: '1' });
      expect(await found(db(), 'new@berg')).toEqual(['Ada Berg']);
      await setContact(1, { spouse: null, office: '' });
      expect(await emailsOf(1)).toEqual(['primary ada@berg.example']);
    });

    it('C4: the address belongs to one contact, in whatever place; the refusal names the owner', async () => {
      await start();
      const before = await db().contents();
      const taken = { kind: 'refused', code: 'EMAIL_TAKEN' };
      await expect(setContact(2, { spouse: 'MAX@berg.example' })).rejects.toMatchObject({
        ...taken,
        message: 'The e-mail MAX@berg.example belongs to contact 1 "Ada Berg".',
        details: { index: 0, field: 'fields.spouse' },
      });
      await expect(edit(2, { email: 'max@berg.example' })).rejects.toMatchObject({
        ...taken,
        details: { field: 'email' },
      });
      await expect(setContact(2, { spouse: 'ada@berg.example' })).rejects.toMatchObject(taken);
      const people = [
        person('A A', { fields: { spouse: 'x@y.zz' } }),
        person('B B', { fields: { office: 'X@y.zz' } }),
      ];
      await expect(createPeople(db(), ...people)).rejects.toMatchObject({ ...taken, details: { index: 1 } });
      expect(await db().contents()).toBe(before);
      await edit(2, { fields: { spouse: 'max@berg.example' }, sharedEmail: true });
      const shared = db().read((deps) => resolveContacts(deps, ['max@berg.example']));
      await expect(shared).rejects.toMatchObject({ code: 'CONTACT_AMBIGUOUS' });
    });

    it('C4: one contact does not have one address twice; the refusal names the place', async () => {
      await start();
      const repeated = { kind: 'refused', code: 'EMAIL_REPEATED' };
      await expect(setContact(1, { office: 'max@BERG.example' })).rejects.toMatchObject({
        ...repeated,
        message: expect.stringContaining("in the contact's field spouse already"),
      });
      await expect(edit(1, { email: 'max@berg.example' })).rejects.toMatchObject(repeated);
      const both = person('B B', { email: 'x@y.zz', fields: { spouse: 'X@y.zz' } });
      await expect(createPeople(db(), both)).rejects.toMatchObject({ ...repeated, details: { index: 0 } });
      // Two addresses can change places.
      await edit(1, { email: 'max@berg.example', fields: { spouse: 'ada@berg.example' } });
      expect(await emailsOf(1)).toEqual(['primary max@berg.example', 'spouse ada@berg.example']);
    });

    it('C4: another spelling is a change, the same one is none', async () => {
      await start();
      const before = await entryCount();
      expect(await setContact(1, { spouse: 'Max@Berg.example' })).toMatchObject([{ outcome: 'unchanged' }]);
      expect(await setContact(1, { spouse: 'max@berg.example' })).toMatchObject([{ outcome: 'updated' }]);
      expect(await entriesFrom(before)).toEqual([
        ['contact', 1, { 'fields.spouse': { from: 'Max@Berg.example', to: 'max@berg.example' } }],
      ]);
    });

    it('F2: what is no address is refused like any other value', async () => {
      await start();
      await expect(setContact(1, { spouse: 'max' })).rejects.toMatchObject({ code: 'INVALID_FIELD_VALUE' });
    });

    it('H1: what a contact had can be read after it is gone, and the addresses are free', async () => {
      await start();
      await create(db(), { name: 'Other', contacts: [{ create: person('Mia Tal') }] });
      await expect(db().write((deps) => deleteContacts(deps, [1]))).rejects.toMatchObject({
        code: 'LAST_CONTACT_OF_ACCOUNTS',
      });
      await setContact(2, { office: 'office@weiss.example' });
      await db().write((deps) => deleteContacts(deps, [2]));
      expect((await audit(db())).at(-1)).toMatchObject({
        record: 'contact',
        action: 'deleted',
        changes: { email: { to: null }, 'fields.office': { from: 'office@weiss.example', to: null } },
      });
      await createPeople(db(), person('New One', { email: 'office@weiss.example' }));
    });

    it('F3, T6: deleting the field removes its e-mails; who uses one keeps it on the account', async () => {
      await start();
      await db().write((deps) =>
        createAccounts(deps, [{ name: 'Second', contacts: [{ id: 1 }], access: { login: true } }]),
      );
      await db().write((deps) =>
        deps.trx('portal_users').insert({
          address: 'max@berg.example',
          address_key: 'max@berg.example',
          password_hash: 'x',
          failed_logins: 0,
          created_at: 'x',
          password_set_at: 'x',
        }),
      );
      const before = await entryCount();
      const [deleted] = await db().write((deps) => deleteFields(deps, ['spouse']));
      expect(deleted).toMatchObject({ uses: 1, warnings: [expect.stringContaining('unlinked')] });
      expect((await entriesFrom(before))[0]).toEqual([
        'contact',
        1,
        { 'fields.spouse': { from: 'Max@Berg.example', to: null } },
      ]);
      expect(await emailsOf(1)).toEqual(['primary ada@berg.example']);
      expect(await emailsOf(2)).toContain('unlinked Max@Berg.example');
      expect(await found(db(), 'max@berg'), 'Q1: only where it still opens the account').toEqual(['Second']);
      expect(await db().read((deps) => showContact(deps, 1))).toMatchObject({ fields: {} });
    });

    it('T6: what becomes of access is told by the edit, also for the primary e-mail', async () => {
      await start();
      await db().write((deps) =>
        createAccounts(deps, [{ name: 'Second', contacts: [{ id: 1 }], access: { login: true } }]),
      );
      const [spouse] = await setContact(1, { spouse: 'new@berg.example' });
      expect(spouse?.warnings).toEqual([expect.stringContaining('kontor invite send new@berg.example')]);
      const [primary] = await edit(1, { email: 'ada@new.example' });
      expect(primary?.warnings).toEqual([expect.stringContaining('kontor invite send ada@new.example')]);
    });
  });
});
