import { setImmediate } from 'node:timers/promises';
import type { Deps } from '../deps.ts';
import type { Page } from './repository.ts';

/** Enough for a statement to be worth its price, little enough for flat memory. */
const pageRows = 1_000;

interface Reading<Stored, Row> {
  read: (page: Page) => Promise<Stored>;
  /** The ids of what was read, in no particular order. */
  ids: (stored: Stored) => readonly number[];
  rows: (stored: Stored) => Promise<Row[]>;
}

/**
 * Rows page by page, the pages in the order of their ids. The next page is read while the last one is made into rows and used:
 * the database works in a thread of its own.
 */
export async function* inPages<Stored, Row>(
  { trx, dialect }: Deps,
  prepare: () => Promise<Reading<Stored, Row>>,
): AsyncGenerator<Row[]> {
  const putBack = await dialect.readThrough(trx);
  try {
    yield* pagesOf(await prepare());
  } finally {
    // The transaction may be over, and its connection with it.
    await putBack().catch(() => {});
  }
}

async function* pagesOf<Stored, Row>(reading: Reading<Stored, Row>): AsyncGenerator<Row[]> {
  let next: Promise<Stored> | undefined = reading.read({ id: 0, limit: pageRows });
  try {
    while (next !== undefined) {
      const stored: Stored = await next;
      const ids = reading.ids(stored);
      next = ids.length < pageRows ? undefined : reading.read({ id: Math.max(...ids), limit: pageRows });
      // A failure is thrown when the page is asked for.
      next?.catch(() => {});
      // A statement is on its way only after several turns.
      await setImmediate();
      const rows = await reading.rows(stored);
      await setImmediate();
      if (rows.length > 0) yield rows;
    }
  } finally {
    // Whoever stops before the end waits for what is being read: the connection is theirs again only then.
    await next?.catch(() => {});
  }
}

/** Records in the order of their ids. */
export const inOrder = <Row extends { id: number }>(rows: Row[]): Row[] =>
  rows.sort((one, other) => one.id - other.id);
