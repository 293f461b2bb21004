import { neutralised } from '../formula-guard.ts';
import type { Column } from './columns.ts';

/** What stands between cells. */
export const delimiters = { comma: ',', semicolon: ';', tab: '\t' } as const;
export type DelimiterName = keyof typeof delimiters;

/** Also what other programs take for delimiters: who opens the file with another one shall not find new cells. */
const needsQuotes = /[",;\t|\r\n]/;

const cell = (text: string): string => {
  const safe = neutralised(text);
  return needsQuotes.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
};

const lineEnd = '\r\n';

export const csvHead = (columns: ReadonlyArray<Column<never>>, delimiter: string): string =>
  columns.map(({ heading }) => cell(heading)).join(delimiter) + lineEnd;

/** Rows as RFC 4180 has them, guarded against spreadsheets that run formulas (B5). */
export function csvRows<Row>(rows: readonly Row[], columns: readonly Column<Row>[], delimiter: string): string {
  let lines = '';
  for (const row of rows) {
    let line = '';
    for (const { value, text } of columns) {
      const found = value(row);
      if (line !== '') line += delimiter;
      if (found !== null) line += cell(text(found));
    }
    lines += line + lineEnd;
  }
  return lines;
}
