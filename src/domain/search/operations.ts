import { query } from '../../db/bulk.ts';
import type { Spellings } from '../../db/dialect/dialect.ts';
import { readRecords } from '../../db/table.ts';
import type { Account } from '../account/model.ts';
import { accountRecords } from '../account/record.ts';
import { type AccountRow, accountTable } from '../account/repository.ts';
import type { Deps } from '../deps.ts';
import type { Listing } from '../listing.ts';
import { foldings } from '../text/folding.ts';

/** From here on a word is common: the hits are not collected and sorted, the accounts are walked in name order. */
const commonHits = 2_000;
const pageRows = 500;

export interface SearchQuery {
  text: string;
  limit?: number | undefined;
  /** The page, from 1, of `limit` rows. */
  page?: number | undefined;
}

/**
 * Accounts whose name, company name, number, key, or whose contacts' names or e-mails contain every word of the text,
 * whatever the case, accents and spelling of umlauts (Q1, Q2); in alphabetical order, archived ones too.
 */
export async function searchAccounts(
  deps: Deps,
  { text, limit, page = 1 }: SearchQuery,
): Promise<Listing<Account>> {
  const typed = text.split(/\s+/u).filter((word) => word !== '');
  const words = typed.map(foldings);
  const number =
    typed.length === 1 && /^#?\d{1,9}$/.test(text.trim()) ? Number(text.replace('#', '')) : undefined;
  const ids = words.length === 0 ? [] : await selectiveHits(deps, words);
  const rows = ids === undefined ? walk(deps, words) : pagesOf(deps, ids);
  return {
    rows: onPage(records(deps, rows, number, limit === undefined ? undefined : limit * page), limit, page),
    total: async () =>
      (ids?.length ?? (await countAll(deps, words))) + (await numberAddsOne(deps, number, words)),
  };
}

/** The hits in name order when they are few enough to be sorted; undefined when a word is common or all are short. */
async function selectiveHits(deps: Deps, words: readonly Spellings[]): Promise<number[] | undefined> {
  const isShort = (spellings: Spellings) => spellings.some((word) => [...word].length < 3);
  const long = words.filter((spellings) => !isShort(spellings));
  if (long.length === 0) return undefined;
  const { sql, bindings } = deps.dialect.search.indexed(long, commonHits + 1);
  const hits = (
    await query<{ id: number }>(deps, `select account_id as id from (${sql}) hits`, bindings)
  ).map(({ id }) => id);
  if (hits.length > commonHits) return undefined;
  const short = words.filter(isShort);
  return sortedByName(deps, short.length === 0 ? hits : await containing(deps, hits, short));
}

/** Those of the accounts whose text holds the words, too. */
async function containing(
  deps: Deps,
  ids: readonly number[],
  words: readonly Spellings[],
): Promise<number[]> {
  const { sql, bindings } = deps.dialect.search.contains(words);
  const rows = await query<{ id: number }>(
    deps,
    `select account_id as id from account_search
     where account_id in ${deps.dialect.stagedValues('integer')} and ${sql}`,
    [JSON.stringify(ids), ...bindings],
  );
  return rows.map(({ id }) => id);
}

async function sortedByName(deps: Deps, ids: readonly number[]): Promise<number[]> {
  if (ids.length === 0) return [];
  const rows = await query<{ id: number }>(
    deps,
    `select id from accounts where id in ${deps.dialect.stagedValues('integer')} order by name_sort, id`,
    [JSON.stringify(ids)],
  );
  return rows.map((row) => row.id);
}

async function* pagesOf(deps: Deps, ids: readonly number[]): AsyncGenerator<AccountRow[]> {
  for (let start = 0; start < ids.length; start += pageRows) {
    const page = ids.slice(start, start + pageRows);
    const rows = await readRecords<AccountRow>(deps, accountTable, page);
    yield page.flatMap((id) => rows.get(id) ?? []);
  }
}

/** Walks the accounts in name order and keeps those that contain the words: quick where many do. */
async function* walk(deps: Deps, words: readonly Spellings[]): AsyncGenerator<AccountRow[]> {
  const { sql, bindings } = deps.dialect.search.contains(words);
  let last: { nameSort: string; id: number } | undefined;
  // A first page is small, because most readers stop there.
  for (let size = 50; ; size = pageRows) {
    const behind: string = last === undefined ? '' : 'and (a.name_sort, a.id) > (?, ?)';
    const rows: AccountRow[] = await query<AccountRow>(
      deps,
      `select ${accountTable.select('a')} from accounts a join account_search s on s.account_id = a.id
       where ${sql} ${behind} order by a.name_sort, a.id limit ${size}`,
      [...bindings, ...(last === undefined ? [] : [last.nameSort, last.id])],
    );
    const end = rows.at(-1);
    if (end === undefined) return;
    last = { nameSort: end.nameSort, id: end.id };
    yield rows;
    if (rows.length < size) return;
  }
}

async function countAll(deps: Deps, words: readonly Spellings[]): Promise<number> {
  const { sql, bindings } = deps.dialect.search.contains(words);
  const [row] = await query<{ total: number | string }>(
    deps,
    `select count(*) as total from account_search where ${sql}`,
    bindings,
  );
  return Number(row?.total ?? 0);
}

/** Leaves out the rows of the pages before. */
async function* onPage<Row>(rows: AsyncIterable<Row>, limit = 0, page = 1): AsyncGenerator<Row> {
  let before = limit * (page - 1);
  for await (const row of rows) {
    if (before > 0) before -= 1;
    else yield row;
  }
}

/** The account with the number that was searched for comes first; then the others, without it. */
async function* records(
  deps: Deps,
  pages: AsyncIterable<AccountRow[]>,
  number: number | undefined,
  limit: number | undefined,
): AsyncGenerator<Account> {
  let left = limit ?? Number.POSITIVE_INFINITY;
  const first =
    number === undefined
      ? undefined
      : (await readRecords<AccountRow>(deps, accountTable, [number])).get(number);
  if (first !== undefined && left > 0) {
    left -= 1;
    yield* await accountRecords(deps, [first]);
  }
  if (left <= 0) return;
  for await (const page of pages) {
    const rows = page.filter((row) => row.id !== first?.id).slice(0, left);
    left -= rows.length;
    yield* await accountRecords(deps, rows);
    if (left <= 0) return;
  }
}

/** 1 when the account with that number is not among the hits by text already. */
async function numberAddsOne(
  deps: Deps,
  number: number | undefined,
  words: readonly Spellings[],
): Promise<number> {
  if (number === undefined) return 0;
  const { sql, bindings } = deps.dialect.search.contains(words);
  const rows = await query(
    deps,
    `select account_id from account_search where account_id = ? and not (${sql})`,
    [number, ...bindings],
  );
  return rows.length;
}
