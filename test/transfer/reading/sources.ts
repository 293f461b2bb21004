import { Readable } from 'node:stream';
import type { TableSource } from '../../../src/transfer/reading/bytes/detect.ts';
import type { ClientRow } from '../../../src/transfer/reading/client-row.ts';
import { type MappingOptions, planColumns } from '../../../src/transfer/reading/mapping.ts';
import { readClientRows } from '../../../src/transfer/reading/rows.ts';
import { openTable, type TableOptions } from '../../../src/transfer/reading/table.ts';

const cut = function* (bytes: Buffer, size: number): Generator<Buffer> {
  for (let start = 0; start < bytes.length; start += size) yield bytes.subarray(start, start + size);
};

const stream = (bytes: Buffer, size: number) => Readable.from(cut(bytes, size), { objectMode: false });

/** Bytes that come like standard input: once, in chunks of any size. */
export const piped = (bytes: Buffer | string, size = 65_536): TableSource => ({
  bytes: stream(Buffer.from(bytes), size),
  name: 'standard input',
});

/** Bytes that come like a file: they can be read again. */
export const file = (bytes: Buffer | string, name = 'clients.csv'): TableSource => ({
  bytes: stream(Buffer.from(bytes), 65_536),
  reopen: () => stream(Buffer.from(bytes), 65_536),
  name,
});

/** Headings, cells and line numbers of a whole table. */
export const readTable = async (source: TableSource, options: TableOptions = {}) => {
  const table = await openTable(source, options);
  const cells: string[][] = [];
  const lines: number[] = [];
  for await (const records of table.records()) {
    for (const record of records) {
      cells.push(record.cells);
      lines.push(record.line);
    }
  }
  return { encoding: table.encoding, delimiter: table.delimiter, headers: table.headers, cells, lines };
};

/** All client rows of a table. */
export const readRows = async (
  source: TableSource,
  mapping: Partial<MappingOptions> = {},
): Promise<Array<Omit<ClientRow, 'record'>>> => {
  const table = await openTable(source, {});
  const { isKeyed } = table;
  const plan = planColumns(table.headers, { map: [], ignoreUnknown: false, isKeyed, ...mapping });
  const rows: Array<Omit<ClientRow, 'record'>> = [];
  for await (const batch of readClientRows(table, plan)) {
    rows.push(...batch.map(({ record: _, ...row }) => row));
  }
  return rows;
};
