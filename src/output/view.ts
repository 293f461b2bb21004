/**
 * How commands describe what they show. A command never prints: it names the fields of its records once, and
 * every format (table, json, jsonl, csv, ids, count) is made from that description.
 */

import type { PictureWay } from './picture/protocol.ts';

export type Tone = 'good' | 'warning' | 'bad' | 'muted' | 'strong';

/** One field of a record: a key of the JSON form, a column of the table, a name for `--fields`. */
export interface Field<Row> {
  /** The key in the JSON record. */
  key: string & keyof Row;
  /** The column heading or label. */
  heading: string;
  /** What people read; by default the value itself (lists joined by ", ", nothing for null). */
  text?: (row: Row) => string;
  /** Left out of tables and pages unless named by `--fields`. */
  hidden?: boolean;
  align?: 'left' | 'right';
  /** Short and worthless when cut (a time): other columns give way first. Numbers are so by themselves. */
  whole?: boolean;
  tone?: (row: Row) => Tone | undefined;
}

/** A value beside what it is called. */
export interface Pair {
  label: string;
  value: string;
  tone?: Tone;
}

/** A short text beside or below others. */
export interface Fact {
  text: string;
  tone?: Tone;
}

/** One of the few things that a part of a page is about. */
export interface Entry {
  /** Its number; empty where it has none. */
  id: string;
  /** A word in front of the title. */
  mark?: Fact;
  title: string;
  /** The title is not cut, but goes on in further lines. */
  isWhole?: boolean;
  /** Beside the title: who it is from, how it stands. */
  aside?: Fact;
  /** When it was: at the end of the line, never cut. */
  at: string;
  /** What else is to be said, each on lines of its own and never cut. */
  below?: Fact[];
}

/** A number that is drawn. */
export interface Measure {
  label: string;
  value: number;
  tone?: Tone;
}

/** A part of a page for people. */
export type Block =
  | { kind: 'heading'; title: string; facts: Fact[] }
  | {
      kind: 'entries';
      title: string;
      /** Beside the title: how many there are. */
      facts: Fact[];
      entries: Entry[];
      /** Below them: what is not shown, and how to see it. */
      more?: string;
    }
  | { kind: 'pairs'; pairs: Pair[] }
  /** Numbers as bars below each other. */
  | { kind: 'bars'; title: string; facts: Fact[]; bars: Measure[] }
  /** Numbers as columns beside each other, the last ones that fit: months. */
  | { kind: 'columns'; title: string; facts: Fact[]; columns: Measure[] }
  | {
      kind: 'table';
      title?: string;
      // biome-ignore lint/suspicious/noExplicitAny: a page mixes tables of different records
      fields: Field<any>[];
      // biome-ignore lint/suspicious/noExplicitAny: see above
      rows: any[];
      /** The records where no table fits, if they are not the rows: those may be lines that belong together. */
      records?: Pair[][];
      empty: string;
    }
  | { kind: 'text'; title?: string; text: string }
  /** A PNG, JPEG, WebP or GIF, drawn where standard output is a terminal; `way` is how, if not as the terminal can. */
  | { kind: 'picture'; bytes: Uint8Array; way?: PictureWay };

export interface ListResult<Row> {
  /** Read lazily: a format takes only what it shows. */
  rows: AsyncIterable<Row> | Iterable<Row>;
  /** How many there are in all under the same filter, before limit and page. */
  total: () => Promise<number>;
  /** What stands above the table, for people: whose list it is (A12). */
  above?: Block[];
}

export interface BatchResult<Item> {
  results: Item[];
  summary: Record<string, number>;
}

/** What becomes of many things, one after the other. */
export interface AnswersResult<Item> {
  /** Each is shown as soon as it is known: somebody may be waiting for it. */
  results: AsyncIterable<Item>;
  /** How many there were, when all are known. */
  summary: () => Record<string, number>;
}

/** Many records: an array in JSON, a table for people. */
export interface ListView<Row> {
  kind: 'list';
  fields: Field<Row>[];
  id: (row: Row) => string | number;
  /** What is said (on standard error) when there is nothing. */
  empty: string;
  /** What people see of each record where a line of a table says too little; with `--fields` it is a table again. */
  page?: (row: Row) => Block[];
  /** What people see of few records together, in place of a table; with `--fields` it is a table again. */
  whole?: (rows: readonly Row[], result: ListResult<Row>) => Block[];
}

/** One record: an object in JSON, a page for people. Without `page` people see only the report. */
export interface RecordView<Row> {
  kind: 'record';
  fields: Field<Row>[];
  /** Empty where there is none. */
  id: (row: Row) => string | number;
  /** What `-o count` prints; 1 when left out. */
  count?: (row: Row) => number;
  page?: (row: Row) => Block[];
}

/** The outcome of a command that takes several: `{results, summary}` in JSON, the report for people. */
export interface BatchView<Item> {
  kind: 'batch';
  fields: Field<Item>[];
  id: (item: Item) => string | number;
  /** What people asked to have of an item, on standard output: a line of its own, never cut (a printed link). */
  line?: (item: Item) => string | undefined;
}

/** Answers as they come: `{results, summary}` in JSON, a line for each for people. */
export interface AnswersView<Item> {
  kind: 'answers';
  fields: Field<Item>[];
  /** The ids of what an answer is about. */
  ids: (item: Item) => ReadonlyArray<string | number>;
  line: (item: Item) => Fact;
  /** Whether people are told of it also when they asked for quiet. */
  isTrouble: (item: Item) => boolean;
}

/** Raw text that is itself the requested data (a template, a completion script); in JSON `{"text": …}`. */
export interface TextView<Result> {
  kind: 'text';
  text: (result: Result) => string;
}

/** Data in a form of its own, written as it is read; the command has chosen it, and nothing is added for programs. */
export interface StreamView<Result> {
  kind: 'stream';
  text: (result: Result) => AsyncIterable<string> | undefined;
}

export type View<Result> =
  | (Result extends ListResult<infer Row> ? ListView<Row> : never)
  | (Result extends BatchResult<infer Item> ? BatchView<Item> : never)
  | (Result extends AnswersResult<infer Item> ? AnswersView<Item> : never)
  | RecordView<Result>
  | TextView<Result>
  | StreamView<Result>;

/** A line for people about what happened; goes to standard error, and only beside the table format. */
export interface ReportLine {
  tone: 'done' | 'warning' | 'note';
  text: string;
}
