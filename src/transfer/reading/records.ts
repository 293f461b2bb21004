import { finished } from 'node:stream/promises';
import { CsvError, parse } from 'csv-parse';
import { type KontorError, usageError } from '../../errors.ts';
import { countBreaks } from './bytes/lines.ts';
import type { Delimiter } from './delimiter.ts';

/** One line of cells. Blanks around a cell are gone, those inside quotes are kept; nothing is read as a number or date. */
export interface TableRecord {
  /** The line of the file in which the record begins, from 1; in an array of objects the number of the entry. */
  line: number;
  cells: string[];
  /** Cells that were more than a text; only JSON has them. */
  odd?: OddCell[];
  /** The object that the cells were made from, of keyed records. */
  entry?: Record<string, unknown>;
}

/** A cell that was a list (a line for each of its values), a number with decimals, or nothing that a cell can hold. */
export type OddCell = { index: number } & (
  | { is: 'list' | 'fraction'; reason?: undefined }
  | { is: 'unfit'; reason: string }
);

export interface RecordOptions {
  name: string;
  delimiter: Delimiter;
  /** The line in which the text begins. */
  firstLine: number;
}

/** Longest cell, in characters: what people call 1 MB of text. */
const maxCell = 1_048_576;
/** A quote that is never closed would otherwise read the rest of a file into memory. */
const maxRecord = 16 * maxCell;

/**
 * Reads delimited text (UTF-8) strictly, a piece at a time: for each piece the records that end in it. Blank records
 * are skipped. Throws UNCLOSED_QUOTE, MISPLACED_QUOTE, CELL_TOO_LARGE and RECORD_TOO_LARGE, naming the line.
 */
export async function* readRecords(
  text: AsyncIterable<Buffer>,
  options: RecordOptions,
): AsyncGenerator<TableRecord[]> {
  let records: TableRecord[] = [];
  let line = options.firstLine;
  let tooLarge: KontorError | undefined;
  let headings: readonly string[] | undefined;

  const parser = parse({
    delimiter: options.delimiter,
    record_delimiter: ['\r\n', '\n', '\r'],
    relax_column_count: true,
    trim: true,
    max_record_size: maxRecord,
  });
  // Listening is faster than iterating, and a good deal faster than asking the parser for line numbers, which it
  // counts wrongly besides: a quoted CRLF twice.
  parser.on('data', (cells: string[]) => {
    const found = inspect(cells);
    if (found.longest > maxCell) tooLarge ??= cellTooLarge(options.name, line);
    if (found.filled) {
      headings ??= cells;
      records.push({ line, cells });
    }
    line += 1 + found.breaks;
  });
  // Errors are taken from the write that caused them; without a listener they would end the process.
  parser.on('error', () => undefined);
  const feed = (chunk: Buffer) =>
    new Promise<void>((resolve, reject) => {
      parser.write(chunk, (error) => (error ? reject(error) : resolve()));
    });

  try {
    for await (const piece of text) {
      if (piece.length === 0) continue;
      await feed(piece);
      if (tooLarge) throw tooLarge;
      if (records.length === 0) continue;
      yield records;
      records = [];
    }
    parser.end();
    await finished(parser);
    if (tooLarge) throw tooLarge;
    if (records.length > 0) yield records;
  } catch (error) {
    throw error instanceof CsvError ? notReadable(error, options.name, line, headings) : error;
  } finally {
    parser.destroy();
  }
}

const inspect = (cells: string[]): { filled: boolean; longest: number; breaks: number } => {
  let filled = false;
  let longest = 0;
  let breaks = 0;
  for (const cell of cells) {
    if (cell.length > longest) longest = cell.length;
    filled ||= cell !== '' && cell.trim() !== '';
    if (cell.includes('\n') || cell.includes('\r')) breaks += countBreaks(cell);
  }
  return { filled, longest, breaks };
};

const cellTooLarge = (name: string, line: number) =>
  usageError(
    'CELL_TOO_LARGE',
    `${name}: the record that begins in line ${line} has a cell longer than 1 MB`,
    {
      hint: 'a quote that opens a cell may be missing its closing quote',
      details: { line },
    },
  );

/** `line` is where the record begins that could not be finished. */
const notReadable = (
  error: CsvError,
  name: string,
  line: number,
  headings: readonly string[] = [],
): KontorError => {
  const { index } = error as { index?: number };
  const cell = index === undefined ? '' : `cell ${index + 1}`;
  const heading = headings[index ?? -1]?.trim();
  const where = heading ? `${cell} ("${heading.slice(0, 60)}")` : cell || 'a cell';
  const details = { line, ...(index === undefined ? {} : { cell: index + 1 }) };
  const record = `${name}: the record that begins in line ${line}`;
  switch (error.code) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return usageError('UNCLOSED_QUOTE', `${record} opens ${where} with a quote (") and never closes it`, {
        hint: 'close the cell with a quote; a quote that belongs to the text is written twice ("")',
        details,
      });
    case 'CSV_MAX_RECORD_SIZE':
      return usageError('RECORD_TOO_LARGE', `${record} is longer than 16 MB, at ${where}`, {
        hint: 'a quote that opens a cell may be missing its closing quote',
        details,
      });
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'CSV_NON_TRIMABLE_CHAR_AFTER_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return usageError('MISPLACED_QUOTE', `${record} has a quote (") in the middle of ${where}`, {
        hint: 'quote the whole cell and write quotes inside it twice: "Inn ""The Post"""; or check --delimiter',
        details,
      });
    default:
      return usageError('UNREADABLE_TABLE', `${record} cannot be read: ${error.message}`, { details });
  }
};
