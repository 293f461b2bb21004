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
  /** The column is of another table, which has at most one row for each: `column` is then written with its table. */
  beside?: {
    /** The id of the listed row in that table, with its table. */
    id: string;
    join: (listed: Knex.QueryBuilder) => void;
    /** Leaves those that have no row there; they come last in either direction. */
    without: (listed: Knex.QueryBuilder) => void;
  };
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

/** Rows that are listed one after the other by one index: those with a value in another table, and those without. */
interface Stretch {
  column: string;
  id: string;
  nullable: boolean;
  narrow: (listed: Knex.QueryBuilder) => void;
}

/**
 * Lists rows of `select` (a builder with all filters, selecting from one table with `id`), in order and page. Further
 * pages begin behind the last row's sort value and id; with `finish` each page of rows becomes records.
 */
export function listing<Row extends { id: number }, Item>(
  deps: Deps,
  list: {
    filtered: () => Knex.QueryBuilder;
    /** The same rows by another way, where counting them all has a quicker one. */
    counted?: () => Knex.QueryBuilder;
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
  const stretches: Stretch[] =
    sort.beside === undefined
      ? [
          {
            column: `${table}.${sort.column}`,
            id: `${table}.id`,
            nullable: sort.nullable ?? false,
            narrow: () => {},
          },
        ]
      : [
          { column: sort.column, id: sort.beside.id, nullable: false, narrow: sort.beside.join },
          { column: `${table}.id`, id: `${table}.id`, nullable: false, narrow: sort.beside.without },
        ];
  const filtered = ({ narrow }: Stretch) => {
    const query = list.filtered();
    narrow(query);
    return query;
  };
  const ordered = (query: Knex.QueryBuilder, { column, id, nullable }: Stretch) => {
    if (nullable) query.orderByRaw(`${column} is null`);
    if (column !== id) query.orderBy(column, direction);
    return query.orderBy(id, direction);
  };
  const pages = async function* (): AsyncGenerator<Item> {
    let left = paging.limit ?? Number.POSITIVE_INFINITY;
    let skip = paging.limit === undefined ? 0 : ((paging.page ?? 1) - 1) * paging.limit;
    for (const [index, stretch] of stretches.entries()) {
      const skipped = skip;
      let last: { id: number; value: string | number | null } | undefined;
      while (left > 0) {
        const query = ordered(filtered(stretch), stretch).select(
          deps.trx.raw(list.columns),
          `${stretch.column} as sortvalue`,
        );
        if (last !== undefined) behind(query, stretch, last);
        const wanted = Math.min(pageRows, left);
        const rows = (await query.limit(wanted).offset(skip)) as Array<
          Row & { sortvalue: string | number | null }
        >;
        const end = rows.at(-1);
        if (end === undefined) break;
        last = { id: end.id, value: end.sortvalue };
        skip = 0;
        left -= rows.length;
        yield* await list.finish(rows);
        if (rows.length < wanted) break;
      }
      if (left <= 0) return;
      // A page that begins behind this stretch skips the rest of its rows in the next one.
      if (skipped > 0 && last === undefined && index + 1 < stretches.length) {
        skip = skipped - (await countOf(filtered(stretch)));
      }
    }
  };
  const behind = (
    query: Knex.QueryBuilder,
    { column, id, nullable }: Stretch,
    last: { id: number; value: string | number | null },
  ) => {
    const after = descending ? '<' : '>';
    if (column === id) return query.where(id, after, last.id);
    if (last.value === null) return query.whereNull(column).where(id, after, last.id);
    return query.where((either) => {
      either.whereRaw(`(${column}, ${id}) ${after} (?, ?)`, [last.value, last.id]);
      if (nullable) either.orWhereNull(column);
    });
  };
  return {
    rows: pages(),
    total: () => countOf((list.counted ?? list.filtered)()),
  };
}

async function countOf(query: Knex.QueryBuilder): Promise<number> {
  const [row] = (await query.count({ total: '*' })) as Array<{ total: number | string }>;
  return Number(row?.total ?? 0);
}
