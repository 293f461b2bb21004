import { describe, expect, it } from 'vitest';
import { onEachDatabase } from '../../helpers/databases.ts';
import { onServer } from '../../helpers/global-setup.ts';
import { importRows } from '../../transfer/import/clients.ts';

/** How an import looks for accounts of the same name and a number. */
const lookUp = `explain with wanted as (select (value ->> 0) collate "C" as name_key from jsonb_array_elements('[["a"]]'::jsonb) as value)
  select a.id from wanted w cross join accounts a
  where a.name_key >= w.name_key || ' (' and a.name_key < w.name_key || ' )'`;

describe('what a server knows of tables while an import fills them', () => {
  onEachDatabase((db) => {
    it('B6: stays true when the server tidies up meanwhile: it goes on finding by indexes, not by reading all for each row', async () => {
      if (db().kind !== 'postgres') return;
      await db().write(async (deps) => {
        const rows = Array.from({ length: 4_000 }, (_, index) => ({
          ...{ 'First name': 'Ada', 'Last name': `Alt ${index}`, 'E-mail': `ada${index}@alt.example` },
        }));
        await importRows(deps, rows);
        // What the server does by itself, sooner or later; it sees nothing of what is not committed.
        await onServer(db().location, [
          'vacuum (skip_locked) accounts, contacts, account_contacts, contact_emails',
        ]);
        const { rows: known } = await deps.trx.raw(
          `select relname, reltuples from pg_class where relname in ('accounts', 'contacts', 'contact_emails') order by relname`,
        );
        for (const { relname, reltuples } of known) expect(reltuples, relname).toBeGreaterThanOrEqual(1_000);
        const { rows: plan } = await deps.trx.raw(lookUp);
        expect(JSON.stringify(plan)).toContain('Index Cond');
      });
    });
  });
});
