import { rm, stat } from 'node:fs/promises';
import type { Knex } from 'knex';
import { cancelledError, databaseError } from '../../errors.ts';
import type { Session } from '../bulk.ts';
import { connectSqlite } from '../connect-sqlite.ts';
import { sqliteDialect } from '../dialect/sqlite.ts';
import { readTransaction } from '../unit-of-work.ts';

/** What node-sqlite3 can do with a connection beside running statements. */
interface Interruptible {
  interrupt(): void;
}

/** Runs `work` on a connection of its own, which is closed behind it. */
async function connected<T>(
  location: string,
  settings: { foreignKeys: boolean },
  work: (knex: Knex) => Promise<T>,
): Promise<T> {
  const knex = connectSqlite(location, settings);
  try {
    return await work(knex);
  } finally {
    await knex.destroy();
  }
}

/** Reads a file as of one moment, whatever its schema. */
export const readSqlite = <T>(location: string, work: (session: Session) => Promise<T>): Promise<T> =>
  connected(location, { foreignKeys: true }, (knex) =>
    readTransaction({ knex, dialect: sqliteDialect }, (trx) => work({ trx, dialect: sqliteDialect })),
  );

/**
 * Writes the database, as of one moment, into `file`, which is there and empty. Others write meanwhile: all that they see of
 * it is a reader.
 */
export const copySqlite = (location: string, file: string, signal: AbortSignal): Promise<void> =>
  connected(location, { foreignKeys: true }, async (knex) => {
    const connection: Interruptible = await knex.client.acquireConnection();
    const interrupt = () => connection.interrupt();
    try {
      if (signal.aborted) throw cancelledError();
      signal.addEventListener('abort', interrupt, { once: true });
      await knex.raw('vacuum into ?', [file]).connection(connection);
    } catch (error) {
      throw signal.aborted ? cancelledError() : error;
    } finally {
      signal.removeEventListener('abort', interrupt);
      await knex.client.releaseConnection(connection);
    }
  });

/** How many bytes a copy would have at most. */
export const sizeOfSqlite = async (location: string): Promise<number> => (await stat(location)).size;

/** A file that nobody else can use until it is let go. */
export interface Held {
  letGo: () => Promise<void>;
}

/**
 * Takes a database away from everybody else, for its file to be put aside: with all that was committed in the file itself and
 * nothing beside it. Throws what the driver says, as SQLITE_BUSY, while another program has it open.
 */
export async function holdSqlite(location: string): Promise<Held> {
  const knex = connectSqlite(location, { foreignKeys: true });
  try {
    // Without it the connection would share the -shm file, and everybody could read on.
    await knex.raw('pragma locking_mode = exclusive');
    await knex.raw('pragma busy_timeout = 1000');
    // The lock stays behind the transaction.
    await knex.raw('begin exclusive');
    await knex.raw('commit');
    const [log] = (await knex.raw('pragma wal_checkpoint(truncate)')) as Array<{ busy: number }>;
    if (log?.busy === 1) {
      throw databaseError('DATABASE_LOCKED', `The database ${location} is in use by another program.`, {
        hint: 'Nothing was changed. Try again when the other program is done.',
      });
    }
    for (const suffix of ['-wal', '-shm']) await rm(`${location}${suffix}`, { force: true });
  } catch (error) {
    await knex.destroy();
    throw error;
  }
  return { letGo: () => knex.destroy() };
}
