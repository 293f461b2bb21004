import type { AccountQuery } from '../../../src/domain/account/model.ts';
import type { Deps } from '../../../src/domain/deps.ts';
import { knownFields } from '../../../src/domain/field/references.ts';
import { type ExportOptions, exportAccounts } from '../../../src/transfer/export/export.ts';
import { type ImportOptions, importClients } from '../../../src/transfer/import/import.ts';
import type { ImportReport } from '../../../src/transfer/import/report.ts';
import { planColumns } from '../../../src/transfer/reading/mapping.ts';
import { openTable } from '../../../src/transfer/reading/table.ts';
import { file } from '../reading/sources.ts';

const { signal } = new AbortController();

/** An export of accounts as text. */
export async function exported(
  deps: Deps,
  options: Partial<ExportOptions> = {},
  query: AccountQuery = {},
): Promise<string> {
  const { text } = await exportAccounts(deps, query, {
    format: 'csv',
    delimiter: 'comma',
    file: undefined,
    replace: false,
    cwd: '/',
    dryRun: false,
    signal,
    progress: () => {},
    ...options,
  });
  const pieces: string[] = [];
  for await (const piece of text ?? []) pieces.push(piece);
  return pieces.join('');
}

/** Imports an export into the caller's transaction; tags are made. */
export async function imported(
  deps: Deps,
  text: string,
  options: Partial<ImportOptions> = {},
): Promise<ImportReport> {
  const table = await openTable(file(text), {});
  const plan = planColumns(table.headers, {
    map: [],
    ignoreUnknown: false,
    fields: await knownFields(deps),
    isKeyed: table.isKeyed,
  });
  return importClients(deps, table, plan, { createTags: true, signal, progress: () => {}, ...options });
}
