import { describe, expect, it } from 'vitest';
import { createContacts } from '../../../src/domain/contact/operations.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { SpareIndexes } from '../../../src/domain/run/indexes.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { importRows } from '../../transfer/import/clients.ts';
import { person } from '../fixtures.ts';

const settled = async () => {};

describe('indexes while many records come', () => {
  onEachDatabase((db) => {
    /** What indexes there are, as the statements that make them. */
    const indexes = async ({ trx, dialect }: Deps): Promise<string[]> => {
      const sql =
        dialect.name === 'sqlite'
          ? `select sql as made from sqlite_schema where type = 'index' and sql is not null order by name`
          : `select indexdef as made from pg_indexes where schemaname = current_schema() order by indexname`;
      return dialect.rows<{ made: string }>(await trx.raw(sql)).map(({ made }) => made);
    };
    const isSqlite = () => db().kind === 'sqlite';

    it('are set aside behind what is being written, and made anew as they were', () =>
      db().write(async (deps) => {
        const before = await indexes(deps);
        const spare = await SpareIndexes.of(deps);
        let waits = 0;
        const counted = async () => {
          waits += 1;
        };
        await spare.made(7_999, counted);
        expect(await indexes(deps)).toEqual(before);
        expect(waits).toBe(0);
        await spare.made(8_000, counted);
        await spare.made(12_000, counted);
        const gone = before.length - (await indexes(deps)).length;
        expect(gone).toBe(isSqlite() ? 5 : 0);
        expect(waits).toBe(1);
        await createContacts(deps, [person('Ada Alt', { email: 'ada@alt.example' })]);
        await spare.complete();
        await spare.complete();
        expect(await indexes(deps)).toEqual(before);
      }));

    it('stay where much more was there before', () =>
      db().write(async (deps) => {
        await deps.trx('contacts').insert({
          ...{ id: 100_000, display_name: 'Z', name_key: 'z', name_sort: 'z', search_text: 'z' },
          ...{ created_at: 'then', updated_at: 'then' },
        });
        const before = await indexes(deps);
        const spare = await SpareIndexes.of(deps);
        await spare.made(49_999, settled);
        expect(await indexes(deps)).toEqual(before);
      }));

    it('C4: refuse an address of two contacts when they are made anew', async () => {
      const twice = db().write(async (deps) => {
        const spare = await SpareIndexes.of(deps);
        await spare.made(8_000, settled);
        await createContacts(deps, [person('Ada Alt', { email: 'ada@alt.example' }), person('Ben Berg')]);
        const email = { contact_id: 2, source: 'primary', address: 'ADA@alt.example', shared: 0 };
        await deps.trx('contact_emails').insert({ ...email, address_key: 'ada@alt.example' });
        await spare.complete();
      });
      await expect(twice).rejects.toMatchObject({ kind: 'refused' });
      expect(await db().database.schema.differences()).toEqual([]);
    });

    it('are all there after an import of thousands of new clients', async ({ skip }) => {
      skip(!isSqlite(), 'PostgreSQL keeps them all the while');
      const rows = Array.from({ length: 4_001 }, (_, at) => ({
        'First name': `Ada ${at}`,
        'E-mail': `a${at}@x.example`,
      }));
      await db().write(async (deps) => {
        expect(await importRows(deps, rows)).toMatchObject({ created: { accounts: 4_001, contacts: 4_001 } });
      });
      expect(await db().database.schema.differences()).toEqual([]);
    });
  });
});
