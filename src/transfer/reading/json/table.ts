import type { TableRecord } from '../records.ts';
import { type JsonEntry, readJsonArray, readJsonLines } from './entries.ts';
import { KeyColumns } from './key-columns.ts';

/** A text that can be read from its beginning again; standard input cannot. */
export interface JsonText {
  name: string;
  kind: 'json' | 'jsonl';
  text: AsyncIterable<Buffer>;
  again: (() => AsyncIterable<Buffer>) | undefined;
}

/** Columns by key, and the records still to come. */
export interface JsonRecords {
  headers: readonly string[];
  records(): AsyncGenerator<TableRecord[]>;
}

/**
 * Objects as records: a column for each key. All entries of a file are looked at first, so that it is known which keys
 * there are; of standard input the first entries tell, and `headers` grows when later ones have others.
 */
export async function openJsonRecords({ name, kind, text, again }: JsonText): Promise<JsonRecords> {
  const columns = new KeyColumns();
  const entriesOf = (source: AsyncIterable<Buffer>): AsyncGenerator<JsonEntry[]> =>
    kind === 'json' ? readJsonArray(source, name) : readJsonLines(source, name);
  if (again) {
    for await (const entries of entriesOf(again())) for (const entry of entries) columns.record(entry);
  }
  const entries = entriesOf(text);
  const head = again ? undefined : (await entries.next()).value;
  const recordsOf = (some: JsonEntry[]) =>
    some.map((entry) => columns.record(entry)).filter(({ cells, odd }) => odd || cells.some(isFilled));
  const first = recordsOf(head ?? []);
  return {
    headers: columns.headers,
    records: async function* () {
      if (first.length > 0) yield first;
      for await (const some of entries) {
        const records = recordsOf(some);
        if (records.length > 0) yield records;
      }
    },
  };
}

const isFilled = (cell: string): boolean => cell !== '' && cell.trim() !== '';
