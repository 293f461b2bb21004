import { usageError } from '../errors.ts';
import { type AnyRecordsView, type AnyView, namedFields, picked } from './fields.ts';
import { rowsOf, whole } from './machine.ts';
import type { OutputSettings } from './settings.ts';

/** Where a result is part of something larger, it has to be held in memory. */
const maxRecords = 10_000;
const maxCharacters = 16 * 1024 * 1024;

/** What `-o json` would print of a result, as plain data. Throws RESULT_TOO_LARGE (exit 2). */
export async function resultData(
  view: AnyView,
  result: unknown,
  settings: Pick<OutputSettings, 'fields'>,
): Promise<unknown> {
  switch (view.kind) {
    case 'text':
      return { text: view.text(result) };
    case 'stream':
      return { text: await collectedText(view.text(result) ?? []) };
    case 'list':
      return collectedRecords(view, result, settings);
    case 'answers':
      throw new Error('answers are read as they come, and held by nobody');
    default:
      return whole(view, result, namedFields(view.fields, settings));
  }
}

async function collectedText(texts: AsyncIterable<string> | Iterable<string>): Promise<string> {
  let all = '';
  for await (const text of texts) {
    all += text;
    if (all.length > maxCharacters) throw tooLarge('16 MiB of text', 'Write it to a file with --out.');
  }
  return all;
}

async function collectedRecords(
  view: AnyRecordsView,
  result: unknown,
  settings: Pick<OutputSettings, 'fields'>,
): Promise<unknown[]> {
  const named = namedFields(view.fields, settings);
  const records: unknown[] = [];
  for await (const row of rowsOf(view, result)) {
    if (records.push(picked(row, named)) > maxRecords) {
      throw tooLarge('10,000 records', 'Ask for less with --limit, or run the command by itself.');
    }
  }
  return records;
}

const tooLarge = (limit: string, hint: string) =>
  usageError('RESULT_TOO_LARGE', `The result has more than ${limit}.`, { hint });
