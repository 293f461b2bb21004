import type { Knex } from 'knex';
import type { Dialect, StagedType } from './dialect/dialect.ts';

/** The part of an operation's deps that SQL needs. */
export interface Session {
  readonly trx: Knex.Transaction;
  readonly dialect: Dialect;
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
  return session.dialect.rows<Row>(await session.trx.raw(sql, bindings as Knex.RawBinding[]));
}

/** Runs a statement with `{ids}` standing for a set of integers, in chunks; rows in no particular order. */
export async function queryByIds<Row>(session: Session, sql: string, ids: readonly number[]): Promise<Row[]> {
  return queryBySet(session, sql, '{ids}', 'integer', ids);
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
export async function insertRows(
  session: Session,
  table: string,
  columns: Readonly<Record<string, StagedType>>,
  rows: ReadonlyArray<readonly Cell[]>,
): Promise<void> {
  const entries = Object.entries(columns);
  for (const chunk of chunksOf(rows)) {
    // What is the same in all rows, as the time or what is unknown of everybody, is bound once instead of staged with each.
    const isUniform = entries.map((_, place) => place > 0 && hasOneCell(chunk, place));
    const staged = entries.filter((_, place) => !isUniform[place]);
    const names = entries.map(([name]) => name).join(', ');
    const cells = entries.map(([name, type], place) => (isUniform[place] ? `cast(? as ${type})` : name));
    const sql = `insert into ${table} (${names}) select ${cells.join(', ')}
      from ${session.dialect.stagedTable(Object.fromEntries(staged))} as staged`;
    const [first = []] = chunk;
    const varied = chunk.map((row) => row.filter((_, place) => !isUniform[place]));
    await query(session, sql, [...first.filter((_, place) => isUniform[place]), JSON.stringify(varied)]);
  }
}

const hasOneCell = (rows: ReadonlyArray<readonly Cell[]>, place: number): boolean => {
  const cell = rows[0]?.[place];
  return rows.every((row) => row[place] === cell);
};

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
