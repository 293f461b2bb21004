import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../../src/db/open.ts';
import { editAccounts } from '../../../src/domain/account/operations.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { createFields, editFields } from '../../../src/domain/field/operations.ts';
import { changeOptions } from '../../../src/domain/field/options.ts';
import { deleteFields } from '../../../src/domain/field/removal.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { account, create, gate } from '../fixtures.ts';
import { fieldBook, text } from './book.ts';

type Change = (deps: Deps) => Promise<unknown>;

describe('custom fields and two programs at once', () => {
  onEachDatabase((db) => {
    const { make, field, valuesOf, keys } = fieldBook(db);
    /** Begins `second` when `first` has written and before it commits; the codes of refusals. */
    const meet = async (first: Change, second: Change) => {
      const other = openDatabase(db().location);
      try {
        const { opened: written, open: tellWritten } = gate();
        const one = db().write(async (deps) => {
          await first(deps);
          tellWritten();
          await new Promise((resolve) => setTimeout(resolve, 150));
        });
        await written;
        const settled = await Promise.allSettled([
          one,
          other.write((trx, dialect) => second(testDeps(trx, dialect, { actor: 'other' })), {
            dryRun: false,
          }),
        ]);
        return settled.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason.code] : []));
      } finally {
        await other.close();
      }
    };
    const creating =
      (...fields: Parameters<typeof make>): Change =>
      (deps) =>
        createFields(deps, fields);
    const setting =
      (fields: Record<string, string>): Change =>
      (deps) =>
        editAccounts(deps, [{ id: 1, patch: { fields } }]);

    it('F1: the same field created twice is there once; another one of that name is refused by us', async () => {
      expect(await meet(creating(text('Note')), creating(text('Note')))).toEqual([]);
      expect(await meet(creating(text('Form')), creating(text('Form', { type: 'date' })))).toEqual([
        'FIELD_EXISTS',
      ]);
      expect(await meet(creating(text('One')), creating(text('Two')))).toEqual([]);
      expect(await keys()).toEqual(['note', 'form', 'one', 'two']);
      expect((await field('two'))?.position).toBe(4);
    });

    it('F3: the same option added twice is there once', async () => {
      await make(text('Form', { type: 'dropdown', options: ['A'] }));
      const add: Change = (deps) => changeOptions(deps, { field: 'form', changes: { add: ['B'] } });
      expect(await meet(add, add)).toEqual([]);
      expect((await field('form'))?.options.map(({ label }) => label)).toEqual(['A', 'B']);
    });

    it('F3: a value that is just being set is converted, or refused, with the others', async () => {
      await make(text('Note'));
      await create(db(), account('A'), account('B', { fields: { note: '1' } }));
      const convert: Change = (deps) => editFields(deps, [{ field: 'note', patch: { type: 'number' } }]);
      expect(await meet(setting({ note: 'abc' }), convert)).toEqual(['VALUES_DO_NOT_CONVERT']);
      expect(await meet(setting({ note: '42' }), convert)).toEqual([]);
      expect(await valuesOf(1, 2)).toEqual([{ note: 42 }, { note: 1 }]);
    });

    it('F3: a value is checked by the type that the field has just been given', async () => {
      await make(text('Note'));
      await create(db(), account('A'));
      const convert: Change = (deps) => editFields(deps, [{ field: 'note', patch: { type: 'number' } }]);
      expect(await meet(convert, setting({ note: 'abc' }))).toEqual(['INVALID_FIELD_VALUE']);
      expect(await valuesOf(1)).toEqual([{}]);
    });

    it('F3: an option or a field that was removed meanwhile cannot be chosen any more', async () => {
      await make(text('Form', { type: 'dropdown', options: ['A', 'B'] }));
      await create(db(), account('A'));
      const remove: Change = (deps) => changeOptions(deps, { field: 'form', changes: { remove: ['A'] } });
      expect(await meet(remove, setting({ form: 'A' }))).toEqual(['INVALID_FIELD_VALUE']);
      const destroy: Change = (deps) => deleteFields(deps, ['form']);
      expect(await meet(destroy, setting({ form: 'B' }))).toEqual(['FIELD_NOT_FOUND']);
    });

    it('F2: values that two programs set at the same moment are both there', async () => {
      await make(text('Note'));
      await create(db(), account('A'), account('B'));
      const other: Change = (deps) => editAccounts(deps, [{ id: 2, patch: { fields: { note: 'y' } } }]);
      expect(await meet(setting({ note: 'x' }), other)).toEqual([]);
      expect(await valuesOf(1, 2)).toEqual([{ note: 'x' }, { note: 'y' }]);
    });
  });
});
