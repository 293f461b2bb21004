import type { Knex } from 'knex';
import { describe, expect, it } from 'vitest';
import { openDatabase } from '../../src/db/open.ts';
import { gate } from '../domain/fixtures.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const put = (trx: Knex.Transaction, key: string, value: string | null = 'v') =>
  trx('settings').insert({ key, value, updated_at: 'now' });
const keys = async (trx: Knex.Transaction): Promise<string[]> =>
  (await trx('settings').select('key').orderBy('key')).map(({ key }) => key as string);
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

describe('units of work', () => {
  onEachDatabase((db) => {
    const stored = () => db().database.read(keys);
    const write = <T>(work: (trx: Knex.Transaction) => Promise<T>, dryRun = false, signal?: AbortSignal) =>
      db().database.write(work, { dryRun, signal });

    it('are committed, with what they return', async () => {
      expect(
        await write(async (trx) => {
          await put(trx, 'a');
          return 'done';
        }),
      ).toBe('done');
      expect(await stored()).toEqual(['a']);
    });

    it('are rolled back when they fail, and the database can be used on', async () => {
      const failing = write(async (trx) => {
        await put(trx, 'a');
        throw new Error('stop');
      });
      await expect(failing).rejects.toThrow('stop');
      const refused = write(async (trx) => {
        await put(trx, 'b');
        await put(trx, 'without value', null);
      });
      await expect(refused).rejects.toMatchObject({
        kind: 'refused',
        code: 'CONFLICT',
        message: expect.stringContaining('settings'),
      });
      await write((trx) => put(trx, 'c'));
      expect(await stored()).toEqual(['c']);
    });

    it('see their own writes in a dry run, and leave nothing', async () => {
      const seen = await write(async (trx) => {
        await put(trx, 'a');
        return keys(trx);
      }, true);
      expect([seen, await stored()]).toEqual([['a'], []]);
    });

    it('are rolled back when they are stopped, even at the end', async () => {
      const stop = new AbortController();
      const stopped = write(
        async (trx) => {
          await put(trx, 'a');
          stop.abort();
        },
        false,
        stop.signal,
      );
      await expect(stopped).rejects.toMatchObject({ kind: 'cancelled', code: 'CANCELLED' });
      expect(await stored()).toEqual([]);
    });

    it('wait for another writer of the same row and then succeed', async () => {
      await write((trx) => put(trx, 'counter', '0'));
      const other = openDatabase(db().location);
      const order: string[] = [];
      try {
        const { opened: begun, open: tellBegun } = gate();
        const first = write(async (trx) => {
          await trx('settings').where({ key: 'counter' }).update({ value: '1' });
          tellBegun();
          await pause(250);
          order.push('first');
        });
        await begun;
        await other.write(
          async (trx) => {
            await trx.raw(`update settings set value = value || '2' where key = 'counter'`);
            order.push('second');
          },
          { dryRun: false },
        );
        await first;
      } finally {
        await other.close();
      }
      expect(order).toEqual(['first', 'second']);
      expect(await db().database.read(async (trx) => trx('settings').select('value'))).toEqual([
        { value: '12' },
      ]);
    });

    it('that read see one moment, whatever others commit meanwhile', async () => {
      await write((trx) => put(trx, 'a'));
      const other = openDatabase(db().location);
      try {
        await db().database.read(async (trx) => {
          expect(await keys(trx)).toEqual(['a']);
          await other.write((change) => put(change, 'b'), { dryRun: false });
          expect(await keys(trx)).toEqual(['a']);
        });
      } finally {
        await other.close();
      }
      expect(await stored()).toEqual(['a', 'b']);
    });

    it('that lose a race for a key are run again and see what the winner wrote', async () => {
      const other = openDatabase(db().location);
      let runs = 0;
      try {
        const { opened: begun, open: tellBegun } = gate();
        const first = write(async (trx) => {
          await put(trx, 'a');
          tellBegun();
          await pause(150);
        });
        await begun;
        const seen = await other.write(
          async (trx) => {
            runs += 1;
            const before = await keys(trx);
            if (!before.includes('a')) await put(trx, 'a');
            return before;
          },
          { dryRun: false },
        );
        await first;
        expect(seen).toEqual(['a']);
      } finally {
        await other.close();
      }
      // SQLite's second writer begins only after the first has ended.
      expect(runs).toBe(db().kind === 'postgres' ? 2 : 1);
    });

    it('can be used again after the handle was closed', async () => {
      await write((trx) => put(trx, 'a'));
      await db().database.close();
      await db().database.close();
      expect(await stored()).toEqual(['a']);
    });
  });
});
