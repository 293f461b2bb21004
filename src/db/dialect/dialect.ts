import type { Knex } from 'knex';

/** The types a column of staged rows can have; `json` is the text of a value that was made fit by `stagedJson`. */
export type StagedType = 'integer' | 'text' | 'json';

/** What differs between the databases. Everything else is the same SQL on both. */
export interface Dialect {
  readonly name: 'sqlite' | 'postgres';

  /** Whether a connection takes a statement while another runs, and begins with it when that has ended. */
  readonly takesNext: boolean;

  /** Says of a statement that it will be run again with other values: what the database can keep of it is kept. */
  again(statement: Knex.Raw): Knex.Raw;

  /** Rows of a raw query's answer: the drivers wrap them differently. */
  rows<Row>(answer: unknown): Row[];

  /** A JSON text as it is bound: where the driver takes bytes they are made at once, so that the text need not be kept. */
  boundJson(text: string): string | Buffer;

  /**
   * A derived table with the given columns, read from one JSON binding (an array of arrays, in column order).
   * Thousands of rows travel as one bound value, so that the SQL around it stays constant and set-based.
   */
  stagedTable(columns: Readonly<Record<string, StagedType>>): string;

  /**
   * A value for a column of type `json`. Where the database gives such a value back letter by letter it travels as it is:
   * as a text within the text of all rows, each of its quotes would be escaped, and taken apart again.
   */
  stagedJson(value: object): unknown;

  /** A subquery that yields the values of one JSON binding (an array of integers, or of texts). */
  stagedValues(type: StagedType): string;

  /** Appends ` for update` where the database locks rows; SQLite's writer is alone anyway. */
  readonly lockRows: string;

  /** Appends ` for key share`: many may hold a row at once, and who wants to lock it waits for all of them. */
  readonly holdRows: string;

  /** Holds each of these texts for the transaction, against others who hold the same; SQLite's writer is alone anyway. */
  lockTexts(trx: Knex.Transaction, texts: readonly string[]): Promise<void>;

  /** A line break in SQL. */
  readonly lineBreak: string;

  /** The aggregate that joins texts with line breaks. */
  joinLines(expression: string): string;

  /** The aggregate that makes one JSON text of many rows: for each of these expressions an array, null where there are no rows. */
  packedColumns(expressions: readonly string[]): string;

  /**
   * Before everything is read once, from one end to the other: what was read need not be kept in memory. What it answers puts
   * things back as they were.
   */
  readThrough(trx: Knex.Transaction): Promise<() => Promise<void>>;

  /**
   * Takes indexes away before a great many rows come, each of which would change another page of them. What it answers makes
   * them anew, by sorting, which takes a small part of that time. In between nothing may look for them, or rely on them.
   */
  setIndexesAside(trx: Knex.Transaction, names: readonly string[]): Promise<() => Promise<void>>;

  /**
   * Counts the rows of tables, those of this transaction among them, for statements to be planned by; until its end nobody else
   * counts them, who would not see those. A table that somebody else counts at the moment is left out.
   */
  countRows(trx: Knex.Transaction, tables: readonly string[]): Promise<void>;

  /** Takes `count` ids that no other writer can get, ascending. */
  reserveIds(trx: Knex.Transaction, table: string, count: number): Promise<number[]>;

  readonly search: SearchDialect;
}

/** SQL with the values bound in it. */
export interface BoundSql {
  sql: string;
  bindings: unknown[];
}

/** The ways in which a word may be written in the index; any of them will do. */
export type Spellings = readonly string[];

/** How the trigram index over account_search is asked. */
export interface SearchDialect {
  /** Yields `account_id` of at most `limit` accounts that hold every word; each spelling has three letters or more. */
  indexed(words: readonly Spellings[], limit: number): BoundSql;
  /** A condition on `body` that holds when it contains every word in one of its spellings (no wildcards). */
  contains(words: readonly Spellings[]): BoundSql;
}

/** `test` for each spelling, any spelling of a word, and all words. */
export const everyWord = (
  words: readonly Spellings[],
  test: string,
  bind: (text: string) => string,
): BoundSql => ({
  sql: words.map((spellings) => `(${spellings.map(() => test).join(' or ')})`).join(' and '),
  bindings: words.flat().map(bind),
});
