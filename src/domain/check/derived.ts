import { query, queryByIds, updateRows } from '../../db/bulk.ts';
import type { StagedType } from '../../db/dialect/dialect.ts';
import { withSavepoint } from '../../db/savepoint.ts';
import { type AccountRow, accountTable } from '../account/repository.ts';
import { derivedOfAccount } from '../account/rules.ts';
import { addressesOf, bySource, furtherOf, primaryOf } from '../contact/emails.ts';
import { type ContactRow, contactTable, readEmails } from '../contact/repository.ts';
import { derivedNames } from '../contact/rules.ts';
import type { Deps } from '../deps.ts';
import { readFirm } from '../firm/read.ts';
import { refreshSearch } from '../search/refresh.ts';
import { addressKey, comparisonKey } from '../text/comparison.ts';
import type { Look } from './model.ts';
import { lookOf, mostExamples, some } from './rules.ts';

/** A row whose derived columns are not what they should be, with the cells that would mend it. */
interface Stale {
  id: number;
  cells: Array<string>;
}

/** Columns of a table that follow from others, and how. */
export interface Derivation {
  name: string;
  summary: string;
  /** `account`, as examples say it. */
  record: string;
  table: string;
  /** The columns that are derived, in the order of {@link Stale.cells}. */
  columns: readonly string[];
  /** Rows behind an id, with what is wrong with them. */
  page: (deps: Deps, after: number) => Promise<{ last: number | undefined; stale: Stale[] }>;
  /** What has to follow when rows were mended. */
  mended?: (deps: Deps, ids: readonly number[]) => Promise<void>;
}

const pageRows = 2_000;

/** Reads a page of rows behind an id. */
const rowsBehind = <Row extends { id: number }>(
  deps: Deps,
  select: string,
  table: string,
  after: number,
): Promise<Row[]> =>
  query<Row>(deps, `select ${select} from ${table} where id > ? order by id limit ${pageRows}`, [after]);

/** Those rows whose stored cells differ from what the code makes of them. */
function pageOf<Row extends { id: number }>(
  rows: readonly Row[],
  stored: (row: Row) => string[],
  wanted: (row: Row) => string[],
): { last: number | undefined; stale: Stale[] } {
  const stale: Stale[] = [];
  for (const row of rows) {
    const cells = wanted(row);
    const own = stored(row);
    if (cells.some((cell, place) => cell !== own[place])) stale.push({ id: row.id, cells });
  }
  return { last: rows.at(-1)?.id, stale };
}

const accountNames: Derivation = {
  name: 'account-names',
  summary: 'accounts can be compared, sorted and found by their names (A4, Q1)',
  record: 'account',
  table: 'accounts',
  columns: ['name_key', 'name_sort', 'search_text'],
  page: async (deps, after) =>
    pageOf(
      await rowsBehind<AccountRow>(deps, accountTable.select(), 'accounts', after),
      ({ nameKey, nameSort, searchText }) => [nameKey, nameSort, searchText],
      (row) => {
        const { nameKey, nameSort, searchText } = derivedOfAccount(row);
        return [nameKey, nameSort, searchText];
      },
    ),
  mended: refreshSearch,
};

const contactNames: Derivation = {
  name: 'contact-names',
  summary: "contacts are called, compared, sorted and found by their names in the firm's format (C1, L1, Q1)",
  record: 'contact',
  table: 'contacts',
  columns: ['display_name', 'name_key', 'name_sort', 'search_text'],
  page: async (deps, after) => {
    const { nameFormat } = await readFirm(deps);
    const rows = await rowsBehind<ContactRow>(deps, contactTable.select(), 'contacts', after);
    const ids = rows.map(({ id }) => id);
    const emails = bySource(await readEmails(deps, ids));
    return pageOf(
      rows,
      ({ displayName, nameKey, nameSort, searchText }) => [displayName, nameKey, nameSort, searchText],
      (row) => {
        const addresses = addressesOf(emails.get(row.id));
        const derived = derivedNames(row, primaryOf(addresses), nameFormat, furtherOf(addresses));
        return [derived.displayName, derived.nameKey, derived.nameSort, derived.searchText];
      },
    );
  },
  mended: async (deps, ids) => {
    const accounts = await queryByIds<{ id: number }>(
      deps,
      'select distinct account_id as id from account_contacts where contact_id in {ids}',
      ids,
    );
    await refreshSearch(
      deps,
      accounts.map(({ id }) => id),
    );
  },
};

