import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { sqliteDialect } from '../../src/db/dialect/sqlite.ts';
import { connectTo, openDatabase } from '../../src/db/open.ts';
import { verifyChain } from '../../src/domain/audit/verify.ts';
import { checkDatabase } from '../../src/domain/check/operations.ts';
import { storeAt } from '../../src/files/store.ts';
import { testDeps } from '../helpers/deps.ts';

/** Everything that a database holds, by table, without what chance and the clock decide. */
export type State = ReadonlyMap<string, string>;

export interface Seen {
  readonly state: State;
  /** Of data as it should be there is nothing to say. */
  readonly problems: readonly string[];
}

/** Moments and numbers made by chance differ from run to run, and so does what follows from them. */
const moment = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g;
const byChance = new Set([
  ...['secret', 'digest', 'hash', 'head'],
  'migration_time',
  ...['message_id', 'claimed_by', 'selector', 'verifier_hash', 'password_hash'],
]);
const comparable = (row: object): string =>
  JSON.stringify(row, (column, value) => (byChance.has(column) && value !== null ? '~' : value)).replace(
    moment,
    '~',
  );

/** Tables that the database keeps by itself. */
const derived = /^sqlite_|^account_search_index|^kontor_migrations_lock$/;

/** Reads all of a database, and looks whether it is sound: its bytes, the rules of the domain, the audit chain, contents. */
export async function lookAt(
  { db, files }: { db: string; files: string },
  read: (session: Session) => Promise<State> = stateOf,
): Promise<Seen> {
  const database = openDatabase(db);
  try {
    return await database.write(
      async (trx, dialect) => {
        const deps = testDeps(trx, dialect, {
          clock: () => new Date(),
          files: async () => storeAt(files, { dryRun: true, cwd: files }),
        });
        const state = await read(deps);
        const errors = (await checkDatabase(deps)).filter(
          ({ check, severity }) => severity === 'error' && check !== harmless,
        );
        const chain = await verifyChain(deps);
        return {
          state,
          problems: [
            ...errors.map(({ check, message }) => `${check}: ${message}`),
            ...chain.faults.map(({ message }) => `audit chain: ${message}`),
          ],
        };
      },
      { dryRun: true },
    );
  } catch (error) {
    return { state: new Map(), problems: [`it cannot be read: ${(error as Error).message}`] };
  } finally {
    await database.close();
  }
}

/** What a database holds, where another one that holds the same was found to be sound. */
export async function sumsAt({ db }: { db: string }): Promise<State> {
  const database = openDatabase(db);
  try {
    return await database.write((trx, dialect) => sumsOf({ trx, dialect }), { dryRun: true });
  } finally {
    await database.close();
  }
}

/** A content without a record is what a crash may leave: the other way round would be a loss. */
const harmless = 'orphan-contents';

/** Reads a database of any version, or none: its bytes and references are looked at, and nothing that only some versions have. */
export async function lookAtAnyVersion({ db }: { db: string }): Promise<Seen> {
  if (!existsSync(db)) return { state: new Map(), problems: [] };
  const knex = await connectTo(db, { foreignKeys: false });
  try {
    const state = await stateOf({ trx: knex as Session['trx'], dialect: sqliteDialect });
    const damage = (await knex.raw('pragma integrity_check(3)')) as Array<{ integrity_check: string }>;
    const broken = (await knex.raw('pragma foreign_key_check')) as Array<{ table: string }>;
    return {
      state,
      problems: [
        ...damage.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
        ...broken.map(({ table }) => `a row of ${table} refers to nothing`),
      ],
    };
  } catch (error) {
    return { state: new Map(), problems: [`it cannot be read: ${(error as Error).message}`] };
  } finally {
    await knex.destroy();
  }
}

type Session = Pick<ReturnType<typeof testDeps>, 'trx' | 'dialect'>;

