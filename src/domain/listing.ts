import type { Knex } from 'knex';
import { usageError } from '../errors.ts';
import type { Deps } from './deps.ts';

/** A list that is read as it is shown: pages of rows by key, never the whole table. */
export interface Listing<Row> {
  rows: AsyncIterable<Row>;
  /** How many there are in all under the same filter. */
  total: () => Promise<number>;
}

export interface Paging {
  limit?: number | undefined;
  /** From 1; needs a limit. */
  page?: number | undefined;
}

/** How a list is ordered: by one column and then by id, so that the order is total and a page has a next one. */
export interface SortColumn {
  column: string;
  /** Whether rows may have nothing there; such rows come last in either direction. */
  nullable?: boolean;
}

/** Takes `-created` apart. Throws UNKNOWN_SORT (exit 2), naming the valid keys. */
export function parseSort<Sort extends string>(
  text: string | undefined,
  sorts: readonly Sort[],
): { sort?: Sort; descending?: boolean } {
  if (text === undefined) return {};
  const descending = text.startsWith('-');
  const sort = sorts.find((known) => known === (descending ? text.slice(1) : text));
  if (sort === undefined) {
    throw usageError('UNKNOWN_SORT', `--sort ${JSON.stringify(text)} is not known.`, {
      hint: `Sort by ${sorts.join(', ')}; with - in front, descending.`,
    });
  }
  return { sort, descending };
}

const pageRows = 500;

/**
 * Lists rows of `select` (a builder with all filters, selecting from one table with `id`), in order and page. Further
 * pages begin behind the last row's sort value and id; with `finish` each page of rows becomes records.
 */
export function listing<Row extends { id: number }, Item>(
  deps: Deps,
  list: {
    filtered: () => Knex.QueryBuilder;
    columns: string;
    table: string;
    sort: SortColumn;
    descending: boolean;
    paging: Paging;
    finish: (rows: Row[]) => Promise<Item[]>;
  },
): Listing<Item> {
  const { sort, descending, paging, table } = list;
  const direction = descending ? 'desc' : 'asc';
  const column = `${table}.${sort.column}`;
  const ordered = (query: Knex.QueryBuilder) => {
    if (sort.nullable === true) query.orderByRaw(`${column} is null`);
    if (sort.column !== 'id') query.orderBy(column, direction);
    return query.orderBy(`${table}.id`, direction);
  };
  const pages = async function* (): AsyncGenerator<Item> {
    let left = paging.limit ?? Number.POSITIVE_INFINITY;
    let skip = paging.limit === undefined ? 0 : ((paging.page ?? 1) - 1) * paging.limit;
    let last: { id: number; value: string | number | null } | undefined;
    while (left > 0) {
      const query = ordered(list.filtered()).select(deps.trx.raw(list.columns), `${column} as sortvalue`);
      if (last !== undefined) behind(query, last);
      const wanted = Math.min(pageRows, left);
      const rows = (await query.limit(wanted).offset(skip)) as Array<
        Row & { sortvalue: string | number | null }
      >;
      const end = rows.at(-1);
      if (end === undefined) return;
      last = { id: end.id, value: end.sortvalue };
      skip = 0;
      left -= rows.length;
      yield* await list.finish(rows);
      if (rows.length < wanted) return;
    }
  };
  const behind = (query: Knex.QueryBuilder, last: { id: number; value: string | number | null }) => {
    const after = descending ? '<' : '>';
    if (sort.column === 'id') return query.where(`${table}.id`, after, last.id);
    if (last.value === null) return query.whereNull(column).where(`${table}.id`, after, last.id);
    return query.where((either) => {
      either.whereRaw(`(${column}, ${table}.id) ${after} (?, ?)`, [last.value, last.id]);
      if (sort.nullable === true) either.orWhereNull(column);
    });
  };
  return {
    rows: pages(),
    total: async () => {
      const [row] = (await list.filtered().count({ total: '*' })) as Array<{ total: number | string }>;
      return Number(row?.total ?? 0);
    },
  };
}
