import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import { cancelledError, KontorError } from '../errors.ts';
import { beginWriting } from './begin-writing.ts';
import type { WriteOptions } from './database.ts';
import type { Dialect } from './dialect/dialect.ts';
import { commitUnanswered, isConnectionLost, lostRace } from './errors.ts';
import { defaultLockTimeoutMs, watchForWaits, whenThereIsRoom } from './waiting.ts';

/** Each round of a race has a winner: enough for a dozen writers who want the same name at the same moment. */
const tries = 20;
const longestPauseMs = 250;

/** Runs `work` in a read transaction: one moment of the database, however long it takes. */
export async function readTransaction<T>(
  {
    knex,
    dialect,
    onWait = () => {},
    lockTimeoutMs = defaultLockTimeoutMs,
  }: { knex: Knex; dialect: Dialect; onWait?: () => void; lockTimeoutMs?: number },
  work: (trx: Knex.Transaction) => Promise<T>,
): Promise<T> {
  const moment =
    dialect.name === 'postgres' ? ({ isolationLevel: 'repeatable read', readOnly: true } as const) : {};
  const trx = await whenThereIsRoom(lockTimeoutMs, () => knex.transaction(undefined, moment));
  watchForWaits(knex, trx, { dialect, onWait, lockTimeoutMs });
  try {
    return await work(trx);
  } finally {
    await trx.rollback().catch(() => {});
  }
}

interface WriteTransaction<T> {
  connect: () => Promise<Knex>;
  dialect: Dialect;
  /** Where the database is, for people. */
  shown: string;
  /** Told when others have been waited for for a while. */
  onWait: () => void;
  lockTimeoutMs: number;
  options: WriteOptions;
  /** Throws the connections away: one whose COMMIT or ROLLBACK failed is in an unknown state. */
  discard: () => Promise<void>;
  work: (trx: Knex.Transaction) => Promise<T>;
}

/**
 * Runs `work` in a write transaction and commits it, or rolls it back when it throws, when it is a dry run or when the
 * signal was aborted meanwhile. On PostgreSQL work that lost a race is run again, with a pause.
 */
export async function writeTransaction<T>(transaction: WriteTransaction<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await writeOnce(transaction);
    } catch (error) {
      if (transaction.dialect.name !== 'postgres' || !isWorthAnother(error, attempt)) throw error;
      await sleep(Math.min(2 ** attempt * 5, longestPauseMs) * (1 + Math.random()));
    }
  }
}

/** Who was overtaken finds that out in the next try, where it looks again for what is gone. */
const isWorthAnother = (error: unknown, attempt: number): boolean =>
  lostRace(error) ? attempt < tries : error instanceof KontorError && error.isOvertaken && attempt < 3;

async function writeOnce<T>(transaction: WriteTransaction<T>): Promise<T> {
  const { shown, options, discard, work } = transaction;
  const trx = await begin(transaction);
  let result: T;
  try {
    result = await work(trx);
    if (options.signal?.aborted) throw cancelledError();
  } catch (error) {
    await trx.rollback().catch(discard);
    throw error;
  }
  if (options.dryRun) {
    await trx.rollback();
    return result;
  }
  try {
    await trx.commit();
    // Knex lets `commit` resolve also when the database refused the COMMIT; here it says so.
    await trx.executionPromise;
  } catch (error) {
    // After a failed COMMIT the connection may still hold the transaction; nothing may follow on it.
    await discard();
    throw isConnectionLost(error) ? commitUnanswered(shown, error) : error;
  }
  return result;
}

async function begin<T>(transaction: WriteTransaction<T>): Promise<Knex.Transaction> {
  const { connect, dialect, onWait, lockTimeoutMs, options, discard } = transaction;
  const knex = await connect();
  if (dialect.name === 'postgres') {
    // Rules hold by locks: who waited for one has to see what its holder wrote, whatever the server begins with by default.
    const trx = await whenThereIsRoom(lockTimeoutMs, () =>
      knex.transaction(undefined, { isolationLevel: 'read committed' }),
    );
    watchForWaits(knex, trx, { dialect, onWait, lockTimeoutMs });
    return trx;
  }
  const { signal } = options;
  return beginWriting(knex, { first: takeWriteLock, lockTimeoutMs, onWait, signal }).catch(async (error) => {
    await discard();
    throw error;
  });
}

/** A write of no rows. */
const takeWriteLock = (trx: Knex.Transaction) =>
  trx.raw('update settings set value = value where false').catch(ignoreMissingTable);

/** Without its tables the database is not ours or not ready; the check of the schema that follows says which. */
function ignoreMissingTable(error: Error): void {
  if (!/no such (table|column)/.test(error.message)) throw error;
}
