import type { Knex } from 'knex';
import type { Dialect } from './dialect/dialect.ts';
import type { SchemaDifference } from './inspect/schema.ts';

export type Work<T> = (trx: Knex.Transaction, dialect: Dialect) => Promise<T>;

export interface WriteOptions {
  /** Do everything, then roll back: the dry run is the real run. */
  dryRun: boolean;
  /** When aborted, the transaction is rolled back instead of committed and CANCELLED is thrown. */
  signal?: AbortSignal | undefined;
}

export interface MigrationStatus {
  location: string;
  /** `absent`: nothing there yet; `behind`: migrations are pending; `ahead`: written by a newer kontor. */
  state: 'absent' | 'behind' | 'current' | 'ahead';
  applied: string[];
  pending: string[];
  unknown: string[];
}

/** What `init`, `contact erase` and the `db` commands may do to the database as a whole. Everything else only reads its version. */
export interface SchemaAdministration {
  status(): Promise<MigrationStatus>;
  /** Creates the database when it is absent and applies pending migrations; returns their names. */
  migrate(options: { dryRun: boolean }): Promise<string[]>;
  /** Undoes the newest batch of migrations; returns their names, newest first. */
  rollback(options: { dryRun: boolean }): Promise<string[]>;
  /** Where the schema is not as the migrations make it. */
  differences(): Promise<SchemaDifference[]>;
  /**
   * Takes out of the file what deleted rows left in it. False where that is the business of a server: it has pages of its own,
   * and others who work in them.
   */
  clearPages(): Promise<boolean>;
}

/** Units of work. */
export interface Transactions {
  /** Runs `work` in one read transaction: everything it reads is of one moment. */
  read<T>(work: Work<T>): Promise<T>;
  /** Runs `work` in one write transaction that holds the write lock from its first statement. */
  write<T>(work: Work<T>, options: WriteOptions): Promise<T>;
}

/** An open database. Reads and writes check the schema version first and throw `database` errors (exit 6). */
export interface Database extends Transactions {
  /** Where it is, safe to show: a password in a URL is masked. */
  readonly location: string;
  readonly schema: SchemaAdministration;
  /**
   * Runs `work` in one write transaction. The units of work that it is given are parts of that: each is undone by itself
   * when it fails or is a dry run, all of them when `work` throws.
   */
  together<T>(work: (parts: Transactions) => Promise<T>, options: WriteOptions): Promise<T>;
  close(): Promise<void>;
}
