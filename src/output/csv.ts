import { type Options, stringify } from 'csv-stringify/sync';
import { type AnyField, type AnyRecord, plain } from './fields.ts';

/** csv-stringify has a price per call, which a hundred rows share. */
const ROWS_PER_CALL = 100;

/** CSV as RFC 4180 has it: a header row of the fields' keys, CRLF, quotes where they are needed. */
export async function* csvLines(
  rows: AsyncIterable<unknown> | Iterable<unknown>,
  fields: readonly AnyField[],
): AsyncGenerator<string> {
  // The only value of a row in quotes when it is empty: else the row would be an empty line, which readers skip.
  const options: Options = {
    record_delimiter: 'windows',
    // With a delimiter of our own csv-stringify would otherwise leave a bare CR or LF inside a value unquoted.
    quote_record_delimiter: true,
    quoted_empty: fields.length === 1,
  };
  let waiting = [fields.map((field): string => field.key)];
  for await (const row of rows) {
    waiting.push(fields.map((field) => csvValue((row as AnyRecord)[field.key])));
    if (waiting.length < ROWS_PER_CALL) continue;
    yield stringify(waiting, options);
    waiting = [];
  }
  if (waiting.length > 0) yield stringify(waiting, options);
}

/** Lists of plain values joined by "; ", other structures as compact JSON, nothing for null. */
function csvValue(value: unknown): string {
  if (!Array.isArray(value)) return plain(value);
  return value.every((item) => typeof item !== 'object') ? value.join('; ') : JSON.stringify(value);
}
