import { beforeEach, describe, expect, it } from 'vitest';
import { query } from '../../../src/db/bulk.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { listDocuments } from '../../../src/domain/document/list.ts';
import { seeDocuments } from '../../../src/domain/document/operations.ts';
import { documentSection } from '../../../src/domain/document/section.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillAccessBook } from '../access/book.ts';
import { collect } from '../fixtures.ts';
import { add, layOut } from './book.ts';

describe('O1: documents on the overview', () => {
  onEachDatabase((db) => {
    beforeEach(async () => {
      await fillAccessBook(db());
      await layOut(db(), { 'a.txt': 'a' });
    });
    const section = (accountId: number, limit?: number) =>
      db().read((deps) => documentSection(deps, accountId, limit));
    const ids = async (accountId: number, limit?: number) =>
      (await section(accountId, limit)).items.map(({ id }) => id);

    it('is empty before anything was uploaded, whatever the firm added', async () => {
      await add(db(), [{ accountId: 2 }]);
      expect(await section(2)).toEqual({ items: [], total: 0, unseen: 0 });
    });

    it('the newest uploads first, with the number of all and of the new ones', async () => {
      await add(db(), [
        { accountId: 2, contactId: 1, at: '2026-03-02' },
        { accountId: 2, contactId: 1, at: '2026-03-01' },
        { accountId: 2, at: '2026-03-04' },
        { accountId: 2, contactId: 2, at: '2026-03-03' },
        { accountId: 2, contactId: 2, at: '2026-03-02' },
      ]);
      await db().write((deps) => seeDocuments(deps, [1, 5]));
      expect(await ids(2)).toEqual([4, 5, 1, 2]);
      expect(await ids(2, 2)).toEqual([4, 5]);
      expect(await section(2, 2)).toMatchObject({
        total: 4,
        unseen: 2,
        items: [{ new: true, from: { name: 'Ada Berg' } }, { new: false }],
      });
    });

    it('accounts of the same contact never mix', async () => {
      await add(db(), [
        { accountId: 1, contactId: 1 },
        { accountId: 2, contactId: 1 },
      ]);
      await db().write((deps) => seeDocuments(deps, [1]));
      expect(await section(1)).toMatchObject({ total: 1, unseen: 0, items: [{ id: 1, new: false }] });
      expect(await section(2)).toMatchObject({ total: 1, unseen: 1, items: [{ id: 2, new: true }] });
    });

    /** The plans of the statements that some work runs. */
    const plansOf = (work: (deps: Deps) => Promise<unknown>) =>
      db().read(async (deps) => {
        const statements: Array<{ sql: string; bindings: unknown[] }> = [];
        const listen = ({ sql, bindings }: { sql: string; bindings: unknown[] }) => {
          if (/from documents|from "documents"|from `documents`/.test(sql))
            statements.push({ sql, bindings });
        };
        deps.trx.on('query', listen);
        await work(deps);
        deps.trx.removeListener('query', listen);
        expect(statements.length).toBeGreaterThan(0);
        const plans = [];
        for (const { sql, bindings } of statements) {
          const explain = db().kind === 'sqlite' ? 'explain query plan' : 'explain';
          const raw = sql.replaceAll(/\$\d+/g, '?');
          const rows = await query<Record<string, unknown>>(deps, `${explain} ${raw}`, bindings);
          plans.push(rows.map((row) => row.detail ?? row['QUERY PLAN']).join('\n'));
        }
        return plans.join('\n');
      });

    it('by indexes alone, however many there are', async () => {
      await db().write(async (deps) => {
        const rows = JSON.stringify(
          Array.from({ length: 20_000 }, (_, index) => [
            index % 100 === 1 ? 2 : 1,
            index % 3 === 0 ? 'firm' : 'client',
            `2025-01-01T${String(index).padStart(8, '0')}`,
            index % 7 === 1 ? null : '2026-01-01',
          ]),
        );
        const staged = deps.dialect.stagedTable({
          account_id: 'integer',
          side: 'text',
          added_at: 'text',
          seen_at: 'text',
        });
        await query(
          deps,
          `insert into documents (account_id, name, sha256, bytes, media_type, side, author, added_at, seen_at)
           select account_id, 'x', 'x', 1, 'x', side, 'x', added_at, seen_at from ${staged} s`,
          [rows],
        );
      });
      if (db().kind === 'postgres') await db().write(({ trx }) => trx.raw('analyze documents'));
      const overview = await plansOf((deps) => documentSection(deps, 2, 5));
      expect(overview).toContain('documents_of_clients');
      expect(overview).toContain('documents_unseen');
      expect(overview).not.toMatch(/Seq Scan|SCAN documents(?! USING)|TEMP B-TREE|Sort/);
      const unseen = await plansOf((deps) => collect(listDocuments(deps, { unseen: true, limit: 20 }).rows));
      expect(unseen).toContain('documents_new');
      expect(unseen).not.toMatch(/Seq Scan|TEMP B-TREE/);
      const all = await plansOf((deps) => collect(listDocuments(deps, { limit: 20 }).rows));
      expect(all).toContain('documents_by_time');
      expect(all).not.toMatch(/Seq Scan|TEMP B-TREE/);
      const one = await plansOf((deps) => collect(listDocuments(deps, { accountId: 2, limit: 20 }).rows));
      expect(one).toContain('documents_by_account');
      expect(one).not.toMatch(/Seq Scan|TEMP B-TREE/);
    });
  });
});
