import { type AnyField, type AnyRecordsView, namedFields, picked } from './fields.ts';
import { safeJson, safeText } from './safe-text.ts';
import type { Format, OutputSettings, Sink } from './settings.ts';
import type { BatchResult, ListResult } from './view.ts';

type Rows = AsyncIterable<unknown> | Iterable<unknown>;

/** As much text as is gathered before it is written: a write per row would cost more than the row. */
const PORTION = 64 * 1024;

/** Writes the formats for programs: nothing but the data, one row at a time, in constant memory. */
export async function renderForMachines(
  format: Exclude<Format, 'table'>,
  view: AnyRecordsView,
  result: unknown,
  settings: OutputSettings,
  out: Sink,
): Promise<void> {
  const named = namedFields(view.fields, settings);
  const rows = rowsOf(view, result);
  switch (format) {
    case 'json':
      if (view.kind === 'list') return inPortions(jsonArray(rows, named), out);
      return out.write(`${safeJson(whole(view, result, named), 2)}\n`);
    case 'jsonl':
      return inPortions(
        each(rows, (row) => `${safeJson(picked(row, named))}\n`),
        out,
      );
    case 'csv': {
      const { csvLines } = await import('./csv.ts');
      return inPortions(csvLines(rows, named ?? view.fields), out);
    }
    case 'ids':
      // An id of two lines would be read as two ids.
      return inPortions(
        each(rows, (row) => (view.id(row) === '' ? '' : `${safeText(String(view.id(row)))}\n`)),
        out,
      );
    case 'count':
      return out.write(`${await countOf(view, result)}\n`);
  }
}

export function rowsOf(view: AnyRecordsView, result: unknown): Rows {
  if (view.kind === 'list') return (result as ListResult<unknown>).rows;
  return view.kind === 'batch' ? (result as BatchResult<unknown>).results : [result];
}

async function countOf(view: AnyRecordsView, result: unknown): Promise<number> {
  if (view.kind === 'list') return (result as ListResult<unknown>).total();
  return view.kind === 'batch'
    ? (result as BatchResult<unknown>).results.length
    : (view.count?.(result) ?? 1);
}

/** The one object that JSON has for a record or a batch. */
export function whole(view: AnyRecordsView, result: unknown, named: AnyField[] | undefined): unknown {
  if (view.kind !== 'batch') return picked(result, named);
  const batch = result as BatchResult<unknown>;
  return { ...batch, results: batch.results.map((item) => picked(item, named)) };
}

async function* jsonArray(rows: Rows, named: AnyField[] | undefined): AsyncGenerator<string> {
  let before = '[\n  ';
  for await (const row of rows) {
    yield before + safeJson(picked(row, named), 2).replaceAll('\n', '\n  ');
    before = ',\n  ';
  }
  yield before.startsWith('[') ? '[]\n' : '\n]\n';
}

async function* each(rows: Rows, line: (row: unknown) => string): AsyncGenerator<string> {
  for await (const row of rows) yield line(row);
}

async function inPortions(texts: AsyncIterable<string>, out: Sink): Promise<void> {
  let waiting = '';
  for await (const text of texts) {
    waiting += text;
    if (waiting.length < PORTION) continue;
    await out.write(waiting);
    waiting = '';
  }
  if (waiting !== '') await out.write(waiting);
}
