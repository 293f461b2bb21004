import { setImmediate } from 'node:timers/promises';
import { cancelledError } from '../../errors.ts';
import type { Column } from './columns.ts';
import { csvHead, csvRows } from './write-csv.ts';
import { jsonRow } from './write-json.ts';

export const exportFormats = ['csv', 'jsonl', 'json'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Rows that are read as they are written, and their columns. */
export interface Sheet<Row> {
  columns: readonly Column<Row>[];
  pages: AsyncIterable<readonly Row[]>;
}

export interface TextOptions {
  format: ExportFormat;
  /** Between the cells of CSV. */
  delimiter: string;
  signal: AbortSignal;
  /** Told after each page how many rows there were so far. */
  count: (rows: number) => void;
}

/** Rows that are written in one go: a millisecond. */
const pieceRows = 100;

/**
 * A sheet as text, a piece for each page. Nothing is given before the first page is read, so that a refusal leaves the
 * output empty. Throws CANCELLED.
 */
export async function* sheetText<Row>(sheet: Sheet<Row>, options: TextOptions): AsyncGenerator<string> {
  const { head, rows, foot } = writers[options.format]<Row>(sheet.columns, options.delimiter);
  let done = 0;
  for await (const page of sheet.pages) {
    let text = done === 0 ? head : '';
    for (let start = 0; start < page.length; start += pieceRows) {
      if (options.signal.aborted) throw cancelledError();
      text += rows(page.slice(start, start + pieceRows), done === 0 && start === 0);
      // Lets answers of the database through, so that it goes on with the next page meanwhile.
      await setImmediate();
    }
    yield text;
    done += page.length;
    options.count(done);
  }
  const end = done === 0 ? head + foot : foot;
  if (end !== '') yield end;
}

interface Writer<Row> {
  head: string;
  rows: (rows: readonly Row[], isFirst: boolean) => string;
  foot: string;
}

const writers: Record<
  ExportFormat,
  <Row>(columns: readonly Column<Row>[], delimiter: string) => Writer<Row>
> = {
  csv: (columns, delimiter) => ({
    head: csvHead(columns, delimiter),
    rows: (rows) => csvRows(rows, columns, delimiter),
    foot: '',
  }),
  jsonl: (columns) => ({
    head: '',
    rows: (rows) => rows.map((row) => `${jsonRow(row, columns)}\n`).join(''),
    foot: '',
  }),
  json: (columns) => ({
    head: '[',
    rows: (rows, isFirst) =>
      rows.map((row, place) => `${isFirst && place === 0 ? '' : ','}\n${jsonRow(row, columns)}`).join(''),
    foot: '\n]\n',
  }),
};
