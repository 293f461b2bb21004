import type { Knex } from 'knex';
import type { Dialect, StagedType } from './dialect/dialect.ts';
import type { WriteQueue } from './write-behind.ts';

/** The part of an operation's deps that SQL needs. */
export interface Session {
  readonly trx: Knex.Transaction;
  readonly dialect: Dialect;
  /** Where inserts are not waited for. */
  readonly writes?: WriteQueue;
}

export type Cell = string | number | null;

/** Rows per statement: large enough to amortise the statement, small enough for flat memory. */
export const chunkRows = 5_000;

/** Splits an array into runs of at most `size`. */
export function* chunksOf<T>(items: readonly T[], size: number = chunkRows): Generator<readonly T[]> {
  if (items.length <= size) {
    if (items.length > 0) yield items;
    return;
  }
  for (let start = 0; start < items.length; start += size) yield items.slice(start, start + size);
}

/** Runs one SQL statement and gives its rows. */
export async function query<Row>(
  session: Session,
  sql: string,
  bindings: ReadonlyArray<unknown> = [],
): Promise<Row[]> {
  await session.writes?.written();
  return session.dialect.rows<Row>(await session.trx.raw(sql, bindings as Knex.RawBinding[]));
}

/** Runs one SQL statement that gives nothing, or hands it over to those that run behind. */
async function execute(session: Session, sql: string, bindings: ReadonlyArray<unknown>): Promise<void> {
  const statement = async () => session.trx.raw(sql, bindings as Knex.RawBinding[]);
  if (session.writes === undefined) await statement();
  else session.writes.add(statement);
}

/** Runs a statement with `{ids}` standing for a set of integers, in chunks; rows in no particular order. */
export async function queryByIds<Row>(session: Session, sql: string, ids: readonly number[]): Promise<Row[]> {
  return queryBySet(session, sql, '{ids}', 'integer', ids);
}

/** Runs a statement that gives nothing, with `{ids}` standing for a set of integers, in chunks. */
export async function executeByIds(session: Session, sql: string, ids: readonly number[]): Promise<void> {
  const text = sql.replaceAll('{ids}', session.dialect.stagedValues('integer'));
  const uses = sql.split('{ids}').length - 1;
  for (const chunk of chunksOf(ids)) await execute(session, text, Array(uses).fill(JSON.stringify(chunk)));
}

/** Runs a statement with `{texts}` standing for a set of texts, in chunks; rows in no particular order. */
export async function queryByTexts<Row>(
  session: Session,
  sql: string,
  texts: readonly string[],
): Promise<Row[]> {
  return queryBySet(session, sql, '{texts}', 'text', texts);
}

async function queryBySet<Row>(
  session: Session,
  sql: string,
  mark: string,
  type: StagedType,
  values: readonly Cell[],
): Promise<Row[]> {
  const text = sql.replaceAll(mark, session.dialect.stagedValues(type));
  const uses = sql.split(mark).length - 1;
  const found: Row[] = [];
  for (const chunk of chunksOf(values)) {
    const staged = JSON.stringify(chunk);
    const rows = await query<Row>(session, text, Array(uses).fill(staged));
    for (const row of rows) found.push(row);
  }
  return found;
}

/** Runs a statement with `{rows}` standing for a derived table of the given columns and rows, in chunks. */
export async function queryWithRows<Row>(
  session: Session,
  sql: string,
  columns: Readonly<Record<string, StagedType>>,
  rows: ReadonlyArray<readonly Cell[]>,
): Promise<Row[]> {
  const text = sql.replace('{rows}', session.dialect.stagedTable(columns));
  const found: Row[] = [];
  for (const chunk of chunksOf(rows)) {
    for (const row of await query<Row>(session, text, [JSON.stringify(chunk)])) found.push(row);
  }
  return found;
}

/** Inserts rows, cells in column order. */
export const insertRows = (
  session: Session,
  table: string,
  columns: Readonly<Record<string, StagedType>>,
  rows: ReadonlyArray<readonly Cell[]>,
): Promise<void> => insertCells(session, table, columns, rows, (row, place) => row[place] ?? null);

/** Inserts a row for each item; `cellOf` gives its cell in the column of that place. */
export async function insertCells<Item>(
  session: Session,
  table: string,
  columns: Readonly<Record<string, StagedType>>,
  items: readonly Item[],
  cellOf: (item: Item, place: number) => Cell,
): Promise<void> {
  const names = Object.keys(columns);
  for (const chunk of chunksOf(items)) {
    // What is the same in all rows, as the time or what is unknown of everybody, is bound once, not staged with each.
    const uniform = names.map((_, place) => place > 0 && isUniform(chunk, place, cellOf));
    const places = [...names.keys()].filter((place) => !uniform[place]);
    const staged = Object.fromEntries(Object.entries(columns).filter((_, place) => !uniform[place]));
    const cells = Object.entries(columns).map(([name, type], place) =>
      uniform[place] ? `cast(? as ${type})` : name,
    );
    const bound = [...names.keys()].flatMap((place) =>
      uniform[place] ? chunk.slice(0, 1).map((item) => cellOf(item, place)) : [],
    );
    const rows = chunk.map((item) => places.map((place) => cellOf(item, place)));
    await execute(
      session,
      `insert into ${table} (${names.join(', ')}) select ${cells.join(', ')}
       from ${session.dialect.stagedTable(staged)} as staged`,
      [...bound, JSON.stringify(rows)],
    );
  }
}

function isUniform<Item>(
  items: readonly Item[],
  place: number,
  cellOf: (item: Item, place: number) => Cell,
): boolean {
  const [first] = items;
  if (first === undefined) return false;
  const cell = cellOf(first, place);
  return items.every((item) => cellOf(item, place) === cell);
}

/** Updates rows by their first column; the others are set. */
export async function updateRows(
  session: Session,
  table: string,
  columns: Readonly<Record<string, StagedType>>,
  rows: ReadonlyArray<readonly Cell[]>,
): Promise<void> {
  const [key, ...set] = Object.keys(columns);
  const assignments = set.map((name) => `${name} = staged.${name}`).join(', ');
  const sql = `update ${table} set ${assignments} from {rows} as staged where ${table}.${key} = staged.${key}`;
  await queryWithRows(session, sql, columns, rows);
}
