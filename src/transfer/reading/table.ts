import { usageError } from '../../errors.ts';
import { openBytes } from './bytes/bytes.ts';
import { decodeText } from './bytes/decode.ts';
import { detectEncoding, type EncodedBytes, emptyFile, type TableSource } from './bytes/detect.ts';
import { type Encoding, encodingNamed } from './bytes/encoding.ts';
import { type LineEnds, lineEndsOf } from './bytes/lines.ts';
import { type Delimiter, delimiterNamed, guessDelimiter, separatorLine } from './delimiter.ts';
import { type Format, formatNamed, formatOf, kindOf, refuseFormatConflict, type TextKind } from './format.ts';
import { openJsonRecords } from './json/table.ts';
import { readRecords, type TableRecord } from './records.ts';

export interface TableOptions {
  format?: string | undefined;
  encoding?: string | undefined;
  delimiter?: string | undefined;
}

/** A client list whose headings are read and whose records are still to come. */
export interface Table {
  readonly name: string;
  readonly format: Format;
  readonly encoding: Encoding;
  /** What stands between cells; null where there are none. */
  readonly delimiter: Delimiter | null;
  /** What ends its first lines; null when there is but one. */
  readonly lineEnds: LineEnds | null;
  /** What the number of a record counts: lines of the file, or the entries of an array. */
  readonly unit: 'line' | 'entry';
  /** Whether a record has keys instead of places: then any of its cells may be missing. */
  readonly isKeyed: boolean;
  /** The headings, trimmed; empty ones at the end are left out. Those of keyed records may become more. */
  readonly headers: readonly string[];
  /** The records below the headings, in pieces of a few hundred. Can be read once, and closes the source at its end. */
  records(): AsyncGenerator<TableRecord[]>;
  /** Closes the source. Needed when the records are not read, harmless otherwise. */
  close(): void;
}

/** What is wanted of a table in so many words. */
interface Wanted {
  format: Format | undefined;
  delimiter: Delimiter | undefined;
}

type Content = Pick<Table, 'delimiter' | 'unit' | 'isKeyed' | 'headers' | 'records'>;

/**
 * Opens a client list and finds out how it is written (B4): format, encoding, delimiter, headings.
 * Throws usage errors: UNKNOWN_FORMAT, UNKNOWN_ENCODING, UNKNOWN_DELIMITER, FORMAT_CONFLICT, EMPTY_FILE, NOT_A_TEXT_FILE,
 * ENCODING_CONFLICT, INVALID_ENCODING, DUPLICATE_HEADERS and those of reading records. The source is closed when it throws.
 */
export const openTable = async (source: TableSource, options: TableOptions): Promise<Table> => {
  let close = (): void => void source.bytes.destroy();
  try {
    const encoding = options.encoding === undefined ? undefined : encodingNamed(options.encoding);
    const wanted: Wanted = {
      format: options.format === undefined ? undefined : formatNamed(options.format),
      delimiter: options.delimiter === undefined ? undefined : delimiterNamed(options.delimiter),
    };
    refuseFormatConflict(wanted.format, wanted.delimiter);
    const input = await detectEncoding(source, encoding);
    close = input.bytes.close;

    const text = decodeText(input, source.name);
    const start = ((await text.next()).value ?? Buffer.alloc(0)).toString();
    const kind = kindWanted(wanted) ?? kindOf(start);
    const whole = precededBy(Buffer.from(start), text);
    const content =
      kind === 'delimited'
        ? await delimitedContent(source.name, start, text, wanted)
        : await jsonContent(source, kind, whole, input);
    const records = async function* () {
      try {
        yield* content.records();
      } finally {
        close();
      }
    };
    const format = formatOf(kind, content.delimiter);
    const { encoding: found } = input;
    return {
      name: source.name,
      lineEnds: lineEndsOf(start),
      ...content,
      format,
      encoding: found,
      records,
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
};

/** A delimiter asked for says as well that there are cells. */
const kindWanted = ({ format, delimiter }: Wanted): TextKind | undefined => {
  if (format === 'json' || format === 'jsonl') return format;
  return format === undefined && delimiter === undefined ? undefined : 'delimited';
};

const delimitedContent = async (
  name: string,
  start: string,
  text: AsyncGenerator<Buffer>,
  wanted: Wanted,
): Promise<Content> => {
  const separator = separatorLine(start);
  const below = separator ? start.slice(separator.length) : start;
  const tab = wanted.format === 'tsv' ? '\t' : undefined;
  const delimiter = wanted.delimiter ?? tab ?? separator?.delimiter ?? guessDelimiter(below);
  const firstLine = separator ? 2 : 1;
  const batches = readRecords(precededBy(Buffer.from(below), text), { name, delimiter, firstLine });
  const { value: batch } = await batches.next();
  const [header, ...rest] = batch ?? [];
  if (!header) throw emptyFile(name);
  const records = async function* () {
    if (rest.length > 0) yield rest;
    yield* batches;
  };
  return { delimiter, unit: 'line', isKeyed: false, headers: headings(header, name), records };
};

const jsonContent = async (
  source: TableSource,
  kind: 'json' | 'jsonl',
  text: AsyncIterable<Buffer>,
  input: EncodedBytes,
): Promise<Content> => {
  const { name, reopen } = source;
  const again =
    reopen &&
    async function* () {
      const bytes = await openBytes(reopen());
      try {
        yield* decodeText({ ...input, bytes }, name);
      } finally {
        bytes.close();
      }
    };
  const { headers, records } = await openJsonRecords({ name, kind, text, again });
  return { delimiter: null, unit: kind === 'json' ? 'entry' : 'line', isKeyed: true, headers, records };
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
