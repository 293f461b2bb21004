import path from 'node:path';
import type { AccountQuery } from '../../domain/account/model.ts';
import type { ContactQuery } from '../../domain/contact/model.ts';
import type { Deps } from '../../domain/deps.ts';
import { pagesOfClients } from '../../domain/export/clients.ts';
import { pagesOfContacts } from '../../domain/export/contacts.ts';
import { knownFields } from '../../domain/field/references.ts';
import type { OnProgress } from '../../domain/progress.ts';
import { requireFree, type WholeFile, writeWhole } from '../../whole-file.ts';
import { clientColumns, contactColumns } from './columns.ts';
import { type ExportFormat, type Sheet, sheetText } from './text.ts';
import { type DelimiterName, delimiters } from './write-csv.ts';

/** Where and how a sheet is written. */
export interface ExportOptions {
  format: ExportFormat;
  delimiter: DelimiterName;
  /** The file; undefined is standard output. */
  file: string | undefined;
  /** Replaces a file that exists. */
  replace: boolean;
  cwd: string;
  /** Reads everything and writes no file. */
  dryRun: boolean;
  signal: AbortSignal;
  progress: OnProgress;
}

/** What an export did, or, on standard output, does while its text is read. */
export interface Exported {
  /** What is still to be written to standard output. */
  text: AsyncIterable<string> | undefined;
  file: string | undefined;
  rows: number;
  format: ExportFormat;
}

/**
 * Accounts with their contacts as a sheet that import reads again (B5). Throws FILE_EXISTS (exit 4), FILE_UNWRITABLE (exit 2),
 * TAG_NOT_FOUND, FIELD_NOT_FOUND (exit 3).
 */
export async function exportAccounts(
  deps: Deps,
  query: AccountQuery,
  options: ExportOptions,
): Promise<Exported> {
  const fields = await knownFields(deps);
  return exported({ columns: clientColumns(fields), pages: pagesOfClients(deps, fields, query) }, options);
}

/** The same with one row for each contact. */
export async function exportContacts(
  deps: Deps,
  query: ContactQuery,
  options: ExportOptions,
): Promise<Exported> {
  const fields = await knownFields(deps, 'contact');
  return exported({ columns: contactColumns(fields), pages: pagesOfContacts(deps, fields, query) }, options);
}

async function exported<Row>(sheet: Sheet<Row>, options: ExportOptions): Promise<Exported> {
  const { file, format, signal } = options;
  const result: Exported = { text: undefined, file, rows: 0, format };
  const text = sheetText(sheet, {
    format,
    delimiter: delimiters[options.delimiter],
    signal,
    count: (rows) => {
      result.rows = rows;
      options.progress({ unit: 'rows', done: rows });
    },
  });
  if (file === undefined) {
    result.text = text;
    return result;
  }
  const target: WholeFile = {
    path: path.resolve(options.cwd, file),
    name: file,
    replace: options.replace,
  };
  await requireFree(target);
  if (options.dryRun) for await (const _ of text);
  else {
    await writeWhole(target, async (write) => {
      for await (const piece of text) await write(piece);
    });
  }
  return result;
}