/** A table with a text and the key that tells whether two of them are the same. */
const keys = (
  name: string,
  summary: string,
  record: string,
  [table, text, key]: readonly [table: string, text: string, key: string],
  keyOf: (text: string) => string,
): Derivation => ({
  name,
  summary,
  record,
  table,
  columns: [key],
  page: async (deps, after) =>
    pageOf(
      await rowsBehind<{ id: number; text: string; key: string }>(
        deps,
        `id, ${text} as text, ${key} as key`,
        table,
        after,
      ),
      (row) => [row.key],
      (row) => [keyOf(row.text)],
    ),
});

/** All that is derived, and can be derived anew. */
export const derivations: readonly Derivation[] = [
  accountNames,
  contactNames,
  keys(
    'contact-addresses',
    'addresses of contacts can be compared (C4)',
    'e-mail',
    ['contact_emails', 'address', 'address_key'],
    addressKey,
  ),
  keys(
    'access-addresses',
    'addresses with access can be compared (T1)',
    'access',
    ['account_access', 'address', 'address_key'],
    addressKey,
  ),
  keys(
    'user-addresses',
    'addresses of portal users can be compared (T1)',
    'portal user',
    ['portal_users', 'address', 'address_key'],
    addressKey,
  ),
  keys(
    'link-addresses',
    'addresses of invitations and resets can be compared (I1)',
    'link',
    ['portal_links', 'address', 'address_key'],
    addressKey,
  ),
  keys(
    'mail-addresses',
    'recipients of mails can be compared (I6)',
    'mail',
    ['mails', 'recipient', 'recipient_key'],
    addressKey,
  ),
  keys('tag-names', 'names of tags can be compared (G1)', 'tag', ['tags', 'name', 'name_key'], comparisonKey),
  keys(
    'field-labels',
    'labels of fields can be compared (F1)',
    'field',
    ['fields', 'label', 'label_key'],
    comparisonKey,
  ),
  keys(
    'option-labels',
    'labels of options can be compared (F3)',
    'option',
    ['field_options', 'label', 'label_key'],
    comparisonKey,
  ),
];

/** Derives anew, page by page, and compares. */
export async function lookForStale(deps: Deps, derivation: Derivation): Promise<Look> {
  let count = 0;
  const examples: string[] = [];
  for await (const { stale } of pages(deps, derivation)) {
    count += stale.length;
    for (const { id } of stale)
      if (examples.length < mostExamples) examples.push(`${derivation.record} ${id}`);
  }
  return lookOf(count, () => ({
    message: `${some(count, 'row', 'rows')} of ${derivation.table} ${count === 1 ? 'is' : 'are'} not derived from what ${count === 1 ? 'it says' : 'they say'} (${derivation.columns.join(', ')})`,
    examples,
    fixable: true,
  }));
}

/** Writes what is derived. A row that would then be the same as another one stays as it is. Returns how many were mended. */
export async function mendStale(deps: Deps, derivation: Derivation): Promise<number> {
  let count = 0;
  for await (const { stale } of pages(deps, derivation)) {
    const mended = (await written(deps, derivation, stale))
      ? stale
      : await writtenOneByOne(deps, derivation, stale);
    await derivation.mended?.(
      deps,
      mended.map(({ id }) => id),
    );
    count += mended.length;
  }
  return count;
}

/** Whether rows could be written: a constraint may forbid two of them to be the same. */
async function written(
  deps: Deps,
  { table, columns }: Derivation,
  stale: readonly Stale[],
): Promise<boolean> {
  const staged: Record<string, StagedType> = { id: 'integer' };
  for (const column of columns) staged[column] = 'text';
  try {
    await withSavepoint(deps, () =>
      updateRows(
        deps,
        table,
        staged,
        stale.map(({ id, cells }) => [id, ...cells]),
      ),
    );
    return true;
  } catch (error) {
    if (!taken.has(String((error as { code?: unknown }).code))) throw error;
    return false;
  }
}

/** What the databases say where another row has the same key. */
const taken = new Set(['SQLITE_CONSTRAINT', '23505']);

async function writtenOneByOne(
  deps: Deps,
  derivation: Derivation,
  stale: readonly Stale[],
): Promise<Stale[]> {
  const mended: Stale[] = [];
  for (const row of stale) if (await written(deps, derivation, [row])) mended.push(row);
  return mended;
}

async function* pages(deps: Deps, { page }: Derivation): AsyncGenerator<{ stale: Stale[] }> {
  for (let after = 0; ; ) {
    const { last, stale } = await page(deps, after);
    if (last === undefined) return;
    yield { stale };
    after = last;
  }
}
