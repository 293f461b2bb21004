import type { Knex } from 'knex';
import type { Dialect } from '../db/dialect/dialect.ts';
import type { HeldTexts } from '../db/held-texts.ts';
import { withSavepoint } from '../db/savepoint.ts';
import { type WriteQueue, writingBehind } from '../db/write-behind.ts';
import type { Unsealed } from './audit/model.ts';
import type { ContentUse, FileStore } from './file/model.ts';

/**
 * What every operation is given: the transaction it works in, the clock, and who acts. An operation opens no
 * connection, reads no environment, prints nothing and asks nothing.
 */
export interface Deps {
  readonly trx: Knex.Transaction;
  readonly dialect: Dialect;
  /** Where inserts are not waited for, as in an import. */
  readonly writes?: WriteQueue;
  /** What need not be looked for since it is not there, as in an import into an empty database. */
  readonly held?: HeldTexts | undefined;
  readonly clock: () => Date;
  /** Who is written into the record of changes (H1). */
  readonly actor: string;
  /** The command that is running, as in `account create` (H1). */
  readonly command: string;
  /** The run that the changes belong to, where they are part of one: an import, a seeding. */
  readonly run?: number;
  /** So many random bytes, fit for secrets. */
  readonly random: (bytes: number) => Buffer;
  /** Nobody is told: no mail is queued, whatever an operation would send. For seeding, which makes up what happened. */
  readonly quiet?: boolean;
  /**
   * What somebody at a terminal has said that references mean, by `noun reference`. Where it is there, errors about
   * references come with what may have been meant.
   */
  readonly meant?: ReadonlyMap<string, string> | undefined;
  /** The ids of the mails that this unit of work put into the outbox; they are delivered after its commit (I6). */
  readonly queuedMails: Set<number>;
  /** What this unit of work wrote into the record of changes; it is sealed at the unit's end. */
  readonly unsealed: Unsealed;
  /** The content store; it is looked for when it is first asked for. Throws FILES_NOT_SET (exit 2). */
  readonly files: () => Promise<FileStore>;
  /** What this unit of work did to the store; what nobody needs is swept when it has ended. */
  readonly contents: ContentUse;
}

/** The current time as it is stored: ISO 8601, UTC, milliseconds. */
export const timestamp = (deps: Deps): string => deps.clock().toISOString();

/**
 * Deps whose inserts are not waited for: the next rows are made while the database takes these. Their user waits for
 * `writes.written()` in the end, and for `writes.abandon()` when something went wrong.
 */
export const workingAhead = (deps: Deps): Deps & { readonly writes: WriteQueue } =>
  writingBehind(deps, { leaves: leafTables, settled: settledTables });

/** Tables of which no row is referred to by another: they are written behind those by which rows are found. */
const leafTables = [
  'audit_entries',
  'account_search',
  'account_tags',
  'account_field_values',
  'contact_field_values',
];

/** Tables of which each set of rows asks the same; a set that adds to them is rare. */
const settledTables = ['settings', 'fields', 'field_options', 'tags'];

/** Work whose inserts are not waited for until its end. */
export async function ahead<T>(deps: Deps, work: (deps: Deps) => Promise<T>): Promise<T> {
  // A part does not know what the whole still has to write.
  await deps.writes?.written();
  const own = workingAhead(deps);
  try {
    const result = await work(own);
    await own.writes.written();
    return result;
  } finally {
    await own.writes.abandon();
  }
}

/** Work of which nothing is left when it throws, neither rows, mails nor sets to seal, while the unit of work goes on. */
export async function undoable<T>(deps: Deps, work: (deps: Deps) => Promise<T>): Promise<T> {
  const queued = new Set(deps.queuedMails);
  const { unsealed } = deps;
  const sets = unsealed.sets.length;
  const { nextEntry } = unsealed;
  try {
    return await withSavepoint(deps, () => ahead(deps, work));
  } catch (error) {
    for (const mail of deps.queuedMails) if (!queued.has(mail)) deps.queuedMails.delete(mail);
    unsealed.sets.length = sets;
    unsealed.nextEntry = nextEntry;
    throw error;
  }
}
