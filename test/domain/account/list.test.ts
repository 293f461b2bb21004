import { describe, expect, it } from 'vitest';
import { listAccounts } from '../../../src/domain/account/list.ts';
import { type AccountQuery, accountSorts } from '../../../src/domain/account/model.ts';
import { archiveAccounts, createAccounts } from '../../../src/domain/account/operations.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { parseSort } from '../../../src/domain/listing.ts';
import { sortKey } from '../../../src/domain/text/collation.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { account, collect, create } from '../fixtures.ts';

const list = async (deps: Deps, query: AccountQuery) => {
  const { rows, total } = await listAccounts(deps, query);
  return { rows: await collect(rows), total: await total() };
};

describe('lists of accounts', () => {
  onEachDatabase((db) => {
    const named = async (query: AccountQuery) => {
      const { rows, total } = await db().read((deps) => list(deps, query));
      expect(total).toBe(query.limit === undefined ? rows.length : total);
      return rows.map(({ name }) => name);
    };

    it('Q3: filters by type, tags, archived, each and together', async () => {
      await create(
        db(),
        account('A', { companyName: 'Firm', tags: ['VIP', 'Monthly'] }),
        account('B', { tags: ['VIP'] }),
        account('C', { tags: ['monthly'] }),
        account('D'),
      );
      await db().write((deps) => archiveAccounts(deps, [2, 4]));
      expect(await named({})).toEqual(['B', 'C', 'D', 'Firm']);
      expect(await named({ type: 'company' })).toEqual(['Firm']);
      expect(await named({ type: 'individual' })).toEqual(['B', 'C', 'D']);
      expect(await named({ tags: ['vip'] })).toEqual(['B', 'Firm']);
      expect(await named({ tags: ['VIP', 'Monthly'] })).toEqual(['Firm']);
      expect(await named({ notTags: ['VIP'] })).toEqual(['C', 'D']);
      expect(await named({ notTags: ['VIP', 'Monthly'] })).toEqual(['D']);
      expect(await named({ tags: ['VIP'], notTags: ['Monthly'] })).toEqual(['B']);
      expect(await named({ untagged: true })).toEqual(['D']);
      expect(await named({ archived: true })).toEqual(['B', 'D']);
      expect(await named({ archived: false })).toEqual(['C', 'Firm']);
      expect(await named({ archived: true, tags: ['VIP'], type: 'individual' })).toEqual(['B']);
      expect(await named({ untagged: true, tags: ['VIP'] })).toEqual([]);
    });

    it('Q3: a tag that does not exist is an error that names the nearest', async () => {
      await create(db(), account('A', { tags: ['Monthly'] }));
      for (const query of [{ tags: ['Montly'] }, { notTags: ['Montly'] }]) {
        await expect(named(query)).rejects.toMatchObject({
          kind: 'not-found',
          code: 'TAG_NOT_FOUND',
          hint: expect.stringContaining('"Monthly"'),
        });
      }
    });

    it('Q3: every sort is total, in both directions, across the pages of 500 rows; nulls last', async () => {
      let now = Date.parse('2026-01-01T00:00:00.000Z');
      const people = ['Äbel', 'Abel', 'Öl', 'Zoe', 'Ødegård', 'abel', 'Straße'];
      for (let batch = 0; batch < 3; batch += 1) {
        const inputs = Array.from({ length: 401 }, (_, index) =>
          account(`${people[index % people.length]} N${index % 50}`, {
            ...(index % 5 === 0 ? { companyName: `Firma ${(index * 7919) % 401}-${batch}` } : {}),
            ...(index % 3 === 0 ? { key: `k${(index * 131) % 401}-${batch}` } : {}),
          }),
        );
        now += 1_000;
        await db().write((deps) => createAccounts({ ...deps, clock: () => new Date(now) }, inputs));
      }
      const byId = (await db().read((deps) => list(deps, { sort: 'id' }))).rows;
      expect(byId.map(({ id }) => id)).toEqual(Array.from({ length: 1_203 }, (_, index) => index + 1));
      const value = {
        name: (row) => sortKey(row.name),
        id: () => '',
        type: (row) => row.type,
        key: (row) => row.key,
        created: (row) => row.createdAt,
        updated: (row) => row.updatedAt,
      } satisfies Record<string, (row: (typeof byId)[number]) => string | null>;
      for (const sort of accountSorts) {
        for (const descending of [false, true]) {
          const turn = descending ? -1 : 1;
          const expected = [...byId].sort((a, b) => {
            const [one, other] = [value[sort](a), value[sort](b)];
            if (one !== null && other !== null) {
              return turn * (Buffer.compare(Buffer.from(one), Buffer.from(other)) || a.id - b.id);
            }
            return one === other ? turn * (a.id - b.id) : one === null ? 1 : -1;
          });
          const wanted = expected.map(({ id }) => id);
          const ids = async (query: AccountQuery) =>
            (await db().read((deps) => list(deps, { sort, descending, ...query }))).rows.map(({ id }) => id);
          expect(await ids({}), `${sort} ${turn}`).toEqual(wanted);
          expect(await ids({ limit: 601, page: 2 }), `${sort} ${turn}`).toEqual(wanted.slice(601, 1_202));
        }
      }
      const last = await db().read((deps) => list(deps, { limit: 500, page: 3 }));
      expect([last.rows.length, last.total]).toEqual([203, 1_203]);
      expect((await db().read((deps) => list(deps, { limit: 500, page: 4 }))).rows).toEqual([]);
    });
  });

  it('Q3: a sort key is a known one, with - in front for descending', () => {
    expect(parseSort('-created', accountSorts)).toEqual({ sort: 'created', descending: true });
    expect(parseSort('name', accountSorts)).toEqual({ sort: 'name', descending: false });
    expect(parseSort(undefined, accountSorts)).toEqual({});
    for (const unknown of ['', '-', 'size', '--name']) {
      expect(() => parseSort(unknown, accountSorts)).toThrow(
        expect.objectContaining({
          kind: 'usage',
          code: 'UNKNOWN_SORT',
          hint: 'Sort by name, id, type, key, created, updated; with - in front, descending.',
        }),
      );
    }
  });
});
