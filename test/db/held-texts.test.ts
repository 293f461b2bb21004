import { describe, expect, it } from 'vitest';
import { insertRows, query, queryByTexts, updateRows } from '../../src/db/bulk.ts';
import { type HeldColumn, HeldTexts } from '../../src/db/held-texts.ts';
import type { Deps } from '../../src/domain/deps.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const columns = { key: 'text', value: 'text', updated_at: 'text' } as const;
const column: HeldColumn = 'settings.key';

describe('texts that are certainly not held', () => {
  onEachDatabase((db) => {
    /** Deps that believe the table to be empty: what they find shows what they asked for. */
    const believing = (deps: Deps) => ({ ...deps, held: new HeldTexts([{ columns: [column] }]) });
    const found = async (deps: Deps, ...keys: string[]) =>
      (
        await queryByTexts<{ key: string }>(
          deps,
          `select key from settings where key in {texts} and updated_at = 'now' order by key`,
          keys,
          [column],
        )
      ).map(({ key }) => key);

    it('are not asked for; what is written through the session is', async () => {
      await db().write(async (deps) => {
        await insertRows(deps, 'settings', columns, [['unseen', 'value', 'now']]);
        const own = believing(deps);
        await insertRows(own, 'settings', columns, [['a', 'other', 'now']]);
        expect(await found(own, 'a', 'unseen', 'absent')).toEqual(['a']);
        await updateRows(own, 'settings', { value: 'text', key: 'text' }, [['other', 'b']]);
        expect(await found(own, 'a', 'unseen', 'b')).toEqual(['b']);
      });
    });

    it('are not known any more where a statement writes what it may', async () => {
      await db().write(async (deps) => {
        await insertRows(deps, 'settings', columns, [['unseen', 'value', 'now']]);
        const own = believing(deps);
        await query(own, `delete from settings where key = 'absent'`);
        expect(await found(own, 'unseen')).toEqual([]);
        await query(own, `update settings set value = 'other' where key = 'unseen'`);
        expect(await found(own, 'unseen')).toEqual(['unseen']);
      });
    });
  });

  it('whose they are is known of columns with an owner, until a statement writes what it may', () => {
    const columns = ['contact_emails.address_key', 'account_access.address_key'] as const;
    const held = new HeldTexts([{ columns, owner: 'contact_id' }, { columns: ['accounts.name_key'] }]);
    const rows = [
      { key: 'a@x.example', whose: 7 },
      { key: 'b@x.example', whose: 8 },
      { key: 'a@x.example', whose: 9 },
    ];
    held.note('contact_emails', ['contact_id', 'address_key'], rows, ['whose', 'key']);
    held.note('account_access', ['address_key', 'contact_id'], rows.slice(0, 1), ['key', 'whose']);
    expect(held.mayHold(columns, 'a@x.example')).toBe(true);
    expect(held.mayHold(columns, 'c@x.example')).toBe(false);
    expect(held.ownersOf(columns, ['a@x.example', 'c@x.example'])?.sort()).toEqual([7, 9]);
    expect(held.ownersOf(columns, ['c@x.example'])).toEqual([]);
    expect(held.ownersOf(['accounts.name_key'], ['a'])).toBeUndefined();
    expect(held.knowsOwners(columns)).toBe(true);
    held.noteStatement('update account_access set address_key = lower(address_key)');
    expect(held.knowsOwners(columns)).toBe(false);
    expect(held.ownersOf(columns, ['a@x.example'])).toBeUndefined();
    expect(held.mayHold(columns, 'c@x.example')).toBe(true);
  });

  it('a column may hold what it is looked for by, too, and one that is not known may hold all', () => {
    const held = new HeldTexts([{ columns: ['accounts.name_key'], others: (name) => [name.slice(0, 4)] }]);
    held.note(
      'accounts',
      ['id', 'name_key'],
      [
        { id: 1, name: 'anna (2)' },
        { id: 2, name: null },
      ],
      ['id', 'name'],
    );
    expect(held.mayHold(['accounts.name_key'], 'anna (2)')).toBe(true);
    expect(held.mayHold(['accounts.name_key'], 'anna')).toBe(true);
    expect(held.mayHold(['accounts.name_key'], 'bert')).toBe(false);
    expect(held.mayHold(['accounts.name_key', 'contacts.name_key'], 'bert')).toBe(true);
  });
});
