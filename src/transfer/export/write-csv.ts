import { neutralised } from '../formula-guard.ts';
import type { Column } from './columns.ts';

/** What stands between cells. */
export const delimiters = { comma: ',', semicolon: ';', tab: '\t' } as const;
export type DelimiterName = keyof typeof delimiters;

/** Also what other programs take for delimiters: who opens the file with another one shall not find new cells. */
const needsQuotes = /[",;\t|\r\n]/;

/** Most cells, which need neither quotes nor a guard. */
const plain = /^[\p{L}\p{N}][^",;\t|\r\n]*$/u;

const cell = (text: string): string => {
  if (plain.test(text)) return text;
  const safe = neutralised(text);
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const lineEnd = '\r\n';

export const csvHead = (columns: ReadonlyArray<Column<never>>, delimiter: string): string =>
  columns.map(({ heading }) => cell(heading)).join(delimiter) + lineEnd;

/** Rows as RFC 4180 has them, guarded against spreadsheets that run formulas (B5). */
export function csvRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  delimiter: string,
): string {
  let lines = '';
  for (const row of rows) {
    let between = '';
    for (const { value, text } of columns) {
      const found = value(row);
      lines += found === null ? between : between + cell(text(found));
      between = delimiter;
    }
    lines += lineEnd;
  }
  return lines;
}
