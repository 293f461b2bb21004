import type { Knex } from 'knex';
import type { Dialect } from '../db/dialect/dialect.ts';

/**
 * What every operation is given: the transaction it works in, the clock, and who acts. An operation opens no
 * connection, reads no environment, prints nothing and asks nothing.
 */
export interface Deps {
  readonly trx: Knex.Transaction;
  readonly dialect: Dialect;
  readonly clock: () => Date;
  /** Who is written into the record of changes (H1). */
  readonly actor: string;
  /** The command that is running, as in `account create` (H1). */
  readonly command: string;
  /** So many random bytes, fit for secrets. */
  readonly random: (bytes: number) => Buffer;
  /** The ids of the mails that this unit of work put into the outbox; they are delivered after its commit (I6). */
  readonly queuedMails: Set<number>;
}

/** The current time as it is stored: ISO 8601, UTC, milliseconds. */
export const timestamp = (deps: Deps): string => deps.clock().toISOString();
