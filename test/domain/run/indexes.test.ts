import { describe, expect, it } from 'vitest';
import { query } from '../../../src/db/bulk.ts';
import { createContacts } from '../../../src/domain/contact/operations.ts';
import { readAddressOwners } from '../../../src/domain/contact/repository.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { heldTexts } from '../../../src/domain/run/held.ts';
import { SpareIndexes } from '../../../src/domain/run/indexes.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { importRows } from '../../transfer/import/clients.ts';
import { person } from '../fixtures.ts';

const settled = async () => {};
const clients = { findsContactsByName: false };
const contacts = { findsContactsByName: true };

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
        const spare = await SpareIndexes.of(deps, clients);
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
        expect(gone).toBe(isSqlite() ? 6 : 0);
        expect(waits).toBe(1);
        await createContacts(deps, [person('Ada Alt', { email: 'ada@alt.example' })]);
        await spare.complete();
        await spare.complete();
        expect(await indexes(deps)).toEqual(before);
      }));

    it('stay where contacts are found by them; those of e-mails go where it is held who has which', async ({
      skip,
    }) => {
      skip(!isSqlite(), 'PostgreSQL keeps them all the while');
      await db().write(async (deps) => {
        const before = await indexes(deps);
        const gone = async () => {
          const left = new Set(await indexes(deps));
          return before.flatMap((made) => (left.has(made) ? [] : /index (\w+)/i.exec(made)?.[1]));
        };
        const named = await SpareIndexes.of(deps, contacts);
        await named.made(8_000, settled);
        expect(await gone()).not.toContain('contacts_by_name_key');
        await named.complete();
        const own = { ...deps, held: await heldTexts(deps) };
        const spare = await SpareIndexes.of(own, clients);
        await spare.made(8_000, settled);
        expect(await gone()).toEqual(
          expect.arrayContaining(['contacts_by_name_key', 'contact_emails_by_address']),
        );
        const [ada] = await createContacts(own, [person('Ada Alt', { email: 'ada@alt.example' })]);
        expect(await readAddressOwners(own, ['ada@alt.example', 'ben@alt.example'])).toEqual([
          { addressKey: 'ada@alt.example', contactId: ada?.id, name: 'Ada Alt' },
        ]);
        // Whoever writes e-mails by a statement of its own ends what is known of them: they have to be found again.
        await query(own, `update contact_emails set address_key = 'ada@neu.example'`);
        expect(await readAddressOwners(own, ['ada@neu.example'])).toHaveLength(1);
        await spare.made(9_000, settled);
        expect(await gone()).not.toContain('contact_emails_by_address');
        expect(await gone()).toContain('contacts_by_name_key');
        await spare.complete();
        expect(await indexes(deps)).toEqual(before);
      });
    });

    it('stay where much more was there before', () =>
      db().write(async (deps) => {
        await deps.trx('contacts').insert({
          ...{ id: 100_000, display_name: 'Z', name_key: 'z', name_sort: 'z', search_text: 'z' },
          ...{ created_at: 'then', updated_at: 'then' },
        });
        const before = await indexes(deps);
        const spare = await SpareIndexes.of(deps, clients);
        await spare.made(49_999, settled);
        expect(await indexes(deps)).toEqual(before);
      }));

    it('C4: refuse an address of two contacts when they are made anew', async () => {
      const twice = db().write(async (deps) => {
        const spare = await SpareIndexes.of(deps, clients);
        await spare.made(8_000, settled);
        await createContacts(deps, [person('Ada Alt', { email: 'ada@alt.example' }), person('Ben Berg')]);
        const email = { contact_id: 2, source: 'primary', address: 'ADA@alt.example', shared: 0 };
        await deps.trx('contact_emails').insert({ ...email, address_key: 'ada@alt.example' });
        await spare.complete();
      });
      await expect(twice).rejects.toMatchObject({ kind: 'refused' });
      expect(await db().database.schema.differences()).toEqual([]);
    });

    it.each(['clients', 'contacts'] as const)(
      'are all there after an import of thousands of new %s, in which everybody was found without them',
      async (kind) => {
        const rows = Array.from({ length: kind === 'clients' ? 4_001 : 8_001 }, (_, at) => ({
          'First name': `Ada ${at}`,
          'E-mail': `a${at}@x.example`,
        }));
        const more = [
          { 'First name': 'Ada 8', 'E-mail': 'A8@x.example' },
          { 'First name': 'Ben', 'E-mail': 'a9@x.example' },
          { 'First name': 'Ben', 'E-mail': 'a9@x.example' },
          { 'First name': 'Cleo', 'E-mail': '' },
          { 'First name': 'Cleo', 'E-mail': '' },
        ];
        // In a list of contacts, who has no more than a name is somebody else in each line.
        const newcomers = rows.length + (kind === 'clients' ? 2 : 3);
        const options = { kind, allowSharedEmail: true };
        await db().write(async (deps) => {
          const first = await importRows(deps, [...rows, ...more], options);
          expect(first).toMatchObject({
            created: { contacts: newcomers },
            rows: rows.length + more.length,
          });
          const again = await importRows(deps, [...rows, ...more], options);
          expect(again).toMatchObject({ created: { contacts: 0 }, unchanged: rows.length + more.length });
        });
        expect(await db().database.schema.differences()).toEqual([]);
      },
    );
  });
});
