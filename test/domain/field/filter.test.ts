import { beforeEach, describe, expect, it } from 'vitest';
import { listAccounts } from '../../../src/domain/account/list.ts';
import type { AccountQuery } from '../../../src/domain/account/model.ts';
import { createAccounts } from '../../../src/domain/account/operations.ts';
import { listContacts } from '../../../src/domain/contact/list.ts';
import type { ContactQuery } from '../../../src/domain/contact/model.ts';
import { createContacts } from '../../../src/domain/contact/operations.ts';
import type { Comparison, FieldFilter } from '../../../src/domain/field/model.ts';
import { changeOptions } from '../../../src/domain/field/options.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { account, collect, create, createPeople, person } from '../fixtures.ts';
import { fieldBook, text } from './book.ts';

const is = (field: string, comparison: Comparison, value: string): FieldFilter => ({
  field,
  comparison,
  value,
});
const has = (field: string, present = true): FieldFilter => ({ field, present });

describe('lists by custom fields', () => {
  onEachDatabase((db) => {
    const { make } = fieldBook(db);
    const named = (query: AccountQuery) =>
      db().read(async (deps) => {
        const { rows, total } = await listAccounts(deps, query);
        const names = (await collect(rows)).map(({ name }) => name).join('');
        if (query.limit === undefined) expect(await total()).toBe(names.length);
        return names;
      });
    const people = (query: ContactQuery) =>
      db().read(async (deps) =>
        (await collect((await listContacts(deps, query)).rows)).map(({ name }) => name).join(''),
      );
    const where = (...fields: FieldFilter[]) => named({ fields });

    beforeEach(async () => {
      await make(
        text('Note'),
        text('Size', { type: 'number' }),
        text('Founded', { type: 'date' }),
        text('Audited', { type: 'checkbox' }),
        text('Fax', { type: 'phone' }),
        text('Form', { type: 'dropdown', options: ['GmbH', 'AG'] }),
        text('Advice', { type: 'multi-dropdown', options: ['Law', 'Tax', 'Books'] }),
        text('Second', { scope: 'contact', type: 'email' }),
      );
    });

    describe('Q3', () => {
      beforeEach(() =>
        create(
          db(),
          account('A', {
            fields: {
              note: 'Straße',
              size: 9,
              founded: '2024-01-31',
              audited: true,
              form: 'GmbH',
              advice: 'Tax,Law',
            },
          }),
          account('B', {
            fields: {
              note: 'x'.repeat(300),
              size: -10,
              founded: '1999-12-31',
              audited: false,
              form: 'AG',
              advice: 'Tax',
            },
          }),
          account('C', {
            fields: { note: `${'x'.repeat(300)}y`, size: 10.5, fax: '+49 30 1234567', advice: 'Books' },
          }),
          account('D'),
        ),
      );

      it.each<[string, FieldFilter[], string]>([
        ['text, compared like names', [is('note', '=', ' STRASSE ')], 'A'],
        ['long text, whole', [is('note', '=', 'x'.repeat(300))], 'B'],
        ['not, also without a value', [is('note', '!=', 'strasse')], 'BCD'],
        ['number', [is('size', '=', '9.0')], 'A'],
        ['number <', [is('size', '<', '9')], 'B'],
        ['number <=', [is('size', '<=', '9')], 'AB'],
        ['number >', [is('size', '>', '9')], 'C'],
        ['number >=', [is('size', '>=', '-10')], 'ABC'],
        ['number !=', [is('size', '!=', '9')], 'BCD'],
        ['date', [is('founded', '>=', '2000-01-01')], 'A'],
        ['checkbox', [is('Audited', '=', 'nein')], 'B'],
        ['phone, in another spelling', [is('fax', '=', '+49301234567')], 'C'],
        ['dropdown by label', [is('form', '=', 'gmbh')], 'A'],
        ['dropdown, not', [is('form', '!=', 'GmbH')], 'BCD'],
        ['multi, one of several', [is('advice', '=', 'Tax')], 'AB'],
        ['multi, all of them', [is('advice', '=', 'Tax,Law')], 'A'],
        ['multi, not', [is('advice', '!=', 'Tax,Law')], 'BCD'],
        ['with a value', [has('founded')], 'AB'],
        ['without a value', [has('advice', false)], 'D'],
        ['all must hold', [has('size'), is('size', '<', '10'), is('form', '!=', 'AG')], 'A'],
      ])('filters: %s', async (_what, filters, names) => {
        expect(await where(...filters)).toBe(names);
      });

      it('sorts: those without a value come last in either direction', async () => {
        expect(await named({ sortField: 'size' })).toBe('BACD');
        expect(await named({ sortField: 'size', descending: true })).toBe('CABD');
        expect(await named({ sortField: 'form' })).toBe('ABCD');
        expect(await named({ sortField: 'advice' })).toBe('ABCD');
        expect(await named({ sortField: 'advice', descending: true })).toBe('CBAD');
        await db().write((deps) => changeOptions(deps, { field: 'form', changes: { order: ['AG'] } }));
        expect(await named({ sortField: 'form' })).toBe('BACD');
        expect(await named({ sortField: 'size', fields: [has('form')] })).toBe('BA');
        expect(await named({ sortField: 'founded', limit: 1, page: 2 })).toBe('A');
        expect(await named({ sortField: 'founded', limit: 2, page: 2 })).toBe('CD');
        expect(await named({ sortField: 'founded', limit: 3, page: 2 })).toBe('D');
        expect(await named({ sortField: 'founded', limit: 3, page: 3 })).toBe('');
        expect(await named({ sortField: 'founded', limit: 3 })).toBe('BAC');
      });

      it('refuses what cannot be compared', async () => {
        await expect(where(is('note', '<', 'a'))).rejects.toMatchObject({
          kind: 'usage',
          code: 'INVALID_FIELD_FILTER',
          message: expect.stringContaining('= and !='),
        });
        await expect(where(is('size', '>', 'big'))).rejects.toMatchObject({ code: 'INVALID_FIELD_VALUE' });
        await expect(where(is('form', '=', 'UG'))).rejects.toMatchObject({
          message: expect.stringContaining('"GmbH"'),
        });
        await expect(where(is('size', '=', ' '))).rejects.toMatchObject({
          hint: expect.stringContaining('--no-field size'),
        });
        await expect(where(is('sise', '=', '1'))).rejects.toMatchObject({ code: 'FIELD_NOT_FOUND' });
        await expect(named({ sortField: 'second' })).rejects.toMatchObject({ code: 'FIELD_NOT_FOUND' });
      });
    });

    it('Q3, F4: contacts by the e-mails in their fields', async () => {
      await createPeople(
        db(),
        person('A', { email: 'z@x.yz', fields: { second: 'B@x.yz' } }),
        person('B', { email: 'b2@x.yz' }),
        person('C', { fields: { second: 'a@x.yz' } }),
      );
      expect(await people({ fields: [is('second', '=', 'b@X.yz')] })).toBe('A');
      expect(await people({ fields: [is('second', '=', 'b2@x.yz')] })).toBe('');
      expect(await people({ fields: [is('second', '!=', 'b@x.yz')] })).toBe('BC');
      expect(await people({ fields: [has('second')] })).toBe('AC');
      expect(await people({ fields: [has('second', false)] })).toBe('B');
      expect(await people({ sortField: 'second' })).toBe('CAB');
      expect(await people({ sortField: 'second', descending: true })).toBe('ACB');
    });

    it('Q3: the order is total across pages of 500 rows, with values and without', async () => {
      const count = 1_700;
      const sizeOf = (id: number) => (id % 3 === 0 ? undefined : (id * 7919) % 40);
      const ids = Array.from({ length: count }, (_, index) => index + 1);
      await db().write((deps) =>
        createContacts(
          deps,
          ids.map((id) => person(`N${id}`)),
        ),
      );
      await db().write((deps) =>
        createAccounts(
          deps,
          ids.map((id) => ({ contacts: [{ id }], fields: { size: sizeOf(id) ?? null } })),
        ),
      );
      for (const descending of [false, true]) {
        const turn = descending ? -1 : 1;
        const expected = [...ids].sort((a, b) => {
          const [one, other] = [sizeOf(a), sizeOf(b)];
          if (one !== undefined && other !== undefined) return turn * (one - other || a - b);
          return one === other ? turn * (a - b) : one === undefined ? 1 : -1;
        });
        const listed = async (query: AccountQuery) =>
          db().read(async (deps) =>
            (await collect((await listAccounts(deps, { sortField: 'size', descending, ...query })).rows)).map(
              ({ id }) => id,
            ),
          );
        expect(await listed({})).toEqual(expected);
        expect(await listed({ limit: 600, page: 2 })).toEqual(expected.slice(600, 1_200));
        expect(await listed({ limit: 400, page: 4 })).toEqual(expected.slice(1_200, 1_600));
      }
    });

    it('Q3: the index by field and value is used, not a walk over all accounts', async () => {
      if (db().kind !== 'sqlite') return;
      const plan = await db().read(async (deps) => {
        const lines = await deps.trx.raw(
          `explain query plan select accounts.id from accounts inner join account_field_values as v on v.account_id = accounts.id
           where v.field_id = 1 and (v.sort, v.account_id) > ('a', 1) order by v.sort, v.account_id limit 500`,
        );
        return (lines as Array<{ detail: string }>).map(({ detail }) => detail).join('\n');
      });
      expect(plan).toContain('account_field_values_by_sort');
      expect(plan).not.toContain('TEMP B-TREE');
    });
  });
});
