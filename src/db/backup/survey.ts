import { query, type Session } from '../bulk.ts';
import { migrationsTable } from '../migrate.ts';

/** A migration as the database remembers it. */
export interface AppliedMigration {
  id: number;
  name: string;
  batch: number;
  /** When, in the words of the database. */
  at: string;
}

/** What a database holds, as of one moment. */
export interface Survey {
  /** The version of the database engine. */
  engine: string;
  /** The schema of a PostgreSQL server that the tables are in; null on SQLite. */
  schema: string | null;
  migrations: AppliedMigration[];
  /** How many rows there are, by table, in the order of names. */
  tables: Record<string, number>;
}

/** Looks through all tables that hold data of ours; indexes that a database makes of tables by itself are none. */
export async function surveyOf(session: Session): Promise<Survey> {
  const names = await tableNames(session);
  const tables: Record<string, number> = {};
  for (const name of names) {
    const [row] = await query<{ count: number | string }>(session, `select count(*) as count from "${name}"`);
    tables[name] = Number(row?.count ?? 0);
  }
  const { engine, schema } = await engineOf(session);
  return { engine, schema, migrations: await appliedMigrations(session), tables };
}

async function tableNames(session: Session): Promise<string[]> {
  const rows = await query<{ name: string }>(
    session,
    session.dialect.name === 'sqlite'
      ? `select name from pragma_table_list where schema = 'main' and type = 'table' and name not like 'sqlite\\_%' escape '\\'
         order by name`
      : `select tablename::text as name from pg_tables where schemaname = current_schema()
         order by tablename::text collate "C"`,
  );
  return rows.map(({ name }) => name);
}

async function engineOf(session: Session): Promise<{ engine: string; schema: string | null }> {
  const [row] = await query<{ engine: string; schema: string | null }>(
    session,
    session.dialect.name === 'sqlite'
      ? 'select sqlite_version() as engine, null as schema'
      : `select current_setting('server_version') as engine, current_schema()::text as schema`,
  );
  return { engine: row?.engine ?? '', schema: row?.schema ?? null };
}

const appliedMigrations = (session: Session): Promise<AppliedMigration[]> =>
  query<AppliedMigration>(
    session,
    `select id, name, batch, cast(migration_time as text) as at from ${migrationsTable} order by id`,
  );
