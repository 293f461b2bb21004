import { beforeEach, describe, expect, it } from 'vitest';
import { query } from '../../../src/db/bulk.ts';
import { deleteContacts, editContacts } from '../../../src/domain/contact/operations.ts';
import { unlinkContacts } from '../../../src/domain/link/operations.ts';
import { recordLogins } from '../../../src/domain/login/operations.ts';
import { loginSection } from '../../../src/domain/login/section.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { fillAccessBook } from '../access/book.ts';

describe('O1: logins on the overview', () => {
  onEachDatabase((db) => {
    beforeEach(() => fillAccessBook(db()));
    const record = (...inputs: Array<[accountId: number, contactId: number, at: string]>) =>
      db().write((deps) =>
        recordLogins(
          deps,
          inputs.map(([accountId, contactId, at]) => ({ accountId, contactId, at, origin: `from ${at}` })),
        ),
      );
    const section = (accountId: number, limit?: number) =>
      db().read((deps) => loginSection(deps, accountId, limit));
    const janIn2 = {
      contact: { id: 1, name: 'Jan Weiß' },
      email: 'jan@weiss.example',
      at: '2026-03-03T00:00:00.000Z',
      origin: 'from 2026-03-03',
    };

    it('is empty before anybody came', async () => {
      expect(await section(2)).toEqual({ items: [], total: 0 });
    });

    it('each person once, with the newest login, newest first', async () => {
      await record([2, 1, '2026-03-03'], [2, 2, '2026-03-01'], [2, 2, '2026-03-02'], [2, 1, '2026-02-01']);
      const all = await section(2);
      expect(all).toEqual({
        items: [
          janIn2,
          {
            contact: { id: 2, name: 'Ada Berg' },
            email: 'ada@berg.example',
            at: '2026-03-02T00:00:00.000Z',
            origin: 'from 2026-03-02',
          },
        ],
        total: 2,
      });
      expect(await section(2, 1)).toEqual({ items: [janIn2], total: 2 });
      expect(await section(2, 5)).toEqual(all);
    });

    it('of two at the same moment the later record counts', async () => {
      await record([2, 1, '2026-03-03'], [2, 2, '2026-03-03']);
      expect((await section(2)).items.map(({ contact }) => contact.id)).toEqual([2, 1]);
      await db().write(({ trx }) => trx('logins').where({ id: 2 }).update({ contact_id: 1, origin: '' }));
      expect((await section(2)).items).toEqual([{ ...janIn2, email: 'ada@berg.example', origin: null }]);
    });

    it('accounts of the same person never mix', async () => {
      await record([1, 1, '2026-03-04'], [2, 1, '2026-03-03']);
      expect(await section(2)).toEqual({ items: [janIn2], total: 1 });
      expect((await section(1)).items).toMatchObject([{ at: '2026-03-04T00:00:00.000Z' }]);
    });

    it('names people as they are called today; those unlinked since stay, those deleted are left out', async () => {
      await record([2, 1, '2026-03-03'], [2, 2, '2026-03-02']);
      await db().write((deps) => editContacts(deps, [{ id: 2, patch: { lastName: 'Tal' } }]));
      await db().write((deps) => unlinkContacts(deps, [{ accountId: 2, contactId: 2 }]));
      expect((await section(2)).items[1]?.contact).toEqual({ id: 2, name: 'Ada Tal' });
      await db().write((deps) => deleteContacts(deps, [2]));
      expect(await section(2)).toEqual({ items: [janIn2], total: 1 });
    });

    it('leaps over the logins of a person, by the index alone', async () => {
      await db().write(async (deps) => {
        const rows = JSON.stringify(
          Array.from({ length: 60_000 }, (_, index) => [
            2,
            (index % 2) + 1,
            `2025-01-01T${String(index).padStart(8, '0')}`,
          ]),
        );
        await query(
          deps,
          `insert into logins (account_id, contact_id, name, address, origin, at)
           select account_id, contact_id, 'n', 'a', '', at from ${deps.dialect.stagedTable({
             account_id: 'integer',
             contact_id: 'integer',
             at: 'text',
           })} as staged`,
          [rows],
        );
        if (deps.dialect.name === 'postgres') await deps.trx.raw('analyze logins');
      });
      const asked: Array<{ sql: string; bindings: readonly unknown[] }> = [];
      const plan = await db().read(async (deps) => {
        const listen = (asking: { sql: string; bindings: readonly unknown[] }) => asked.push(asking);
        deps.trx.on('query', listen);
        const { items, total } = await loginSection(deps, 2, 5);
        deps.trx.off('query', listen);
        expect(items.map(({ at }) => at)).toEqual(['2025-01-01T00059999', '2025-01-01T00059998']);
        expect(total).toBe(2);
        const explain =
          deps.dialect.name === 'sqlite' ? 'explain query plan' : 'explain (analyze, format text)';
        const [asking] = asked;
        return JSON.stringify(await query(deps, `${explain} ${unnumbered(asking?.sql)}`, asking?.bindings));
      });
      expect(asked).toHaveLength(1);
      const leaps =
        db().kind === 'sqlite'
          ? /SEARCH logins USING COVERING INDEX logins_by_person \(\(account_id,contact_id\)>\(\?,\?\) AND \(account_id,contact_id\)<\(\?,\?\)\)/g
          : /Index Only Scan Backward using logins_by_person on logins/g;
      expect(plan.match(leaps), plan).toHaveLength(2);
      expect(plan).not.toMatch(/SCAN (l|logins)\b|Seq Scan on logins|logins_by_(contact|account|time)/);
      // The plan of a search that begins too early looks the same; it takes as long as reading them all.
      const [leaping, walking] = await db().read(async (deps) => [
        await timeOf(() => loginSection(deps, 2, 5)),
        await timeOf(() =>
          query(deps, 'select contact_id, max(at) from logins where account_id = 2 group by contact_id'),
        ),
      ]);
      expect(leaping).toBeLessThan((walking ?? 0) / 2);
    });
  });
});

/** Milliseconds that the quickest of some runs takes. */
async function timeOf(work: () => Promise<unknown>): Promise<number> {
  const times: number[] = [];
  for (let round = 0; round < 5; round += 1) {
    const begin = performance.now();
    await work();
    times.push(performance.now() - begin);
  }
  return Math.min(...times);
}

/** PostgreSQL's driver has `$1` where `raw` wants `?`. */
const unnumbered = (sql = ''): string => sql.replace(/\$\d+/g, '?');
