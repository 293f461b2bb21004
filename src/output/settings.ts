import type { PictureWay } from './picture/protocol.ts';

export const formats = ['table', 'json', 'jsonl', 'csv', 'ids', 'count'] as const;
export type Format = (typeof formats)[number];

/** What each format prints. */
export const formatNotes: Readonly<Record<Format, string>> = {
  table: 'for people: a table or a page on standard output, what was done on standard error',
  json: 'an array for lists, an object for one record, `{"results": […], "summary": {…}}` for a batch',
  jsonl: 'one JSON object a line, as it is read',
  csv: 'a heading and one line a record',
  ids: 'ids, one a line; after `create` the new one',
  count: 'a number',
};

/** How this run shows what it has to show. */
export interface OutputSettings {
  format: Format;
  /** From `--fields`: which fields, in which order. */
  fields: readonly string[] | undefined;
  /** Never cut a table cell. */
  wide: boolean;
  /** No success lines, warnings or notes. */
  quiet: boolean;
  /** Colour on standard output, and on standard error. */
  color: { out: boolean; err: boolean };
  /** Width of the terminal that standard output is; undefined when it is none. */
  columns: number | undefined;
  /** How pictures are drawn on the terminal that standard output is; undefined when it is none, or can nothing. */
  pictures?: { way: PictureWay; colors: 1 | 2 | 3 } | undefined;
  /** How many rows a table shows before it says that there are more; undefined when the caller set a limit. */
  tableRows: number | undefined;
}

/** Where text goes. Resolves when more may be written; rejects with `PipeClosed` when the reader is gone. */
export interface Sink {
  write(text: string): Promise<void>;
}

/** The reader of our output closed it: a reason to stop quietly, not an error. */
export class PipeClosed extends Error {}
