import type { Knex } from 'knex';
import { describe, expect, it } from 'vitest';
import type { Transactions, Work } from '../../src/db/database.ts';
import { openDatabase } from '../../src/db/open.ts';
import { gate } from '../domain/fixtures.ts';
import { onEachDatabase } from '../helpers/databases.ts';

const put = (trx: Knex.Transaction, key: string) =>
  trx('settings').insert({ key, value: 'v', updated_at: 'now' });
const keys = async (trx: Knex.Transaction): Promise<string[]> =>
  (await trx('settings').select('key').orderBy('key')).map(({ key }) => key as string);

describe('units of work that are parts of one', () => {
  onEachDatabase((db) => {
    const stored = () => db().database.read(keys);
    const together = <T>(work: (parts: Transactions) => Promise<T>, dryRun = false, signal?: AbortSignal) =>
      db().database.together(work, { dryRun, signal });
    const write = (parts: Transactions, work: Work<unknown>, dryRun = false) => parts.write(work, { dryRun });

    it('are committed together, and see what those before them wrote', async () => {
      const seen = await together(async (parts) => {
        await write(parts, (trx) => put(trx, 'a'));
        await write(parts, (trx) => put(trx, 'b'));
        return parts.read(keys);
      });
      expect([seen, await stored()]).toEqual([
        ['a', 'b'],
        ['a', 'b'],
      ]);
    });

    it('are undone each by itself, when they fail or are a dry run', async () => {
      await together(async (parts) => {
        await write(parts, (trx) => put(trx, 'a'));
        await write(parts, (trx) => put(trx, 'dry'), true);
        const failing = write(parts, async (trx) => {
          await put(trx, 'b');
          await trx.raw('select * from no_such_table');
        });
        await expect(failing).rejects.toThrow();
        await write(parts, (trx) => put(trx, 'c'));
      });
      expect(await stored()).toEqual(['a', 'c']);
    });

    it('are all undone when the whole fails, is a dry run or is stopped', async () => {
      const failed = together(async (parts) => {
        await write(parts, (trx) => put(trx, 'a'));
        throw new Error('stop');
      });
      await expect(failed).rejects.toThrow('stop');
      await together((parts) => write(parts, (trx) => put(trx, 'b')), true);
      const stop = new AbortController();
      const stopped = together(
        async (parts) => {
          await write(parts, (trx) => put(trx, 'c'));
          stop.abort();
        },
        false,
        stop.signal,
      );
      await expect(stopped).rejects.toMatchObject({ kind: 'cancelled' });
      expect(await stored()).toEqual([]);
    });

    it('are run again, all of them, where one lost a race (PostgreSQL)', async () => {
      if (db().kind !== 'postgres') return;
      const other = openDatabase(db().location);
      const [isThere, begun] = [gate(), gate()];
      const theirs = other.write(
        async (trx) => {
          await put(trx, 'taken');
          isThere.open();
          await begun.opened;
        },
        { dryRun: false },
      );
      await isThere.opened;
      let tries = 0;
      const ours = together(async (parts) => {
        tries += 1;
        await write(parts, (trx) => put(trx, 'mine'));
        await write(parts, async (trx) => {
          setTimeout(begun.open, 200);
          if ((await keys(trx)).includes('taken')) return;
          await put(trx, 'taken');
        }).catch(() => {});
        await write(parts, (trx) => put(trx, 'behind'));
      });
      await Promise.all([theirs, ours]);
      await other.close();
      expect(tries).toBe(2);
      expect(await stored()).toEqual(['behind', 'mine', 'taken']);
    });
  });
});

describe('a COMMIT that the database refuses', () => {
  onEachDatabase((db) => {
    it('is an error, and nothing is written', async () => {
      const refusedAtCommit = async (trx: Knex.Transaction) => {
        await put(trx, 'a');
        if (db().kind === 'sqlite') {
          await trx.raw('pragma defer_foreign_keys = on');
          await trx.raw(`insert into contact_emails (contact_id, source, address, address_key, shared)
                         values (99, 'primary', 'a@b.example', 'a@b.example', 0)`);
        } else {
          await trx.raw('create table once (id integer)');
          await trx.raw(
            `create function refuse() returns trigger language plpgsql as $$ begin raise 'no'; end $$`,
          );
          await trx.raw(`create constraint trigger late after insert on once deferrable initially deferred
                         for each row execute function refuse()`);
          await trx.raw('insert into once values (1)');
        }
      };
      await expect(db().database.write(refusedAtCommit, { dryRun: false })).rejects.toThrow();
      expect(await db().database.read(keys)).toEqual([]);
      await db().database.write((trx) => put(trx, 'b'), { dryRun: false });
      expect(await db().database.read(keys)).toEqual(['b']);
    });
  });
});
