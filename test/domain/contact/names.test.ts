import { describe, expect, it } from 'vitest';
import { listContacts } from '../../../src/domain/contact/list.ts';
import { editContacts } from '../../../src/domain/contact/operations.ts';
import { showContact } from '../../../src/domain/contact/record.ts';
import { displayName } from '../../../src/domain/contact/rules.ts';
import { type ContactPatch, newContact } from '../../../src/domain/contact/schema.ts';
import { changeFirm } from '../../../src/domain/firm/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { account, audit, collect, create, createPeople, found, person } from '../fixtures.ts';

describe('names of contacts: how they are put together', () => {
  const named = { firstName: 'Erika', middleName: 'Marie', lastName: 'Müller', companyName: 'Müller GmbH' };
  const nobody = { firstName: null, middleName: null, lastName: null, companyName: null };

  it.each([
    [named, 'Erika Marie Müller', 'Müller, Erika Marie'],
    [{ ...named, middleName: null }, 'Erika Müller', 'Müller, Erika'],
    [{ ...named, firstName: null }, 'Marie Müller', 'Müller, Marie'],
    [{ ...named, lastName: null }, 'Erika Marie', 'Erika Marie'],
    [{ ...nobody, lastName: 'Müller' }, 'Müller', 'Müller'],
    [{ ...nobody, companyName: 'Müller GmbH' }, 'Müller GmbH', 'Müller GmbH'],
    [nobody, 'a@b.cd', 'a@b.cd'],
  ])('C1: of %j it is %s, or %s', (parts, firstLast, lastFirst) => {
    expect(displayName(parts, 'a@b.cd', 'first-last')).toBe(firstLast);
    expect(displayName(parts, 'a@b.cd', 'last-first')).toBe(lastFirst);
  });

  it('C1: a contact needs at least a name or an e-mail', () => {
    for (const input of [{ companyName: 'X' }, { email: 'a@b.cd' }, { middleName: 'X' }]) {
      expect(newContact.safeParse(input).success, JSON.stringify(input)).toBe(true);
    }
    for (const input of [{}, { phone: '1' }, { firstName: ' ', email: null }, { key: 'k', notes: 'n' }]) {
      expect(newContact.safeParse(input).success, JSON.stringify(input)).toBe(false);
    }
  });
});

describe('names of contacts', () => {
  onEachDatabase((db) => {
    const edit = (id: number, patch: ContactPatch) =>
      db().write((deps) => editContacts(deps, [{ id, patch }]));
    const shown = (id: number) => db().read((deps) => showContact(deps, id));
    const listed = () =>
      db().read(async (deps) => (await collect((await listContacts(deps, {})).rows)).map(({ name }) => name));

    it('C1: everything that is given is kept as given, trimmed and composed', async () => {
      const address = {
        street: 'Hauptstr. 1',
        street2: 'c/o Weiß',
        postalCode: '10115',
        city: 'Berlin',
        region: null,
        country: 'DE',
      };
      const input = {
        firstName: ' Erika ',
        middleName: 'M.',
        lastName: 'Mu\u0308ller',
        companyName: 'Müller GmbH',
        email: ' Erika@Mueller.example ',
        phone: '+49 30 1234567',
        address,
        notes: 'line one\n\u001b]0;line two',
        key: 'crm-1',
      };
      await createPeople(db(), input);
      expect(await shown(1)).toEqual({
        ...input,
        id: 1,
        name: 'Erika M. Müller',
        firstName: 'Erika',
        lastName: 'Müller',
        email: 'Erika@Mueller.example',
        fields: {},
        version: 1,
        createdAt: '2026-03-04T05:06:07.890Z',
        updatedAt: '2026-03-04T05:06:07.890Z',
        accounts: [],
      });
    });

    it('C1: the display name follows every change of what it is made from', async () => {
      await createPeople(db(), person('Erika Müller', { email: 'a@b.cd', companyName: 'Firm' }));
      await edit(1, { lastName: 'Schmidt', middleName: 'Marie' });
      expect((await shown(1)).name).toBe('Erika Marie Schmidt');
      await edit(1, { firstName: null, middleName: null, lastName: ' ' });
      expect((await shown(1)).name).toBe('Firm');
      await edit(1, { companyName: null });
      expect((await shown(1)).name).toBe('a@b.cd');
      await edit(1, { email: 'x@y.zz' });
      expect(await shown(1)).toMatchObject({ name: 'x@y.zz', email: 'x@y.zz' });
    });

    it('C1: neither a name nor an e-mail left is refused, and nothing changes', async () => {
      await createPeople(db(), { email: 'a@b.cd', phone: '1' });
      const before = await db().contents();
      await expect(edit(1, { email: null })).rejects.toMatchObject({ kind: 'usage', code: 'EMPTY_CONTACT' });
      expect(await db().contents()).toBe(before);
      await expect(edit(9, { email: null })).rejects.toMatchObject({ code: 'CONTACT_NOT_FOUND' });
    });

    it('C1: parts of the address change by themselves', async () => {
      await createPeople(db(), person('Erika Müller', { address: { street: 'A 1', city: 'Berlin' } }));
      await edit(1, { address: { street: null, country: 'DE' } });
      expect((await shown(1)).address).toMatchObject({ street: null, city: 'Berlin', country: 'DE' });
      await edit(1, { address: { city: null, country: ' ' } });
      expect((await shown(1)).address).toBeNull();
    });

    it('C1: a new name format puts all names together anew; lists and search follow', async () => {
      await create(db(), account('Erika Müller'), account('Zoe Adler'));
      await createPeople(db(), { companyName: 'Berg AG' }, { email: 'm@b.cd' });
      expect(await found(db(), 'müller,')).toEqual([]);
      expect(await listed()).toEqual(['Berg AG', 'Erika Müller', 'm@b.cd', 'Zoe Adler']);
      const change = (value: string) =>
        db().write((deps) => changeFirm(deps, [{ key: 'name-format', value }]));
      expect((await change('last-first')).results).toEqual([
        { key: 'name-format', value: 'last-first', outcome: 'updated' },
      ]);
      expect(await listed()).toEqual(['Adler, Zoe', 'Berg AG', 'm@b.cd', 'Müller, Erika']);
      expect(await found(db(), 'müller,')).toEqual(['Erika Müller']);
      expect(await found(db(), 'erika mueller')).toEqual(['Erika Müller']);
      expect((await change('last-first')).results).toMatchObject([{ outcome: 'unchanged' }]);
      await change('first-last');
      expect(await found(db(), 'müller,')).toEqual([]);
    });

    it('C1: settings that are unknown or not allowed are refused, naming what is', async () => {
      const set = (key: string, value: string) => db().write((deps) => changeFirm(deps, [{ key, value }]));
      await expect(set('nameformat', 'x')).rejects.toMatchObject({
        kind: 'usage',
        code: 'UNKNOWN_SETTING',
        hint: expect.stringContaining('name-format'),
      });
      await expect(set('name-format', 'x')).rejects.toMatchObject({
        kind: 'usage',
        code: 'INVALID_SETTING',
        message: expect.stringContaining('first-last or last-first'),
      });
      await expect(set('firm-name', ' ')).rejects.toMatchObject({ code: 'INVALID_SETTING' });
      expect(await audit(db())).toEqual([]);
    });
  });
});
