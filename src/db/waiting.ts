import { setTimeout as sleep } from 'node:timers/promises';
import type { Knex } from 'knex';
import type { Dialect } from './dialect/dialect.ts';

/** How long another program is waited for, unless somebody says otherwise. */
export const defaultLockTimeoutMs = 30_000;

/** Sooner, nobody wonders why nothing happens. */
const wordAfterMs = 2_000;

/** How others who hold the database are waited for. */
export interface Patience {
  /** How long for one who holds it; of those who stand in line each has so long. */
  readonly lockTimeoutMs: number;
  /** How long a server may take to answer at all. */
  readonly connectTimeoutMs?: number;
  /** Told once for each unit of work that has been waiting for others for a while. */
  readonly onWait: () => void;
}

/** How long anybody waits in one place, however quickly those who are served before change. */
export const longestWaitMs = (lockTimeoutMs: number): number => 10 * lockTimeoutMs;

/** Measures how long nothing has moved. */
export interface Stillness {
  /** Takes a mark that is another one when somebody else has the lock, or had it meanwhile. */
  see(mark: unknown): void;
  /** How much longer to wait, if nothing moves; 0 when it is over. */
  leftMs(): number;
}

/** The timeout counts against one who holds the lock and does not let go, not against a line that moves. */
export function stillnessOf(lockTimeoutMs: number, now: () => number = () => performance.now()): Stillness {
  const last = now() + longestWaitMs(lockTimeoutMs);
  let until = now() + lockTimeoutMs;
  let seen: { mark: unknown } | undefined;
  return {
    see: (mark) => {
      if (seen !== undefined && seen.mark !== mark) until = now() + lockTimeoutMs;
      seen = { mark };
    },
    leftMs: () => Math.max(0, Math.min(until, last) - now()),
  };
}

/** A server has room for so many connections: who finds none waits for one to end, as for a lock. */
export async function whenThereIsRoom<T>(lockTimeoutMs: number, begin: () => Promise<T>): Promise<T> {
  // Counted from the first refusal: `performance` takes a while to load, and whoever finds room never waits.
  let until: number | undefined;
  for (;;) {
    try {
      return await begin();
    } catch (error) {
      if ((error as { code?: string }).code !== '53300') throw error;
      until ??= performance.now() + lockTimeoutMs;
      if (performance.now() >= until) throw error;
      await sleep(100 + Math.random() * 200);
    }
  }
}

/** Runs what takes a lock: when it takes long, then because somebody else has the lock. */
export async function whileWaiting<T>(onWait: () => void, work: () => Promise<T>): Promise<T> {
  const timer = setTimeout(onWait, wordAfterMs);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
  }
}

/**
 * Whether a process of the server waits, and which transactions, waiting for nobody, keep it and those in line before it. Who
 * stands in line is left out: that somebody there gives up is no movement.
 */
const holdersSql = `
  with recursive ahead (pid) as (
    select unnest(pg_blocking_pids(:pid)) union select unnest(pg_blocking_pids(pid)) from ahead
  )
  select exists (select from pg_locks where pid = :pid and not granted) as waits,
    (select string_agg(distinct virtualtransaction, ' ') from ahead join pg_locks using (pid)
      where locktype = 'virtualxid' and granted and cardinality(pg_blocking_pids(pid)) = 0) as holders`;

/**
 * On PostgreSQL any statement of a transaction may have to wait for a row. Of one that takes long the server is asked, over
 * another connection, whether it waits or works, and for whom; when the same transaction has held it up for as long as the
 * timeout says, it is cancelled. SQLite's writers wait at one place, which knows by itself. Ends by itself with the transaction.
 */
export function watchForWaits(
  knex: Knex,
  trx: Knex.Transaction,
  { dialect, onWait, lockTimeoutMs }: { dialect: Dialect; onWait: () => void; lockTimeoutMs: number },
): void {
  if (dialect.name !== 'postgres') return;
  let timer: NodeJS.Timeout | undefined;
  let isTold = false;
  /** The statement that runs; undefined between two of them. */
  let running: { stillness: Stillness; began: number } | undefined;
  const stop = () => {
    clearTimeout(timer);
    running = undefined;
  };
  const look = async (statement: NonNullable<typeof running>) => {
    const { processID } = (await trx.client.acquireConnection()) as { processID: number };
    const answer = await knex.raw(holdersSql, { pid: processID });
    if (running !== statement) return;
    const [{ waits, holders } = { waits: false, holders: null }] = dialect.rows<{
      waits: boolean;
      holders: string | null;
    }>(answer);
    statement.stillness.see(waits ? holders : 'nobody');
    if (!waits) return;
    if (!isTold && performance.now() >= statement.began + wordAfterMs) {
      isTold = true;
      onWait();
    }
    if (statement.stillness.leftMs() === 0) {
      const cancel = 'select pg_cancel_backend(pid) from pg_locks where pid = ? and not granted limit 1';
      await knex.raw(cancel, [processID]);
    }
  };
  const lookLater = (statement: NonNullable<typeof running>) => {
    const wordMs = isTold ? Number.POSITIVE_INFINITY : statement.began + wordAfterMs - performance.now();
    const dueMs = Math.min(
      wordMs > 0 ? wordMs : lockTimeoutMs,
      lockTimeoutMs / 3,
      statement.stillness.leftMs(),
    );
    // Timers may be early by a part of a millisecond.
    timer = setTimeout(
      () =>
        // What cannot be asked is not told; the server itself ends the longest wait.
        void look(statement)
          .catch(() => {})
          .then(() => running === statement && lookLater(statement)),
      Math.max(20, Math.ceil(dueMs) + 1),
    );
  };
  trx.on('query', () => {
    stop();
    running = { stillness: stillnessOf(lockTimeoutMs), began: performance.now() };
    lookLater(running);
  });
  for (const ended of ['query-response', 'query-error'] as const) trx.on(ended, stop);
  // Of what ends the transaction Knex tells no answer.
  trx.executionPromise.then(stop, stop);
}
