import { type Deps, undoable } from '../../../src/domain/deps.ts';
import { type ImportOptions, importClients, takingOf } from '../../../src/transfer/import/import.ts';
import { importGoodRows } from '../../../src/transfer/import/keep-going.ts';
import type { ImportReport } from '../../../src/transfer/import/report.ts';
import { planColumns } from '../../../src/transfer/reading/mapping.ts';
import { openTable } from '../../../src/transfer/reading/table.ts';
import { file } from '../reading/sources.ts';

/** A row of a client list, by heading; what is missing is blank. */
export type Cells = Record<string, string | undefined>;

const quoted = (cell = '') => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

/** A client list with the headings of all its rows. */
export function csvOf(rows: readonly Cells[]): string {
  const headings = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const lines = rows.map((row) => headings.map((heading) => quoted(row[heading])).join(','));
  return [headings.join(','), ...lines].join('\n');
}

/** Imports rows in the caller's transaction; tags are made. */
export async function importRows(
  deps: Deps,
  rows: readonly Cells[],
  options: Partial<ImportOptions> = {},
): Promise<ImportReport> {
  const table = await openTable(file(csvOf(rows)), {});
  const plan = planColumns(table.headers, { map: [], ignoreUnknown: false });
  const { signal } = new AbortController();
  return importClients(deps, table, plan, { createTags: true, signal, progress: () => {}, ...options });
}

/** Imports the rows that are right, each batch so that it can be undone by itself. */
export async function importGood(
  deps: Deps,
  rows: readonly Cells[],
  options: Partial<ImportOptions> = {},
): Promise<ImportReport> {
  const table = await openTable(file(csvOf(rows)), {});
  const plan = planColumns(table.headers, { map: [], ignoreUnknown: false });
  const { signal } = new AbortController();
  const all = { createTags: true, signal, progress: () => {}, ...options };
  return importGoodRows((work) => undoable(deps, work), table, {
    ...all,
    rejects: undefined,
    prepare: async (own) => ({ taking: await takingOf(own, plan, all), createdFields: [] }),
  });
}

export interface StoredClient {
  name: string;
  type: string;
  key: string | null;
  tags: string;
  contacts: string[];
}

/** Accounts in the order of their making, each with its contacts as `Name <e-mail> (description)`. */
export async function clients({
  trx,
  dialect,
}: Pick<Deps, 'trx' | 'dialect'>): Promise<Record<string, string[]>> {
  const rows = dialect.rows<{
    account: string;
    name: string;
    email: string | null;
    description: string | null;
  }>(
    await trx.raw(`select a.name as account, c.display_name as name, e.address as email, l.description
      from accounts a join account_contacts l on l.account_id = a.id join contacts c on c.id = l.contact_id
      left join contact_emails e on e.contact_id = c.id order by a.id, c.id`),
  );
  const found: Record<string, string[]> = {};
  for (const { account, name, email, description } of rows) {
    const text = [name, email && `<${email}>`, description && `(${description})`].filter(Boolean).join(' ');
    found[account] = [...(found[account] ?? []), text];
  }
  return found;
}
