import { beforeEach, describe, expect, it } from 'vitest';
import type { KontorError } from '../../../src/errors.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { audit, create, found, person } from '../fixtures.ts';
import { accountOf, contactOf, fillMergeBook, linksIn, merge, take } from './book.ts';

const home = { street: 'Hauptstr. 1', postalCode: '10115', city: 'Berlin', country: 'DE' };

describe('merging the values of contacts', () => {
  onEachDatabase((db) => {
    /** The conflicts of a merge that is refused, in a few words; nothing is changed. */
    const conflictsOf = async (
      ...merging: Parameters<typeof merge> extends [unknown, ...infer Rest] ? Rest : never
    ) => {
      const before = await db().contents();
      const error = await merge(db(), ...merging).then(
        () => undefined,
        (thrown: KontorError) => thrown,
      );
      expect(error).toMatchObject({ kind: 'refused', code: 'MERGE_CONFLICT' });
      expect(await db().contents()).toBe(before);
      const conflicts = error?.details?.conflicts as Array<{
        field: string;
        values: Array<{ value: unknown }>;
      }>;
      return Object.fromEntries(
        conflicts.map(({ field, values }) => [field, values.map(({ value }) => value)]),
      );
    };

    it('L5: what only one of them has, the one that stays has; what is equal is no question', async () => {
      await fillMergeBook(
        db(),
        person('Jan Weiß', { email: 'jan@weiss.example', notes: 'Likes tea', fields: { ok: false } }),
        person('Jan Peter Weiß', {
          phone: '+49 30 1',
          key: 'crm-2',
          address: home,
          fields: { size: 4, ok: false },
        }),
      );
      expect(await merge(db(), 1, 2)).toEqual({
        outcome: 'updated',
        id: 1,
        name: 'Jan Peter Weiß',
        warnings: [],
        merged: [{ id: 2, name: 'Jan Peter Weiß' }],
        changes: {
          middleName: { from: null, to: 'Peter' },
          phone: { from: null, to: '+49 30 1' },
          key: { from: null, to: 'crm-2' },
          street: { from: null, to: 'Hauptstr. 1' },
          postalCode: { from: null, to: '10115' },
          city: { from: null, to: 'Berlin' },
          country: { from: null, to: 'DE' },
          'fields.size': { from: null, to: 4 },
        },
        givenUp: [],
        links: [],
        access: [],
        moved: {
          documents: 0,
          messages: 0,
          approvals: 0,
          signatures: 0,
          logins: 0,
          photos: 0,
          portalLinks: 0,
        },
      });
      expect(await contactOf(db(), 1)).toMatchObject({
        firstName: 'Jan',
        middleName: 'Peter',
        email: 'jan@weiss.example',
        phone: '+49 30 1',
        key: 'crm-2',
        notes: 'Likes tea',
        address: home,
        fields: { size: 4, ok: false },
      });
      await expect(contactOf(db(), 2)).rejects.toThrow('not resolved');
    });

    it('L5: where they hold different values the merge is refused, naming every field, both values and the options', async () => {
      await fillMergeBook(
        db(),
        person('Jan Weiß', {
          phone: '1',
          notes: 'a',
          key: 'k1',
          address: home,
          fields: { size: 1, ok: true, phone: 'x' },
        }),
        person('Jahn Weiss', {
          phone: '2',
          notes: 'b',
          key: 'k2',
          address: { city: 'Bonn' },
          fields: { size: 2, ok: false, phone: 'y' },
        }),
      );
      await accountOf(db(), 'Weiß GmbH', [1, 'Owner'], [2, 'Adviser']);
      expect(await conflictsOf(1, 2)).toEqual({
        'first-name': ['Jan', 'Jahn'],
        'last-name': ['Weiß', 'Weiss'],
        phone: ['1', '2'],
        notes: ['a', 'b'],
        key: ['k1', 'k2'],
        address: [expect.objectContaining({ city: 'Berlin' }), expect.objectContaining({ city: 'Bonn' })],
        size: [1, 2],
        ok: [true, false],
        'fields.phone': ['x', 'y'],
        'description@1': ['Owner', 'Adviser'],
      });
      await expect(merge(db(), 1, 2, { take: take('first-name=1') })).rejects.toMatchObject({
        message: expect.stringContaining(
          '\n  phone: contact 1 has "1", contact 2 has "2" – --take phone=1 or --take phone=2\n',
        ),
        hint: expect.stringContaining(
          'kontor contact merge 1 2 --take first-name=1 --take last-name=1 --take phone=1',
        ),
        details: {
          contacts: [
            { id: 1, name: 'Jan Weiß' },
            { id: 2, name: 'Jahn Weiss' },
          ],
        },
      });
    });

    it('L5: --take chooses by contact or by value, by label or key, and what is given up is told', async () => {
      await fillMergeBook(
        db(),
        person('Jan Weiß', {
          phone: '1',
          notes: 'a',
          key: 'k1',
          address: home,
          fields: { size: 1, ok: true, phone: 'x' },
        }),
        person('Jahn Weiss', {
          phone: '2',
          notes: 'b',
          key: 'k2',
          address: { city: 'Bonn' },
          fields: { size: 2, ok: false, phone: 'y' },
        }),
      );
      await accountOf(db(), 'Weiß GmbH', [1, 'Owner'], [2, 'Adviser']);
      const { givenUp } = await merge(db(), 1, 2, {
        take: take(
          'first-name=Jan',
          'last-name=id:2',
          'phone=key:k2',
          'notes=both',
          'key=k2',
          'address=2',
          'Size=2',
          'OK=no',
          'fields.phone=name:Jan Weiß',
          'description@Weiß GmbH=Adviser',
        ),
      });
      expect(await contactOf(db(), 1)).toMatchObject({
        name: 'Jan Weiss',
        phone: '2',
        notes: 'a\n\nb',
        key: 'k2',
        address: { street: null, city: 'Bonn' },
        fields: { size: 2, ok: false, phone: 'x' },
      });
      expect(await linksIn(db(), 1)).toEqual(['1 Adviser']);
      expect(givenUp.map(({ field, contact, value }) => [field, contact.id, value])).toEqual([
        ['first-name', 2, 'Jahn'],
        ['last-name', 1, 'Weiß'],
        ['phone', 1, '1'],
        ['key', 1, 'k1'],
        ['address', 1, expect.objectContaining(home)],
        ['size', 1, 1],
        ['ok', 1, true],
        ['fields.phone', 2, 'y'],
        ['description@1', 1, 'Owner'],
      ]);
    });

    it('L5: a choice may also leave nothing, where the contact that is named has nothing', async () => {
      await fillMergeBook(db(), person('Jan Weiß'), person('Jan Weiß', { phone: '1' }));
      const { givenUp } = await merge(db(), 1, 2, { take: take('phone=1') });
      expect(givenUp).toEqual([{ field: 'phone', contact: { id: 2, name: 'Jan Weiß' }, value: '1' }]);
      expect((await contactOf(db(), 1)).phone).toBe(null);
    });

    it('L5: an address is taken as a whole, and one that says less of the same is no other', async () => {
      await fillMergeBook(
        db(),
        person('A B', { address: { city: 'Berlin' } }),
        person('A B', { address: home }),
        person('A B', { address: { street: 'Ufer 2', country: 'DE' } }),
      );
      expect(await conflictsOf(1, [2, 3])).toHaveProperty('address');
      await merge(db(), 1, 2);
      expect((await contactOf(db(), 1)).address).toMatchObject(home);
    });

    it('L5: a field of many choices has all that were chosen, unless one is taken', async () => {
      const people = [
        person('A B', { fields: { topics: ['Books', 'Tax'] } }),
        person('A B', { fields: { topics: ['Law', 'Tax'] } }),
      ];
      await fillMergeBook(db(), ...people, ...people);
      expect((await merge(db(), 1, 2)).changes['fields.topics']?.to).toEqual(['Tax', 'Law', 'Books']);
      await merge(db(), 3, 4, { take: take('topics=Tax, Law') });
      expect((await contactOf(db(), 3)).fields).toEqual({ topics: ['Tax', 'Law'] });
    });

    it('L5: any number of contacts go into one', async () => {
      await fillMergeBook(
        db(),
        { email: 'jan@weiss.example' },
        person('Jan Weiß', { phone: '1' }),
        person('Jan Weiß', { phone: '2' }),
        person('Jan Weiß', { notes: 'n' }),
      );
      await accountOf(db(), 'Zeta', 3, 4);
      expect(await conflictsOf(1, [4, 3, 2])).toEqual({ phone: ['2', '1'] });
      await merge(db(), 1, [4, 3, 2], { take: take('phone=3') });
      expect(await contactOf(db(), 1)).toMatchObject({ name: 'Jan Weiß', phone: '2', notes: 'n' });
      expect(await linksIn(db(), 1)).toEqual(['1']);
      expect(await found(db(), 'weiss.example')).toEqual(['Zeta']);
    });

    it('H1: the contacts that go leave what they held, found under both; the one that stays what it got', async () => {
      await fillMergeBook(
        db(),
        person('Jan Weiß'),
        person('Jan Weiß', { email: 'j@w.example', phone: '1', fields: { size: 3 } }),
      );
      await accountOf(db(), 'Zeta', [2, 'Owner']);
      const before = (await audit(db())).length;
      await merge(db(), 1, 2);
      expect((await audit(db())).slice(before)).toMatchObject([
        {
          record: 'link',
          action: 'deleted',
          recordId: 1,
          contactId: 2,
          changes: { contact: { from: 'Jan Weiß', to: null }, description: { from: 'Owner', to: null } },
        },
        {
          record: 'link',
          action: 'created',
          recordId: 1,
          contactId: 1,
          changes: { contact: { from: null, to: 'Jan Weiß' }, description: { from: null, to: 'Owner' } },
        },
        {
          record: 'contact',
          action: 'updated',
          recordId: 1,
          changes: {
            phone: { from: null, to: '1' },
            email: { from: null, to: 'j@w.example' },
            'fields.size': { from: null, to: 3 },
          },
        },
        {
          record: 'contact',
          action: 'merged',
          recordId: 2,
          contactId: 1,
          changes: {
            name: { from: 'Jan Weiß', to: 'Jan Weiß' },
            phone: { from: '1', to: null },
            email: { from: 'j@w.example', to: null },
            'fields.size': { from: 3, to: null },
          },
        },
      ]);
    });

    describe('refusals', () => {
      beforeEach(() =>
        fillMergeBook(db(), person('Jan Weiß', { phone: '1' }), person('Jan Weiß', { phone: '2' })),
      );

      it.each([
        ['itself', [1, 1], [], 'SAME_CONTACT', 'cannot be merged with itself'],
        ['twice', [1, 2, 2], [], 'SAME_CONTACT', 'Contact 2 is named twice'],
        ['gone', [1, 9], [], 'CONTACT_NOT_FOUND', 'no contact 9'],
        ['field', [1, 2], ['fone=1'], 'INVALID_TAKE', '"fone"'],
        ['another contact', [1, 2], ['phone=9'], 'INVALID_TAKE', 'neither one of the contacts 1, 2'],
        ['a new value', [1, 2], ['phone=+49 30 9'], 'INVALID_TAKE', 'nor a value that one of them has'],
        ['two contacts', [1, 2], ['phone=Jan Weiß'], 'INVALID_TAKE', 'means contacts 1 and 2'],
        ['two choices', [1, 2], ['phone=id:1', 'phone=id:2'], 'INVALID_TAKE', 'second choice'],
        ['account', [1, 2], ['description@Nope=1'], 'ACCOUNT_NOT_FOUND', 'Nope'],
      ] as const)('L5: %s', async (_, ids, takes, code, says) => {
        const before = await db().contents();
        const [keep, ...drop] = ids;
        await expect(merge(db(), keep, drop, { take: take(...takes) })).rejects.toMatchObject({
          code,
          message: expect.stringContaining(says),
        });
        expect(await db().contents()).toBe(before);
      });

      it('L5: a second time the other one is gone', async () => {
        await merge(db(), 1, 2, { take: take('phone=2') });
        await expect(merge(db(), 1, 2)).rejects.toMatchObject({
          kind: 'not-found',
          code: 'CONTACT_NOT_FOUND',
        });
      });

      it('L5: the description of an account that none of them is linked to', async () => {
        await create(db(), { name: 'Other', contacts: [{ create: person('Ada') }] });
        await expect(
          merge(db(), 1, 2, { take: take('phone=1', 'description@Other=1') }),
        ).rejects.toMatchObject({
          code: 'INVALID_TAKE',
          message: expect.stringContaining('none of these contacts is linked to it'),
        });
      });
    });
  });
});
