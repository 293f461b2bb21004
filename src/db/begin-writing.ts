import type { Knex } from 'knex';
import { cancelledError } from '../errors.ts';
import { type Patience, stillnessOf, whileWaiting } from './waiting.ts';

/** How long SQLite itself waits in one go: so often it is looked whether others move, or somebody asks to stop. */
const goMs = 1_000;

/** What node-sqlite3 can do with a connection at once, without a statement. */
interface SqliteConnection {
  configure(option: 'busyTimeout', milliseconds: number): void;
}

/**
 * Begins a transaction on SQLite that has the write lock, taken by its first statement: Knex begins DEFERRED, and taken later,
 * the wait for it would fail at once whenever another writer was faster. SQLite lets writers in at random, so that one of many
 * may have to wait for long: its time is up only when nobody has committed anything for as long as the timeout says. Throws
 * what the driver says, as SQLITE_BUSY, and CANCELLED.
 */
export function beginWriting(
  knex: Knex,
  {
    first,
    lockTimeoutMs,
    onWait,
    signal,
  }: Pick<Patience, 'lockTimeoutMs' | 'onWait'> & {
    /** Takes the lock. */
    first: (trx: Knex.Transaction) => Promise<unknown>;
    signal?: AbortSignal | undefined;
  },
): Promise<Knex.Transaction> {
  const stillness = stillnessOf(lockTimeoutMs);
  const longestGoMs = Math.min(goMs, lockTimeoutMs / 4);
  return whileWaiting(onWait, async () => {
    for (;;) {
      const trx = await knex.transaction();
      const connection: SqliteConnection = await trx.client.acquireConnection();
      try {
        connection.configure('busyTimeout', Math.ceil(Math.min(longestGoMs, stillness.leftMs())));
        await first(trx);
        return trx;
      } catch (error) {
        await trx.rollback();
        if ((error as { code?: string }).code !== 'SQLITE_BUSY') throw error;
        if (signal?.aborted) throw cancelledError();
        // Changes with each commit of others. Read in the transaction, it would hold on to what was there then.
        const [row] = (await knex.raw('pragma data_version')) as Array<{ data_version: number }>;
        stillness.see(row?.data_version);
        if (stillness.leftMs() === 0) throw error;
      } finally {
        connection.configure('busyTimeout', lockTimeoutMs);
      }
    }
  });
}
