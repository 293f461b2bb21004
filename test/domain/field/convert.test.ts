import { describe, expect, it } from 'vitest';
import type { FieldInputs, FieldType, FieldValue } from '../../../src/domain/field/model.ts';
import { editFields } from '../../../src/domain/field/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { account, create, createPeople, found, person } from '../fixtures.ts';
import { fieldBook, text } from './book.ts';

describe('another type for a field', () => {
  onEachDatabase((db) => {
    const { make, valuesOf, contactValues, field, entriesFrom, entryCount, setContact } = fieldBook(db);
    const become = (type: FieldType, reference = 'f') =>
      db().write((deps) => editFields(deps, [{ field: reference, patch: { type } }]));
    const fill = async (type: FieldType, options: string[], ...values: FieldInputs[string][]) => {
      await make(text('F', { type, ...(options.length === 0 ? {} : { options }) }));
      await create(db(), ...values.map((value, index) => account(`N${index + 1}`, { fields: { f: value } })));
    };

    it.each<[FieldType, string[], FieldType, FieldValue[], FieldValue[]]>([
      ['text', [], 'number', ['12', '-1.50'], [12, -1.5]],
      ['text', [], 'date', ['2026-01-31'], ['2026-01-31']],
      ['text', [], 'checkbox', ['ja', 'off'], [true, false]],
      ['text', [], 'phone', ['+49301234567'], ['+49 30 1234567']],
      ['number', [], 'text', [-1.5, 12], ['-1.5', '12']],
      ['number', [], 'checkbox', [1, 0], [true, false]],
      ['checkbox', [], 'text', [true, false], ['true', 'false']],
      ['dropdown', ['A', 'B'], 'text', ['B', 'A'], ['B', 'A']],
      ['dropdown', ['A', 'B'], 'multi-dropdown', ['B', 'A'], [['B'], ['A']]],
      ['dropdown', ['1', '2'], 'number', ['2', '1'], [2, 1]],
      ['multi-dropdown', ['A', 'B'], 'dropdown', [['B'], ['A']], ['B', 'A']],
      ['multi-dropdown', ['A', 'B, C'], 'text', [['A', 'B, C'], ['A']], ['A, B, C', 'A']],
      ['text', [], 'dropdown', ['GmbH', 'AG', 'gmbh '], ['GmbH', 'AG', 'GmbH']],
      ['text', [], 'multi-dropdown', ['Tax, Law', 'Law'], [['Law', 'Tax'], ['Law']]],
      ['date', [], 'dropdown', ['2026-01-31', '2025-01-31'], ['2026-01-31', '2025-01-31']],
      ['email', [], 'text', ['a@b.cd'], ['a@b.cd']],
    ])('F3: %s %j to %s', async (from, options, to, before, after) => {
      await fill(from, options, ...before);
      const ids = before.map((_, index) => index + 1);
      expect(await become(to)).toMatchObject([{ outcome: 'updated', type: to, uses: ids.length }]);
      const values = (await valuesOf(...ids)).map(({ f }) => f);
      expect(values).toEqual(after);
      const contents = await db().contents();
      expect(await become(to)).toMatchObject([{ outcome: 'unchanged' }]);
      expect(await db().contents()).toBe(contents);
    });

    it('F3: texts become options in alphabetical order; options that are not needed go', async () => {
      await fill('text', [], 'Zeta', 'Äbel', 'Beta', 'zeta');
      expect(await become('dropdown')).toMatchObject([{ warnings: ['4 values were converted'] }]);
      expect((await field('f'))?.options.map(({ label }) => label)).toEqual(['Äbel', 'Beta', 'Zeta']);
      await become('text');
      expect(await field('f')).toMatchObject({ type: 'text', options: [], uses: 4 });
      await become('dropdown');
      expect((await field('f'))?.options).toHaveLength(3);
    });

    it('F3: what cannot be converted is listed, ten at most, with the count; nothing changes', async () => {
      const values = [...Array.from({ length: 12 }, (_, index) => `x${index}`), '5'];
      await fill('text', [], ...values);
      const before = await db().contents();
      await expect(become('number')).rejects.toMatchObject({
        kind: 'refused',
        code: 'VALUES_DO_NOT_CONVERT',
        message: expect.stringMatching(
          /^12 values of the field "F" \(f\) cannot become number:\n {2}1 "N1": "x0" \(.*and 2 more$/s,
        ),
        details: { key: 'f', from: 'text', to: 'number', count: 12 },
      });
      const error = await become('number').catch((reason) => reason);
      expect(error.details.values).toHaveLength(10);
      expect(error.details.values[0]).toMatchObject({ record: { id: 1, name: 'N1' }, value: 'x0' });
      expect(await db().contents()).toBe(before);
    });

    it('F3: several choices do not fit into one; texts that are no labels do not become options', async () => {
      await fill('multi-dropdown', ['A', 'B'], ['A', 'B'], ['A']);
      await expect(become('dropdown')).rejects.toMatchObject({
        details: { count: 1, values: [{ record: { id: 1 }, value: ['A', 'B'] }] },
      });
      await make(text('G'));
      await create(db(), account('Z', { fields: { g: 'x'.repeat(201) } }));
      await expect(become('dropdown', 'g')).rejects.toMatchObject({ code: 'VALUES_DO_NOT_CONVERT' });
    });

    it('F3: only values that read otherwise leave an entry of their record', async () => {
      await fill('text', [], '1.0', '2');
      const start = await entryCount();
      await become('number');
      expect(await entriesFrom(start)).toEqual([
        ['account', 1, { 'fields.f': { from: '1.0', to: 1 } }],
        ['field', 1, { type: { from: 'text', to: 'number' } }],
      ]);
    });

    it('F3: a field with thousands of values is converted page by page', async () => {
      const count = 5_003;
      await fill('text', [], ...Array.from({ length: count }, (_, index) => `${index % 7}`));
      await become('dropdown');
      expect((await field('f'))?.options.map(({ label }) => label)).toEqual([
        '0',
        '1',
        '2',
        '3',
        '4',
        '5',
        '6',
      ]);
      expect(await valuesOf(1, 4_999, 5_001, count)).toEqual([
        { f: '0' },
        { f: '0' },
        { f: '2' },
        { f: '4' },
      ]);
      await become('number');
      expect(await valuesOf(count)).toEqual([{ f: 4 }]);
    });

    it('F4: texts of contacts become e-mails of theirs, and back', async () => {
      await make(text('F', { scope: 'contact' }));
      await createPeople(db(), person('Ada Berg', { email: 'ada@berg.example' }), person('Jan Weiß'));
      await create(db(), { contacts: [{ id: 1 }] });
      await setContact(1, { f: 'second@berg.example' });
      await become('email');
      expect(await contactValues(1)).toEqual([{ f: 'second@berg.example' }]);
      expect(await found(db(), 'second@berg')).toEqual(['Ada Berg']);
      expect(await field('f')).toMatchObject({ uses: 1 });
      await become('text');
      expect(await contactValues(1)).toEqual([{ f: 'second@berg.example' }]);
      expect(await found(db(), 'second@berg')).toEqual([]);
      expect(await db().contents()).not.toContain('address_key\\":\\"second');
    });

    it('F4, C4: an address of somebody else, or one the contact has already, does not convert', async () => {
      await make(text('F', { scope: 'contact' }));
      await createPeople(
        db(),
        person('Ada Berg', { email: 'ada@berg.example', fields: { f: 'ADA@berg.example' } }),
        person('Jan Weiß', { fields: { f: 'ada@berg.example' } }),
        person('Max Tal', { fields: { f: 'max@tal.example' } }),
        person('Mia Tal', { fields: { f: 'max@tal.example' } }),
      );
      const before = await db().contents();
      await expect(become('email')).rejects.toMatchObject({
        code: 'VALUES_DO_NOT_CONVERT',
        details: {
          count: 3,
          values: [
            { record: { id: 1 }, reason: "it is in the contact's primary e-mail already" },
            { record: { id: 2 }, reason: 'it belongs to contact 1 "Ada Berg"' },
            { record: { id: 4 }, reason: 'it belongs to another contact of this batch' },
          ],
        },
      });
      expect(await db().contents()).toBe(before);
    });
  });
});
