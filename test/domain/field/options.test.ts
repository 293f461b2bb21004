import { beforeEach, describe, expect, it } from 'vitest';
import { changeOptions } from '../../../src/domain/field/options.ts';
import type { OptionChanges } from '../../../src/domain/field/schema.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { account, create } from '../fixtures.ts';
import { fieldBook, text } from './book.ts';

describe('options of dropdowns', () => {
  onEachDatabase((db) => {
    const { make, set, valuesOf, field, entriesFrom, entryCount } = fieldBook(db);
    const change = (changes: OptionChanges, reference = 'form') =>
      db().write((deps) => changeOptions(deps, { field: reference, changes }));
    const options = async () => (await field('form'))?.options.map(({ id, label }) => `${id} ${label}`);
    beforeEach(async () => {
      await make(text('Form', { type: 'multi-dropdown', options: ['A', 'B', 'C'] }), text('Note'));
      await create(
        db(),
        account('One', { fields: { form: 'A,B' } }),
        account('Two', { fields: { form: 'C' } }),
      );
    });

    it('F3: another label keeps the values; two labels can be exchanged', async () => {
      const start = await entryCount();
      expect(await change({ rename: [{ from: 'a', to: 'GmbH' }] })).toMatchObject({
        outcome: 'updated',
        cleared: 0,
      });
      expect(await valuesOf(1)).toEqual([{ form: ['GmbH', 'B'] }]);
      await change({
        rename: [
          { from: 'B', to: 'C' },
          { from: 'id:3', to: 'B' },
        ],
      });
      expect(await options()).toEqual(['1 GmbH', '2 C', '3 B']);
      expect(await valuesOf(1, 2)).toEqual([{ form: ['GmbH', 'C'] }, { form: ['B'] }]);
      expect(await entriesFrom(start)).toEqual([
        ['field', 1, { options: { from: ['A', 'B', 'C'], to: ['GmbH', 'B', 'C'] } }],
        ['field', 1, { options: { from: ['GmbH', 'B', 'C'], to: ['GmbH', 'C', 'B'] } }],
      ]);
    });

    it('F3: options are added, ordered and removed in one go; ids stay', async () => {
      await change({ add: ['D', 'E'], remove: ['E'], order: ['D,C'] });
      expect(await options()).toEqual(['4 D', '3 C', '1 A', '2 B']);
      await set(2, { form: ['B', 'D', 'C'] });
      expect(await valuesOf(2)).toEqual([{ form: ['D', 'C', 'B'] }]);
    });

    it('F3: what is so already is unchanged', async () => {
      const before = await db().contents();
      expect(await change({ add: ['a'], order: ['A', 'B'], rename: [{ from: 'C', to: 'C' }] })).toMatchObject(
        {
          outcome: 'unchanged',
        },
      );
      expect(await db().contents()).toBe(before);
    });

    it('F3: removing an option takes it from those who chose it, with an entry for each, and counts them', async () => {
      const start = await entryCount();
      expect(await change({ remove: ['A', 'id:3'] })).toMatchObject({
        cleared: 2,
        options: [{ id: 2, label: 'B' }],
      });
      expect(await valuesOf(1, 2)).toEqual([{ form: ['B'] }, {}]);
      expect(await entriesFrom(start)).toEqual([
        ['account', 1, { 'fields.form': { from: ['A', 'B'], to: ['B'] } }],
        ['account', 2, { 'fields.form': { from: ['C'], to: null } }],
        ['field', 1, { options: { from: ['A', 'B', 'C'], to: ['B'] } }],
      ]);
    });

    it('F3: what cannot be is refused, and nothing changes', async () => {
      const before = await db().contents();
      await expect(change({ rename: [{ from: 'A', to: ' b ' }] })).rejects.toMatchObject({
        code: 'OPTION_EXISTS',
      });
      await expect(change({ remove: ['Nope'] })).rejects.toMatchObject({
        kind: 'not-found',
        code: 'OPTION_NOT_FOUND',
      });
      await expect(change({ order: ['A,Nope'] })).rejects.toMatchObject({ code: 'OPTION_NOT_FOUND' });
      await expect(change({ add: ['X'] }, 'note')).rejects.toMatchObject({
        code: 'NO_DROPDOWN',
        hint: 'kontor field edit account:note --type dropdown',
      });
      const many = Array.from({ length: 498 }, (_, index) => `N${index}`);
      await expect(change({ add: many })).rejects.toMatchObject({ code: 'TOO_MANY_OPTIONS' });
      expect(await db().contents()).toBe(before);
    });
  });
});
