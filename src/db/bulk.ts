import type { Knex } from 'knex';
import type { Dialect, StagedType } from './dialect/dialect.ts';
import type { HeldColumn, HeldTexts } from './held-texts.ts';
import type { WriteQueue } from './write-behind.ts';

/** The part of an operation's deps that SQL needs. */
export interface Session {
  readonly trx: Knex.Transaction;
  readonly dialect: Dialect;
  /** Where inserts are not waited for. */
  readonly writes?: WriteQueue;
  /** What certainly is not in the database, where that is known. */
  readonly held?: HeldTexts | undefined;
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

/** What only reads; a common table expression may stand before anything else, but not in ours. */
const reads = /^\s*(?:select|with)\b/i;

/** Runs one SQL statement and gives its rows. */
export async function query<Row>(
  session: Session,
  sql: string,
  bindings: ReadonlyArray<unknown> = [],
): Promise<Row[]> {
  if (!reads.test(sql)) session.held?.noteStatement(sql);
  return run(session, sql, bindings);
}

async function run<Row>(
  session: Session,
  sql: string,
  bindings: ReadonlyArray<unknown> = [],
): Promise<Row[]> {
  const { trx, dialect, writes } = session;
  const statement = () => trx.raw(sql, bindings as Knex.RawBinding[]);
  if (writes === undefined) return dialect.rows(await statement());
  if (reads.test(sql))
    return writes.ask(sql, bindings, async () => dialect.rows<Row>(await dialect.again(statement())));
  await writes.written();
  writes.forget();
  return dialect.rows(await statement());
}

/** Runs one SQL statement that writes a table and gives nothing, or hands it over to those that run behind. */
async function execute(
  session: Session,
  table: string,
  sql: string,
  bindings: ReadonlyArray<unknown>,
): Promise<void> {
  const { trx, dialect, writes } = session;
  const statement = () => trx.raw(sql, bindings as Knex.RawBinding[]);
  if (writes === undefined) await statement();
  else await writes.add(table, async () => dialect.again(statement()));
}

/** Runs a statement with `{ids}` standing for a set of integers, in chunks; rows in no particular order. */
export async function queryByIds<Row>(session: Session, sql: string, ids: readonly number[]): Promise<Row[]> {
  return queryBySet(session, sql, '{ids}', 'integer', ids);
}

/** Runs a statement that writes a table and gives nothing, with `{ids}` standing for a set of integers, in chunks. */
export async function executeByIds(
  session: Session,
  table: string,
  sql: string,
  ids: readonly number[],
): Promise<void> {
  const text = sql.replaceAll('{ids}', session.dialect.stagedValues('integer'));
  const uses = sql.split('{ids}').length - 1;
  session.held?.noteStatement(sql);
  for (const chunk of chunksOf(ids)) {
    await execute(session, table, text, Array(uses).fill(JSON.stringify(chunk)));
  }
}

/**
 * {@link executeByIds} of a statement that writes what follows from other tables, whenever it is run: where inserts are not
 * waited for, it is run later, for many at once.
 */
export const deriveByIds = async (
  session: Session,
  table: string,
  sql: string,
  ids: readonly number[],
): Promise<void> =>
  session.writes === undefined
    ? executeByIds(session, table, sql, ids)
    : session.writes.gather(table, sql, ids, (all) => executeByIds(session, table, sql, all));

/**
 * Runs a statement with `{texts}` standing for a set of texts, in chunks; rows in no particular order. Where it looks for these
 * in columns that are named, those that are certainly not there are left out.
 */
export async function queryByTexts<Row>(
  session: Session,
  sql: string,
  texts: readonly string[],
  columns: readonly HeldColumn[] = [],
): Promise<Row[]> {
  return queryBySet(session, sql, '{texts}', 'text', thoseHeld(session, texts, columns));
}

/** The texts that one of the columns may hold. */
export const thoseHeld = (
  session: Session,
  texts: readonly string[],
  columns: readonly HeldColumn[],
): readonly string[] =>
  session.held === undefined || columns.length === 0
    ? texts
    : texts.filter((text) => mayHold(session, text, columns));

/** Whether one of the columns may hold the text. */
export const mayHold = ({ held }: Session, text: string, columns: readonly HeldColumn[]): boolean =>
  held === undefined || held.mayHold(columns, text);

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
): Promise<void> => insertItems(session, table, columns, rows, [...Object.keys(columns).keys()]);

