import { query, type Session } from '../bulk.ts';

/** The engine behind a database, and how it is set. */
export interface Engine {
  /** `SQLite 3.52.0` */
  name: string;
  /** Its version as a number that can be compared: 3.45 is 3.045. */
  version: number;
  /** What matters for whether data is safe, by the engine's own names. */
  settings: Readonly<Record<string, string>>;
  /** The time of the server; null where there is none but ours. */
  time: string | null;
}

/** Asks the engine what it is and how it is set. */
export async function engineOf(session: Session): Promise<Engine> {
  return session.dialect.name === 'sqlite' ? sqliteEngine(session) : postgresEngine(session);
}

async function sqliteEngine(session: Session): Promise<Engine> {
  const [row] = await query<Record<'version' | 'journal' | 'synchronous' | 'keys' | 'encoding', string>>(
    session,
    `select sqlite_version() as version, (select journal_mode from pragma_journal_mode) as journal,
       (select synchronous from pragma_synchronous) as synchronous, (select foreign_keys from pragma_foreign_keys) as keys,
       (select encoding from pragma_encoding) as encoding`,
  );
  const version = row?.version ?? '';
  return {
    name: `SQLite ${version}`,
    version: comparable(version),
    settings: {
      journal_mode: row?.journal ?? '',
      synchronous: String(row?.synchronous ?? ''),
      foreign_keys: String(row?.keys ?? ''),
      encoding: row?.encoding ?? '',
    },
    time: null,
  };
}

const asked = ['fsync', 'full_page_writes', 'synchronous_commit', 'server_encoding', 'data_checksums'];

async function postgresEngine(session: Session): Promise<Engine> {
  const rows = await query<{ name: string; setting: string }>(
    session,
    `select name, setting from pg_settings where name in (${asked.map(() => '?').join(', ')})`,
    asked,
  );
  const [row] = await query<{ version: string; time: string }>(
    session,
    `select current_setting('server_version') as version,
       to_char(clock_timestamp() at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as time`,
  );
  const version = row?.version.split(' ')[0] ?? '';
  return {
    name: `PostgreSQL ${version}`,
    version: comparable(version),
    settings: Object.fromEntries(rows.map(({ name, setting }) => [name, setting])),
    time: row?.time ?? null,
  };
}

const comparable = (version: string): number => {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major + minor / 1000;
};

/** When the newest entry of the record of changes was written. */
export async function newestEntry(session: Session): Promise<string | undefined> {
  const [row] = await query<{ at: string }>(session, 'select at from audit_entries order by id desc limit 1');
  return row?.at;
}
