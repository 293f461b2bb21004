import { cellsOf, insertItems, queryByIds, type Session, updateRows } from './bulk.ts';
import type { StagedType } from './dialect/dialect.ts';

/** A table whose rows are objects: field names of the code to columns of the database. */
export interface Table<Row> {
  readonly name: string;
  readonly fields: ReadonlyArray<keyof Row & string>;
  /** Columns in the order of `fields`. */
  readonly columns: Readonly<Record<string, StagedType>>;
  /** For a select list: `first_name as "firstName", …`, each column behind the alias when one is given. */
  readonly select: (alias?: string) => string;
}

/** Declares a table once; its first field is the key. */
export function defineTable<Row>(
  name: string,
  columns: { [Field in keyof Row & string]: readonly [column: string, type: StagedType] },
): Table<Row> {
  const entries = Object.entries(columns) as Array<[keyof Row & string, readonly [string, StagedType]]>;
  return {
    name,
    fields: entries.map(([field]) => field),
    columns: Object.fromEntries(entries.map(([, [column, type]]) => [column, type])),
    select: (alias) =>
      entries
        .map(([field, [column]]) => `${alias === undefined ? '' : `${alias}.`}${column} as "${field}"`)
        .join(', '),
  };
}

/** Inserts whole rows. */
export const insertRecords = <Row extends object>(
  session: Session,
  table: Table<Row>,
  rows: readonly Row[],
): Promise<void> => insertItems(session, table.name, table.columns, rows, table.fields);

/** Writes whole rows over those with the same key. */
export async function updateRecords<Row extends object>(
  session: Session,
  table: Table<Row>,
  rows: readonly Row[],
): Promise<void> {
  if (rows.length === 0) return;
  await updateRows(
    session,
    table.name,
    table.columns,
    rows.map((row) => cellsOf(row, table.fields)),
  );
}

/** Rows by id, as a map; with `lock` they are held until the transaction ends. */
export async function readRecords<Row extends { id: number }>(
  session: Session,
  table: Table<Row>,
  ids: readonly number[],
  { lock = false }: { lock?: boolean } = {},
): Promise<Map<number, Row>> {
  // Locks are taken in the order of ids, so that two writers never wait for each other.
  const sql = `select ${table.select()} from ${table.name} where id in {ids} order by id${lock ? session.dialect.lockRows : ''}`;
  const rows = await queryByIds<Row>(session, sql, lock ? [...ids].sort((a, b) => a - b) : ids);
  return new Map(rows.map((row) => [row.id, row]));
}
