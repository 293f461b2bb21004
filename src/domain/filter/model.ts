import type { Knex } from 'knex';
import type { Deps } from '../deps.ts';

/** Where something stands in the text of a filter. */
export interface Span {
  start: number;
  end: number;
}

/** A name or value as it was written, without quotes. */
export interface Word extends Span {
  text: string;
}

export const comparingSigns = ['=', '!=', '<', '<=', '>', '>=', '~', '!~'] as const;
export type Sign = (typeof comparingSigns)[number];

/** One question about a record: of a field, its values. */
export interface Test extends Span {
  field: Word;
  asks: Exclude<Sign, '!=' | '!~'> | 'set';
  /** What it is compared with: any of them will do. None for `set`. */
  values: readonly Word[];
}

/** A filter as it was read, with its `!=`, `not in` and `is empty` as what they are: a `not`. */
export type Expression =
  | { kind: 'all' | 'any'; parts: readonly Expression[] }
  | { kind: 'not'; part: Expression }
  | { kind: 'test'; test: Test };

/** A filter that was read and checked as far as that goes without the database. */
export interface Filter {
  source: string;
  expression: Expression;
}

/** What can be asked of a field. */
export type FieldKind = 'text' | 'code' | 'number' | 'time' | 'word' | 'switch';

/**
 * Narrows a query of records, which is read in the order of a list, one by one, or all at once. It always adds something: an
 * empty group would be no condition at all. It never answers with null, so that its opposite is `not`.
 */
export type Narrowing = (records: Knex.QueryBuilder, reading: 'each' | 'all') => void;

/** A test as the field that it is about is asked it. */
export type Question =
  | { asks: 'set' }
  | { asks: '=' | '~'; values: readonly string[] }
  | { asks: '<' | '<=' | '>' | '>='; values: readonly [string] };

/** A field that filters can ask about. */
export interface FilterField {
  kind: FieldKind;
  /** What it is, for the help. */
  summary: string;
  /** The only values there are. */
  choices?: readonly string[];
  /** The records for which the answer is yes. */
  narrowing: (deps: Deps, question: Question) => Promise<Narrowing>;
}

/** What filters can be about: accounts, or contacts. */
export interface FilterSubject {
  scope: 'account' | 'contact';
  fields: Readonly<Record<string, FilterField>>;
}
