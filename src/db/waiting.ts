import type { Knex } from 'knex';
import type { Dialect } from './dialect/dialect.ts';

/** How long another program is waited for, unless somebody says otherwise. */
export const defaultLockTimeoutMs = 30_000;

/** Sooner, nobody wonders why nothing happens. */
const wordAfterMs = 2_000;

/** How others who hold the database are waited for. */
export interface Patience {
  readonly lockTimeoutMs: number;
  /** How long a server may take to answer at all. */
  readonly connectTimeoutMs?: number;
  /** Told once for each unit of work that has been waiting for others for a while. */
  readonly onWait: () => void;
}

/** Runs one statement that takes a lock: when it takes long, then because somebody else has the lock. */
export async function whileWaiting<T>(onWait: () => void, statement: () => Promise<T>): Promise<T> {
  const timer = setTimeout(onWait, wordAfterMs);
  try {
    return await statement();
  } finally {
    clearTimeout(timer);
  }
}

/**
 * On PostgreSQL any statement of a transaction may have to wait for a row. Of one that takes long the server is asked, over
 * another connection, whether it waits or works. SQLite's writers wait at one place, which knows by itself. Ends by itself
 * with the transaction.
 */
export function watchForWaits(
  knex: Knex,
  trx: Knex.Transaction,
  { dialect, onWait }: { dialect: Dialect; onWait: () => void },
): void {
  if (dialect.name !== 'postgres') return;
  let timer: NodeJS.Timeout | undefined;
  const stop = () => clearTimeout(timer);
  const ask = async () => {
    const { processID } = (await trx.client.acquireConnection()) as { processID: number };
    const answer = await knex.raw('select from pg_locks where pid = ? and not granted limit 1', [processID]);
    if (dialect.rows(answer).length > 0) {
      onWait();
      trx.off('query', start);
    }
  };
  const start = () => {
    stop();
    // What cannot be asked is not told; the statement itself will say what is wrong.
    timer = setTimeout(() => void ask().catch(() => {}), wordAfterMs);
  };
  trx.on('query', start);
  for (const ended of ['query-response', 'query-error'] as const) trx.on(ended, stop);
}
