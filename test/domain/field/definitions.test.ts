import { describe, expect, it } from 'vitest';
import { listFields, showField } from '../../../src/domain/field/list.ts';
import type { FieldType } from '../../../src/domain/field/model.ts';
import { editFields } from '../../../src/domain/field/operations.ts';
import { deleteFields } from '../../../src/domain/field/removal.ts';
import { newField } from '../../../src/domain/field/schema.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { account, audit, create } from '../fixtures.ts';
import { fieldBook, text } from './book.ts';

describe('custom fields', () => {
  onEachDatabase((db) => {
    const { make, keys, field, set, valuesOf, entriesFrom, entryCount } = fieldBook(db);
    const edit = (reference: string, patch: { label?: string; position?: number; type?: FieldType }) =>
      db().write((deps) => editFields(deps, [{ field: reference, patch }]));

    it('F1: accounts and contacts have sets of their own, each with its own keys, labels and order', async () => {
      await make(
        text('Größe'),
        text('Größe', { scope: 'contact', type: 'number' }),
        text('Form', { type: 'dropdown', options: ['GmbH', 'AG'], position: 1 }),
      );
      expect(await keys('account')).toEqual(['form', 'groesse']);
      expect(await keys('contact')).toEqual(['groesse']);
      expect(await keys()).toEqual(['form', 'groesse', 'groesse']);
      expect(await field('form')).toMatchObject({
        scope: 'account',
        position: 1,
        uses: 0,
        options: [{ label: 'GmbH' }, { label: 'AG' }],
      });
      expect(
        (await audit(db())).map(({ record, action, changes }) => [record, action, changes.key?.to]),
      ).toEqual([
        ['field', 'created', 'groesse'],
        ['field', 'created', 'groesse'],
        ['field', 'created', 'form'],
      ]);
    });

    it('F1: the same again is unchanged; a taken key or label is refused, naming the field', async () => {
      await make(text('Form', { type: 'dropdown', options: ['A', 'B'] }));
      const before = await db().contents();
      expect(await make(text(' Form ', { type: 'dropdown' }))).toMatchObject([
        { outcome: 'unchanged', key: 'form' },
      ]);
      expect(await db().contents()).toBe(before);
      const taken = { kind: 'refused', code: 'FIELD_EXISTS', details: { key: 'form' } };
      await expect(make(text('FORM'))).rejects.toMatchObject(taken);
      await expect(make(text('Form'))).rejects.toMatchObject(taken);
      await expect(make(text('Other', { key: 'form' }))).rejects.toMatchObject(taken);
      await expect(make(text('Form', { type: 'dropdown', options: ['B', 'A'] }))).rejects.toMatchObject(
        taken,
      );
      expect(await db().contents()).toBe(before);
    });

    it('F1: keys are kebab-case, not reserved, and asked for where the label gives none', async () => {
      for (const key of ['Tax', 'a--b', '-a', 'a_b', 'primary', 'unlinked', '', 'x'.repeat(61)]) {
        expect(newField.safeParse(text('Tax', { key })).success, key).toBe(false);
      }
      for (const label of ['姓名', 'Primary', ' Unlinked! ']) {
        await expect(make(text(label))).rejects.toMatchObject({ kind: 'usage', code: 'KEY_NEEDED' });
      }
      await make(text('姓名', { key: 'name-zh' }));
      expect(await keys()).toEqual(['name-zh']);
    });

    it('F1: options are for dropdowns, each once', async () => {
      await expect(make(text('Form', { options: ['A'] }))).rejects.toMatchObject({ code: 'NO_DROPDOWN' });
      const twice = make(text('Form', { type: 'dropdown', options: ['AG', ' ag '] }));
      await expect(twice).rejects.toMatchObject({ kind: 'usage', code: 'OPTIONS_REPEATED' });
      expect(newField.safeParse(text('Form', { type: 'dropdown', options: ['id:7'] })).success).toBe(false);
    });

    it('F1: label and place change, the key and the values stay', async () => {
      await create(db(), account('A'));
      await make(text('One'), text('Two'), text('Three'));
      await set(1, { one: '1', two: '2', three: '3' });
      expect(Object.keys((await valuesOf(1))[0] ?? {})).toEqual(['one', 'two', 'three']);
      const start = await entryCount();
      expect(await edit('three', { position: 1 })).toMatchObject([{ outcome: 'updated', position: 1 }]);
      expect(await edit('one', { label: 'Eins', position: 99 })).toMatchObject([{ key: 'one', position: 3 }]);
      expect(await edit('one', { label: 'Eins', position: 99 })).toMatchObject([{ outcome: 'unchanged' }]);
      expect(await valuesOf(1)).toEqual([{ three: '3', two: '2', one: '1' }]);
      expect(Object.keys((await valuesOf(1))[0] ?? {})).toEqual(['three', 'two', 'one']);
      expect(await entriesFrom(start)).toEqual([
        ['field', 3, { position: { from: 3, to: 1 } }],
        ['field', 1, { label: { from: 'One', to: 'Eins' }, position: { from: 2, to: 3 } }],
      ]);
      await expect(edit('one', { label: 'TWO' })).rejects.toMatchObject({ code: 'FIELD_EXISTS' });
      expect(await edit('one', { label: 'EINS' })).toMatchObject([{ label: 'EINS' }]);
    });

    it('a field is named by key, by scope and key, or by its exact label; several are an error that names them', async () => {
      await make(text('Tax number'), text('Tax number', { scope: 'contact' }), text('Form'));
      const show = (reference: string) => db().read((deps) => showField(deps, reference));
      expect(await show('form')).toMatchObject({ key: 'form' });
      expect(await show(' FORM ')).toMatchObject({ key: 'form' });
      expect(await show('contact:tax-number')).toMatchObject({ scope: 'contact' });
      expect(await show('account:Tax Number')).toMatchObject({ scope: 'account' });
      await expect(show('tax-number')).rejects.toMatchObject({
        kind: 'not-found',
        code: 'FIELD_AMBIGUOUS',
        message: expect.stringContaining('account:tax-number "Tax number", contact:tax-number "Tax number"'),
      });
      await expect(show('contact:form')).rejects.toMatchObject({
        kind: 'not-found',
        code: 'FIELD_NOT_FOUND',
      });
      await expect(show('fomr')).rejects.toMatchObject({
        hint: expect.stringMatching(/^Did you mean "form"\? Valid keys: .*account:form/),
      });
    });

    it('F3: deleting a field takes its values along, with an entry for each record', async () => {
      await create(db(), account('A'), account('B'), account('C'));
      await make(text('Note'), text('Form', { type: 'multi-dropdown', options: ['X', 'Y'] }));
      await set(1, { note: 'n', form: ['X', 'Y'] });
      await set(3, { form: 'Y' });
      expect(await db().read(listFields)).toMatchObject([{ uses: 1 }, { key: 'form', uses: 2 }]);
      const start = await entryCount();
      const deleted = await db().write((deps) => deleteFields(deps, ['form', 'account:form']));
      expect(deleted).toMatchObject([{ outcome: 'deleted', key: 'form', uses: 2 }]);
      expect(await valuesOf(1, 3)).toEqual([{ note: 'n' }, {}]);
      expect(await entriesFrom(start)).toEqual([
        ['account', 1, { 'fields.form': { from: ['X', 'Y'], to: null } }],
        ['account', 3, { 'fields.form': { from: ['Y'], to: null } }],
        [
          'field',
          2,
          {
            scope: { from: 'account', to: null },
            key: { from: 'form', to: null },
            label: { from: 'Form', to: null },
            type: { from: 'multi-dropdown', to: null },
            options: { from: ['X', 'Y'], to: null },
          },
        ],
      ]);
    });
  });
});