/** Inserts a row for each item; the keys name its cells in the order of the columns. */
export async function insertItems<Item extends object>(
  session: Session,
  table: string,
  columns: Readonly<Record<string, StagedType>>,
  items: readonly Item[],
  keys: ReadonlyArray<keyof Item>,
): Promise<void> {
  const entries = Object.entries(columns);
  session.held?.note(table, Object.keys(columns), items, keys);
  for (const chunk of chunksOf(items)) {
    // What is the same in all rows, as the time or what is unknown of everybody, is bound once, not staged with each.
    const uniform = entries.map(
      ([, type], place) => place > 0 && type !== 'json' && isUniform(chunk, keys[place] as keyof Item),
    );
    const staged = Object.fromEntries(entries.filter((_, place) => !uniform[place]));
    const cells = entries.map(([name, type], place) => (uniform[place] ? `cast(? as ${type})` : name));
    const bound = keys.flatMap((key, place) => (uniform[place] ? cellOf(chunk[0], key) : []));
    await execute(
      session,
      table,
      `insert into ${table} (${Object.keys(columns).join(', ')}) select ${cells.join(', ')}
       from ${session.dialect.stagedTable(staged)} as staged`,
      [
        ...bound,
        session.dialect.boundJson(
          stagedRows(
            chunk,
            keys.filter((_, place) => !uniform[place]),
          ),
        ),
      ],
    );
  }
}

/**
 * Inserts rows whose cells are JSON already, an array of arrays: a text, or on SQLite its bytes. What is the same in all of
 * them is bound, and not taken out of each where it is among the cells, too.
 */
export async function insertStaged(
  session: Session,
  table: string,
  columns: Readonly<Record<string, StagedType>>,
  json: string | Buffer,
  same: Readonly<Record<string, readonly [StagedType, Cell]>>,
): Promise<void> {
  const taken = Object.keys(columns).filter((name) => !(name in same));
  const names = [...taken, ...Object.keys(same)];
  const bound = Object.values(same);
  const cells = [...taken, ...bound.map(([type]) => `cast(? as ${type})`)];
  session.held?.noteStatement(`insert into ${table}`);
  await execute(
    session,
    table,
    `insert into ${table} (${names.join(', ')}) select ${cells.join(', ')}
     from ${session.dialect.stagedTable(columns)} as staged`,
    [...bound.map(([, cell]) => cell), json],
  );
}

// What is done for each row stands in functions of the module: V8 forgets what it compiled of a function that was made
// for one batch, at every full collection, and compiling anew took a third of an import's time.

const cellOf = <Item extends object>(item: Item | undefined, key: keyof Item): Cell =>
  (item?.[key] ?? null) as Cell;

/** Whether a cell is the same in all items, of which there are some. */
export function isUniform<Item extends object>(items: readonly Item[], key: keyof Item): boolean {
  const cell = cellOf(items[0], key);
  for (const item of items) if (cellOf(item, key) !== cell) return false;
  return items.length > 0;
}

/** The cells of items as one JSON text. */
const stagedRows = <Item extends object>(items: readonly Item[], keys: ReadonlyArray<keyof Item>): string =>
  JSON.stringify(items.map((item) => cellsOf(item, keys)));

/** The cells that the keys name. */
export const cellsOf = <Item extends object>(item: Item, keys: ReadonlyArray<keyof Item>): Cell[] =>
  keys.map((key) => cellOf(item, key));

/** Updates rows by their first column; the others are set. */
export async function updateRows(
  session: Session,
  table: string,
  columns: Readonly<Record<string, StagedType>>,
  rows: ReadonlyArray<readonly Cell[]>,
): Promise<void> {
  const [key, ...set] = Object.keys(columns);
  const assignments = set.map((name) => `${name} = staged.${name}`).join(', ');
  const sql = `update ${table} set ${assignments} from ${session.dialect.stagedTable(columns)} as staged
    where ${table}.${key} = staged.${key}`;
  session.held?.note(table, Object.keys(columns), rows, [...Object.keys(columns).keys()]);
  for (const chunk of chunksOf(rows)) await run(session, sql, [JSON.stringify(chunk)]);
}