/** Every row of every table. */
export async function stateOf(session: Session): Promise<State> {
  const state = new Map<string, string>();
  for (const name of await tablesOf(session)) {
    const rows = session.dialect.rows<object>(await session.trx.raw(`select * from "${name}"`));
    state.set(name, rows.map(comparable).sort().join('\n'));
  }
  return state;
}

/** The same of a database that is too big to be held: of each table how many rows there are, and a sum of their digests. */
export async function sumsOf(session: Session): Promise<State> {
  const state = new Map<string, string>();
  for (const name of await tablesOf(session)) {
    let count = 0;
    let sum = 0n;
    for (let read = page; read === page; count += read) {
      const found = await session.trx.raw(
        `select * from "${name}" order by 1, 2 limit ${page} offset ${count}`,
      );
      const rows = session.dialect.rows<object>(found);
      for (const row of rows) sum += createHash('sha256').update(comparable(row)).digest().readBigUInt64LE();
      read = rows.length;
    }
    state.set(name, `${count} ${BigInt.asUintN(64, sum)}`);
  }
  return state;
}

const page = 20_000;

async function tablesOf({ trx, dialect }: Session): Promise<string[]> {
  const tables = dialect.rows<{ name: string }>(
    await trx.raw(
      dialect.name === 'sqlite'
        ? `select name from sqlite_master where type = 'table' order by name`
        : `select tablename as name from pg_tables where schemaname = current_schema() order by tablename`,
    ),
  );
  return tables.map(({ name }) => name).filter((name) => !derived.test(name));
}

/** The tables in which two states differ. */
export const differences = (one: State, other: State): string[] =>
  [...new Set([...one.keys(), ...other.keys()])].filter((name) => one.get(name) !== other.get(name));

/** The same, with runs numbered from 1: a number is taken before the first rows, and gone where nothing came of them. */
export function withRunsFromOne(state: State): State {
  const rowsOf = <Row>(name: string) =>
    (state.get(name) || undefined)?.split('\n').map((row) => JSON.parse(row) as Row);
  const numbers = (rowsOf<{ id: number }>('runs') ?? []).map(({ id }) => id).sort((a, b) => a - b);
  const numberOf = (run: number) => numbers.indexOf(run) + 1;
  const again = new Map(state);
  const set = (name: string, rows: readonly object[] | undefined) => {
    if (rows !== undefined)
      again.set(
        name,
        rows
          .map((row) => JSON.stringify(row))
          .sort()
          .join('\n'),
      );
  };
  set(
    'runs',
    rowsOf<{ id: number }>('runs')?.map((row) => ({ ...row, id: numberOf(row.id) })),
  );
  set(
    'audit_entries',
    rowsOf<{ run: number | null }>('audit_entries')?.map((row) => ({
      ...row,
      run: row.run && numberOf(row.run),
    })),
  );
  return again;
}

/** The first row that stands in one of two states alone. */
export function firstDifference(one: State, other: State, among?: ReadonlySet<string>): string {
  const lines = (state: State, name: string) => new Set(state.get(name)?.split('\n'));
  for (const name of differences(one, other)) {
    if (among?.has(name) === false) continue;
    const [expected, found] = [lines(one, name), lines(other, name)];
    const missing = [...expected].find((row) => !found.has(row));
    const extra = [...found].find((row) => !expected.has(row));
    return `${name} has ${extra ?? 'nothing'} in place of ${missing ?? 'nothing'}`;
  }
  return 'nothing';
}

/** The record of changes. */
const audit = new Set(['audit_entries', 'audit_seals', 'audit_head']);

/** H1: what was changed is on record, and what is on record was changed. `derivedToo` are tables that others tell of. */
export function unrecorded(before: State, after: State, elsewhere: ReadonlySet<string>): string[] {
  const changed = differences(before, after).filter((name) => !audit.has(name) && !elsewhere.has(name));
  const isRecorded = before.get('audit_entries') !== after.get('audit_entries');
  if (changed.length > 0 && !isRecorded) return [`${changed.join(', ')} changed without an audit entry`];
  if (changed.length === 0 && isRecorded) return ['there is an audit entry of what did not happen'];
  return [];
}
