import { describe, expect, it } from 'vitest';
import {
  archiveAccounts,
  createAccounts,
  deleteAccounts,
  editAccounts,
} from '../../../src/domain/account/operations.ts';
import { showAccount } from '../../../src/domain/account/record.ts';
import { createContacts } from '../../../src/domain/contact/operations.ts';
import { editFields } from '../../../src/domain/field/operations.ts';
import { changeOptions } from '../../../src/domain/field/options.ts';
import { phoneReader } from '../../../src/domain/field/phone.ts';
import { ReadText } from '../../../src/domain/field/read-text.ts';
import { knownFields } from '../../../src/domain/field/references.ts';
import { valuesOfRecords } from '../../../src/domain/field/repository.ts';
import { isUnfit } from '../../../src/domain/field/rules.ts';
import { fieldInputs } from '../../../src/domain/field/schema.ts';
import { fieldPairs } from '../../../src/domain/field/values.ts';
import { changeFirm } from '../../../src/domain/firm/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { account, audit, create, createPeople, person } from '../fixtures.ts';
import { fieldBook, text } from './book.ts';

describe('values of custom fields', () => {
  onEachDatabase((db) => {
    const { make, set, valuesOf, contactValues, field, entriesFrom, entryCount } = fieldBook(db);

    it('F2: every type is set on create and on edit, and comes back in the types of JSON', async () => {
      await make(
        text('Text'),
        text('Number', { type: 'number' }),
        text('Date', { type: 'date' }),
        text('Checkbox', { type: 'checkbox' }),
        text('Url', { type: 'url' }),
        text('Email', { type: 'email' }),
        text('Phone', { type: 'phone' }),
        text('Dropdown', { type: 'dropdown', options: ['GmbH', 'AG'] }),
        text('Multi', { type: 'multi-dropdown', options: ['Tax', 'Law', 'Books'] }),
      );
      const given = {
        text: ' Zürich ',
        number: '-1234.50',
        date: '2026-03-31',
        checkbox: 'nein',
        url: 'https://weiss.example',
        email: 'Post@Weiss.example',
        phone: '+49301234567',
        dropdown: 'ag',
        multi: 'law,Tax',
      };
      const stored = {
        text: 'Zürich',
        number: -1234.5,
        date: '2026-03-31',
        checkbox: false,
        url: 'https://weiss.example',
        email: 'Post@Weiss.example',
        phone: '+49 30 1234567',
        dropdown: 'AG',
        multi: ['Tax', 'Law'],
      };
      await create(db(), account('A', { fields: given }), account('B'));
      expect(await valuesOf(1, 2)).toEqual([stored, {}]);
      expect(Object.keys((await valuesOf(1))[0] ?? {})).toEqual(Object.keys(stored));
      // What was shown can be given again, and changes nothing.
      const before = await db().contents();
      expect(await set(1, stored)).toMatchObject([{ outcome: 'unchanged' }]);
      expect(await db().contents()).toBe(before);
      expect(await set(2, stored)).toMatchObject([{ outcome: 'updated' }]);
      expect((await valuesOf(2))[0]).toEqual(stored);
      expect(await set(2, Object.fromEntries(Object.keys(stored).map((key) => [key, null])))).toMatchObject([
        { outcome: 'updated' },
      ]);
      expect(await valuesOf(1, 2)).toEqual([stored, {}]);
    });

    it('F2: a change is part of the entry of its record, from what to what', async () => {
      await make(text('Note'), text('Form', { type: 'multi-dropdown', options: ['X', 'Y'] }));
      await create(db(), account('A', { key: 'k', fields: { note: 'one' } }));
      const created = (await audit(db())).find(({ record }) => record === 'account');
      expect(created?.changes).toMatchObject({ key: { to: 'k' }, 'fields.note': { from: null, to: 'one' } });
      const start = await entryCount();
      await db().write((deps) =>
        editAccounts(deps, [{ id: 1, patch: { key: 'j', fields: { note: '', form: ['Y'] } } }]),
      );
      expect(await entriesFrom(start)).toEqual([
        [
          'account',
          1,
          {
            key: { from: 'k', to: 'j' },
            'fields.note': { from: 'one', to: null },
            'fields.form': { from: null, to: ['Y'] },
          },
        ],
      ]);
      await db().write((deps) => archiveAccounts(deps, [1]));
      await db().write((deps) => deleteAccounts(deps, [1]));
      expect((await audit(db())).at(-1)?.changes).toMatchObject({ 'fields.form': { from: ['Y'], to: null } });
      expect(await field('form')).toMatchObject({ uses: 0 });
    });

    it('F2: a field is found by its label, too, but not given twice', async () => {
      await make(text('Tax number', { key: 'vat' }));
      await create(db(), account('A', { fields: { ' TAX  number ': '1' } }));
      expect(await valuesOf(1)).toEqual([{ vat: '1' }]);
      await expect(set(1, { vat: '2', 'Tax number': '3' })).rejects.toMatchObject({
        kind: 'usage',
        code: 'FIELD_GIVEN_TWICE',
      });
    });

    it('F2: a refusal names input, field, what was given and what is allowed; nothing is written', async () => {
      await make(text('Founded', { type: 'date' }));
      const before = await db().contents();
      const wrong = create(db(), account('A'), account('B', { fields: { founded: '31.12.2020' } }));
      await expect(wrong).rejects.toMatchObject({
        kind: 'usage',
        code: 'INVALID_FIELD_VALUE',
        message: expect.stringMatching(
          /^The field "Founded" \(founded\) does not take "31.12.2020": .*YYYY-MM-DD/,
        ),
        details: { index: 1, field: 'fields.founded', given: '31.12.2020' },
      });
      for (const name of ['fonded', '__proto__', 'constructor']) {
        const unknown = create(db(), account('A', { fields: Object.fromEntries([[name, '1']]) }));
        await expect(unknown, name).rejects.toMatchObject({ kind: 'not-found', code: 'FIELD_NOT_FOUND' });
      }
      const contact = createPeople(db(), person('Ada Berg', { fields: { founded: '2020-01-01' } }));
      await expect(contact).rejects.toMatchObject({
        code: 'FIELD_NOT_FOUND',
        message: 'There is no contact field "founded".',
        hint: expect.stringMatching(/^There are none yet .*kontor field list --scope contact/),
      });
      expect(await db().contents()).toBe(before);
    });

    it('F2: the schema takes what JSON has, and nothing else', () => {
      for (const good of [{}, { a: 'x', b: 1, c: true, d: ['x'], e: null }]) {
        expect(fieldInputs.safeParse(good).success).toBe(true);
      }
      for (const bad of [
        [],
        'x',
        null,
        { a: {} },
        { a: [1] },
        { a: undefined },
        { 'a\nb': 'x' },
        { a: '\ud800' },
      ]) {
        expect(fieldInputs.safeParse(bad).success, JSON.stringify(bad)).toBe(false);
      }
    });

    it('F2: a text that was read already is the value, unless the field, its options or the country are others by now', async () => {
      await make(
        text('Note'),
        text('Amount', { type: 'text' }),
        text('Form', { type: 'dropdown', options: ['GmbH', 'AG'] }),
        text('Fax', { type: 'phone' }),
      );
      await db().write((deps) => changeFirm(deps, [{ key: 'country', value: 'DE' }]));
      const given = { note: ' Zürich ', amount: '12.50', form: 'ag', fax: '030 1234567' };
      const read = await db().read(async (deps) => {
        const fields = await knownFields(deps);
        const readPhone = await phoneReader(deps);
        return Object.fromEntries(
          fields.map((field) => {
            const text = ReadText.read(field, given[field.key as keyof typeof given], readPhone);
            if (isUnfit(text)) throw new Error(text.allowed);
            return [field.key, text] as const;
          }),
        );
      });
      expect(fieldInputs.safeParse(read).success).toBe(false);
      await create(db(), account('A', { fields: given }), account('B', { fields: read }));
      const stored = { note: 'Zürich', amount: '12.50', form: 'AG', fax: '+49 30 1234567' };
      expect(await valuesOf(1, 2)).toEqual([stored, stored]);
      const before = await db().contents();
      expect(await set(1, read)).toMatchObject([{ outcome: 'unchanged' }]);
      expect(await db().contents()).toBe(before);

      await db().write(async (deps) => {
        await editFields(deps, [{ field: 'amount', patch: { type: 'number' } }]);
        await changeOptions(deps, { field: 'form', changes: { order: ['AG'] } });
        await changeFirm(deps, [{ key: 'country', value: 'AT' }]);
      });
      await create(db(), account('C', { fields: given }), account('D', { fields: read }));
      const anew = { ...stored, amount: 12.5, fax: '+43 3012 34567' };
      expect(await valuesOf(3, 4)).toEqual([anew, anew]);
      const sorts = await db().read((deps) => valuesOfRecords(deps, 'account', [3, 4]));
      const sortsOf = (id: number) =>
        sorts.filter(({ recordId }) => recordId === id).map(({ fieldId, sort }) => [fieldId, sort]);
      expect(sortsOf(4)).toEqual(sortsOf(3));

      await db().write((deps) => changeOptions(deps, { field: 'form', changes: { remove: ['AG'] } }));
      await expect(create(db(), account('E', { fields: read }))).rejects.toMatchObject({
        code: 'INVALID_FIELD_VALUE',
        message: expect.stringContaining('does not take "ag"'),
        details: { index: 0, field: 'fields.form', given: 'ag' },
      });
    });

    it('F2: a telephone number without + needs the country of the firm', async () => {
      await make(text('Fax', { type: 'phone' }));
      await create(db(), account('A'));
      await expect(set(1, { fax: '030 1234567' })).rejects.toMatchObject({
        code: 'INVALID_FIELD_VALUE',
        message: expect.stringContaining('kontor config set country DE'),
      });
      await db().write((deps) => changeFirm(deps, [{ key: 'country', value: 'DE' }]));
      await set(1, { fax: '(030) 1234-567' });
      expect(await valuesOf(1)).toEqual([{ fax: '+49 30 1234567' }]);
      for (const number of ['123', '+49', 'call 030 1234567', '+999 1234567', '030 12345678901234567']) {
        await expect(set(1, { fax: number }), number).rejects.toMatchObject({ code: 'INVALID_FIELD_VALUE' });
      }
      // Numbers of films and textbooks are possible ones.
      await set(1, { fax: '+1 555 010 9999' });
      await db().write((deps) => changeFirm(deps, [{ key: 'country', value: 'XX' }]));
      await expect(set(1, { fax: '030 1234567' })).rejects.toMatchObject({ code: 'INVALID_FIELD_VALUE' });
    });

    it('F2: thousands of records are written at once, the same again changes nothing', async () => {
      await make(
        text('Note'),
        text('Size', { type: 'number' }),
        text('Form', { type: 'multi-dropdown', options: ['X', 'Y'], scope: 'contact' }),
      );
      const count = 5_500;
      const ids = Array.from({ length: count }, (_, index) => index + 1);
      await db().write((deps) =>
        createContacts(
          deps,
          ids.map((id) => person(`N${id}`, { fields: id % 2 === 0 ? { form: 'X,Y' } : { form: ['Y'] } })),
        ),
      );
      await db().write((deps) =>
        createAccounts(
          deps,
          ids.map((id) => ({ contacts: [{ id }], fields: { note: `n${id}`, size: id } })),
        ),
      );
      expect(await valuesOf(1, count)).toEqual([
        { note: 'n1', size: 1 },
        { note: `n${count}`, size: count },
      ]);
      expect(await contactValues(1, 2)).toEqual([{ form: ['Y'] }, { form: ['X', 'Y'] }]);
      expect(await field('form')).toMatchObject({ uses: count });
      const again = await db().write((deps) =>
        editAccounts(
          deps,
          ids.map((id) => ({ id, patch: { fields: { note: `n${id}`, size: String(id) } } })),
        ),
      );
      expect(new Set(again.map(({ outcome }) => outcome))).toEqual(new Set(['unchanged']));
    });

    it('pages show labels, and values as people read them', async () => {
      await make(
        text('Checked?', { type: 'checkbox' }),
        text('Rechtsform', { type: 'multi-dropdown', options: ['X', 'Y'] }),
      );
      await create(db(), account('A', { fields: { checked: true, rechtsform: 'X,Y' } }));
      const { fields } = await db().read((deps) => showAccount(deps, 1));
      expect(fieldPairs(fields)).toEqual([
        { label: 'Checked?', value: 'yes' },
        { label: 'Rechtsform', value: 'X, Y' },
      ]);
    });
  });
});
