import { usageError } from '../../errors.ts';
import { decodeText } from './bytes/decode.ts';
import { detectEncoding, emptyFile, type TableSource } from './bytes/detect.ts';
import { type Encoding, encodingNamed } from './bytes/encoding.ts';
import { type Delimiter, delimiterNamed, guessDelimiter, separatorLine } from './delimiter.ts';
import { readRecords, type TableRecord } from './records.ts';

export interface TableOptions {
  encoding?: string | undefined;
  delimiter?: string | undefined;
}

/** A delimited text whose headings are read and whose records are still to come. */
export interface Table {
  readonly name: string;
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  /** The headings, trimmed; empty ones at the end are left out. */
  readonly headers: readonly string[];
  /** The records below the headings, in pieces of a few hundred. Can be read once, and closes the source at its end. */
  records(): AsyncGenerator<TableRecord[]>;
  /** Closes the source. Needed when the records are not read, harmless otherwise. */
  close(): void;
}

/**
 * Opens a client list and finds out how it is written (B4): encoding, delimiter, headings.
 * Throws usage errors: UNKNOWN_ENCODING, UNKNOWN_DELIMITER, EMPTY_FILE, NOT_A_TEXT_FILE, ENCODING_CONFLICT,
 * INVALID_ENCODING, DUPLICATE_HEADERS and those of reading records. The source is closed when it throws.
 */
export const openTable = async (source: TableSource, options: TableOptions): Promise<Table> => {
  let close = (): void => void source.bytes.destroy();
  try {
    const encoding = options.encoding === undefined ? undefined : encodingNamed(options.encoding);
    const wanted = options.delimiter === undefined ? undefined : delimiterNamed(options.delimiter);
    const input = await detectEncoding(source, encoding);
    close = input.bytes.close;

    const text = decodeText(input, source.name);
    const first = (await text.next()).value ?? Buffer.alloc(0);
    const start = first.toString();
    const separator = separatorLine(start);
    const below = separator ? start.slice(separator.length) : start;
    const delimiter = wanted ?? separator?.delimiter ?? guessDelimiter(below);
    const batches = readRecords(precededBy(Buffer.from(below), text), {
      name: source.name,
      delimiter,
      firstLine: separator ? 2 : 1,
    });

    const { value: batch } = await batches.next();
    const [header, ...rest] = batch ?? [];
    if (!header) throw emptyFile(source.name);
    const records = async function* () {
      try {
        if (rest.length > 0) yield rest;
        yield* batches;
      } finally {
        close();
      }
    };
    const headers = headings(header, source.name);
    return { name: source.name, encoding: input.encoding, delimiter, headers, records, close };
  } catch (error) {
    close();
    throw error;
  }
};

async function* precededBy(first: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  yield* rest;
}

const headings = (record: TableRecord, name: string): string[] => {
  const headers = record.cells.map((cell) => cell.trim());
  while (headers.at(-1) === '') headers.pop();
  const seen = new Set<string>();
  const twice = new Set<string>();
  for (const header of headers) {
    const key = header.normalize('NFKC').toLowerCase();
    if (key !== '' && seen.has(key)) twice.add(header);
    seen.add(key);
  }
  if (twice.size === 0) return headers;
  const names = [...twice];
  throw usageError(
    'DUPLICATE_HEADERS',
    `${name}, line ${record.line}: more than one column is headed ${names.map((header) => `"${header}"`).join(', ')}`,
    { hint: 'give each column a heading of its own', details: { columns: names, line: record.line } },
  );
};
