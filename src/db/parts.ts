import type { Knex } from 'knex';
import { cancelledError } from '../errors.ts';
import type { Transactions, WriteOptions } from './database.ts';
import type { Dialect } from './dialect/dialect.ts';
import { lostRace } from './errors.ts';

/** Units of work that are parts of one transaction. */
export interface Parts extends Transactions {
  /** Throws what makes the transaction worthless as a whole: it has to be rolled back, or run again. */
  requireSound(): void;
}

/**
 * Each unit of work is a part of `trx` that can be undone by itself (a savepoint), and sees what the parts before it wrote.
 * A part that lost a race on PostgreSQL, or took the transaction with it, ends all that would follow.
 */
export function partsOf(trx: Knex.Transaction, dialect: Dialect): Parts {
  let fatal: { error: unknown } | undefined;
  const requireSound = () => {
    if (fatal !== undefined) throw fatal.error;
  };
  const undo = async (error?: unknown) => {
    if (dialect.name === 'postgres' && lostRace(error)) fatal = { error };
    try {
      await trx.raw('rollback to savepoint part');
      await trx.raw('release savepoint part');
    } catch (failure) {
      // SQLite ends the whole transaction by itself when the disk is full.
      fatal ??= { error: error ?? failure };
    }
    requireSound();
  };
  const part = async <T>(
    work: (trx: Knex.Transaction, dialect: Dialect) => Promise<T>,
    { dryRun, signal }: WriteOptions,
  ): Promise<T> => {
    requireSound();
    await trx.raw('savepoint part');
    let result: T;
    try {
      result = await work(trx, dialect);
      if (signal?.aborted) throw cancelledError();
    } catch (error) {
      await undo(error);
      throw error;
    }
    if (dryRun) await undo();
    else await trx.raw('release savepoint part');
    return result;
  };
  return { read: (work) => part(work, { dryRun: true }), write: part, requireSound };
}
