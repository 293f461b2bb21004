import { databaseError } from '../errors.ts';
import { connectSqlite } from './connect-sqlite.ts';

/**
 * Writes a SQLite file anew, so that nothing of what was deleted is left in it: neither in pages that nobody uses, nor in the
 * search index, nor in the log of writes beside it. Others may read meanwhile; who writes waits. Throws what the driver
 * says, and DATABASE_LOCKED (exit 6) while somebody who reads still needs what was in the log.
 */
export async function clearSqlitePages(location: string, lockTimeoutMs: number): Promise<void> {
  const knex = connectSqlite(location, { foreignKeys: true, lockTimeoutMs });
  try {
    // The new file is made in one that nobody else sees: of a large database there is more than memory should hold.
    await knex.raw('pragma temp_store = file');
    // What was deleted is only struck out in the trigram index until its parts become one.
    await knex.raw(`insert into account_search_index (account_search_index) values ('optimize')`);
    await knex.raw('vacuum');
    const [log] = (await knex.raw('pragma wal_checkpoint(truncate)')) as Array<{ busy: number }>;
    if (log?.busy === 1) {
      throw databaseError('DATABASE_LOCKED', `The database ${location} is being read by another program.`, {
        hint: 'Try again when the other program is done.',
      });
    }
  } finally {
    await knex.destroy();
  }
}
