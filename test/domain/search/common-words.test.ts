import { describe, expect, it } from 'vitest';
import { createAccounts } from '../../../src/domain/account/operations.ts';
import { searchAccounts } from '../../../src/domain/search/operations.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { collect, person } from '../fixtures.ts';

/** More than the 2,000 hits up to which the search collects and sorts. */
const many = 2_500;
const nameOf = (index: number) => `Müstermann ${String(index).padStart(4, '0')}`;

describe('search for common words', () => {
  onEachDatabase((db) => {
    it('Q1: beyond the cap all accounts are found, in alphabetical order, page by page', async () => {
      await db().write((deps) =>
        createAccounts(
          deps,
          // Made in an order that is not the alphabet's.
          Array.from({ length: many }, (_, made) => {
            const index = (made * 1_009) % many;
            return {
              name: nameOf(index),
              contacts: [{ create: person(`Erika ${index % 2 ? 'Odd' : 'Even'}`) }],
            };
          }),
        ),
      );
      const search = (text: string, limit?: number) =>
        db().read(async (deps) => {
          const { rows, total } = await searchAccounts(deps, { text, limit });
          return { names: (await collect(rows)).map(({ name }) => name), total: await total() };
        });
      const all = Array.from({ length: many }, (_, index) => nameOf(index));
      for (const text of ['müstermann', 'MUESTERMANN erika', 'er stermann', 'ü', 'er']) {
        expect(await search(text), text).toEqual({ names: all, total: many });
      }
      expect(await search('muster', 620)).toEqual({ names: all.slice(0, 620), total: many });
      const odd = all.filter((_, index) => index % 2 === 1);
      expect(await search('odd mustermann')).toEqual({ names: odd, total: odd.length });
      const tens = all.filter((name) => name.includes('77'));
      expect(await search('mustermann 77')).toEqual({ names: tens, total: tens.length });
      expect(await search('0077 müstermann')).toEqual({ names: ['Müstermann 0077'], total: 1 });
      expect(await search('mustermann zz')).toEqual({ names: [], total: 0 });
    });
  });
});
