import { query } from '../../db/bulk.ts';
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
}

/**
 * Accounts whose name, company name, number, key, or whose contacts' names or e-mails contain every word of the text,
 * whatever the case, accents and spelling of umlauts (Q1, Q2); in alphabetical order, archived ones too.
 */
export async function searchAccounts(deps: Deps, { text, limit }: SearchQuery): Promise<Listing<Account>> {
  const words = text.split(/\s+/u).filter((word) => word !== '');
  const alternatives = spellings(words.map(foldings));
  const number =
    words.length === 1 && /^#?\d{1,9}$/.test(words[0] ?? '') ? Number(words[0]?.replace('#', '')) : undefined;
  const ids = words.length === 0 ? [] : await selectiveHits(deps, alternatives);
  const rows = ids === undefined ? walk(deps, alternatives) : pagesOf(deps, ids);
  return {
    rows: records(deps, rows, number, limit),
    total: async () => {
      const found = ids?.length ?? (await countAll(deps, alternatives));
      return found + (await numberAddsOne(deps, number, alternatives));
    },
  };
}

/** Every combination of the spellings of the words: [[muller, mueller], [gmbh]] → two alternatives. */
function spellings(words: readonly string[][]): string[][] {
  let combinations: string[][] = [[]];
  for (const word of words) {
    // A dozen umlauts in one query are nobody's search; the plain folding stands for the rest.
    const choices = combinations.length > 16 ? word.slice(0, 1) : word;
    combinations = combinations.flatMap((before) => choices.map((choice) => [...before, choice]));
  }
  return combinations;
}

/** The hits in name order when they are few enough to be sorted; undefined when a word is common or too short. */
async function selectiveHits(deps: Deps, alternatives: readonly string[][]): Promise<number[] | undefined> {
  const hits = new Set<number>();
  for (const words of alternatives) {
    const indexed = words.filter((word) => [...word].length >= 3);
    if (indexed.length === 0) return undefined;
    const short = words.filter((word) => !indexed.includes(word));
    const { sql, bindings } = deps.dialect.search.indexed(indexed, commonHits + 1);
    const rows = await query<{ id: number; body: string }>(
      deps,
      short.length === 0
        ? `select account_id as id, '' as body from (${sql}) hits`
        : `select s.account_id as id, s.body as body from (${sql}) hits
           join account_search s on s.account_id = hits.account_id`,
      bindings,
    );
    if (rows.length > commonHits) return undefined;
    for (const row of rows) if (short.every((word) => row.body.includes(word))) hits.add(row.id);
  }
  return sortedByName(deps, [...hits]);
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
async function* walk(deps: Deps, alternatives: readonly string[][]): AsyncGenerator<AccountRow[]> {
  const { condition, bindings } = anyOf(deps, alternatives);
  let last: { nameSort: string; id: number } | undefined;
  // A first page is small, because most readers stop there.
  for (let size = 50; ; size = pageRows) {
    const behind: string = last === undefined ? '' : 'and (a.name_sort, a.id) > (?, ?)';
    const rows: AccountRow[] = await query<AccountRow>(
      deps,
      `select ${accountTable.select('a')} from accounts a join account_search s on s.account_id = a.id
       where ${condition} ${behind} order by a.name_sort, a.id limit ${size}`,
      [...bindings, ...(last === undefined ? [] : [last.nameSort, last.id])],
    );
    const end = rows.at(-1);
    if (end === undefined) return;
    last = { nameSort: end.nameSort, id: end.id };
    yield rows;
    if (rows.length < size) return;
  }
}

const anyOf = (deps: Deps, alternatives: readonly string[][]) => ({
  condition: `(${alternatives
    .map((words) => `(${words.map(() => deps.dialect.search.contains).join(' and ')})`)
    .join(' or ')})`,
  bindings: alternatives.flat(),
});

async function countAll(deps: Deps, alternatives: readonly string[][]): Promise<number> {
  const { condition, bindings } = anyOf(deps, alternatives);
  const [row] = await query<{ total: number | string }>(
    deps,
    `select count(*) as total from account_search s where ${condition}`,
    bindings,
  );
  return Number(row?.total ?? 0);
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
  alternatives: readonly string[][],
): Promise<number> {
  if (number === undefined) return 0;
  const { condition, bindings } = anyOf(deps, alternatives);
  const rows = await query(
    deps,
    `select account_id from account_search s where account_id = ? and not ${condition}`,
    [number, ...bindings],
  );
  return rows.length;
}
