import path from 'node:path';
import { databaseError } from '../../errors.ts';
import type { Session } from '../bulk.ts';
import type { Transactions, Work, WriteOptions } from '../database.ts';
import { postgresDialect } from '../dialect/postgres.ts';
import { sqliteDialect } from '../dialect/sqlite.ts';
import { translateDatabaseError } from '../errors.ts';
import { isPostgresUrl, showLocation } from '../location.ts';
import { requireKnownSchema, schemaStatus } from '../migrate.ts';
import { connectTo, missing } from '../open.ts';
import { sqliteFileExists } from '../sqlite-file.ts';
import { adoptCopy } from './adopt.ts';
import type { ProgramRun } from './postgres-program.ts';
import type { AppliedMigration } from './survey.ts';

export type { Session } from '../bulk.ts';

export type DatabaseKind = 'sqlite' | 'postgres';

export const kindOf = (location: string): DatabaseKind => (isPostgresUrl(location) ? 'postgres' : 'sqlite');

/** What copying a database needs beside its location. */
export type CopyRun = Pick<ProgramRun, 'env' | 'signal'>;

/** A database to be copied as a whole. */
export interface CopySource {
  readonly kind: DatabaseKind;
  /** Safe to show. */
  readonly location: string;
  /**
   * Reads it as of one moment, also when its schema is older than this program. Throws what opening a database throws, but
   * for DATABASE_OLD.
   */
  readonly read: <T>(work: (session: Session) => Promise<T>) => Promise<T>;
  /** Writes a copy into `file`, which is there and empty; `look` reads the very moment that was copied. */
  readonly copyTo: <T>(file: string, look: (session: Session) => Promise<T>) => Promise<T>;
  /** How large it is, roughly; throws what a copy would throw for want of a program. */
  readonly size: () => Promise<number>;
}

/** Opens a database for being copied. Nobody who writes to it meanwhile waits or fails. */
export function copySource(location: string, { env, signal }: CopyRun): CopySource {
  const kind = kindOf(location);
  const shown = showLocation(location);
  const run: ProgramRun = { location, env, signal };
  const ours = async <T>(session: Session, work: (session: Session) => Promise<T>): Promise<T> => {
    await requireKnownSchema(session.trx, session.dialect, shown);
    return work(session);
  };
  const read: CopySource['read'] = (work) =>
    translated(shown, async () => {
      if (kind === 'postgres') {
        const { readPostgres } = await import('./postgres.ts');
        return readPostgres(location, (session) => ours(session, work));
      }
      if (!(await sqliteFileExists(location))) throw missing(shown);
      const { readSqlite } = await import('./sqlite.ts');
      return readSqlite(location, (session) => ours(session, work));
    });
  const copyTo: CopySource['copyTo'] = (file, look) =>
    translated(shown, async () => {
      if (kind === 'postgres') {
        const { readPostgres, dumpPostgres } = await import('./postgres.ts');
        return readPostgres(location, (session) =>
          ours(session, async () => {
            await dumpPostgres(session, file, run);
            return look(session);
          }),
        );
      }
      const { copySqlite, readSqlite } = await import('./sqlite.ts');
      await copySqlite(location, file, signal).catch((error: unknown) => {
        throw (error as { code?: unknown }).code === 'SQLITE_FULL' ? noRoomFor(file, error) : error;
      });
      return readSqlite(file, look);
    });
  const size: CopySource['size'] = async () => {
    const { sizeOfSqlite } = await import('./sqlite.ts');
    if (kind === 'sqlite') {
      return translated(shown, async () => {
        if (!(await sqliteFileExists(location))) throw missing(shown);
        return sizeOfSqlite(location);
      });
    }
    const { requireDumpProgram, sizeOfPostgres } = await import('./postgres.ts');
    return read(async (session) => {
      await requireDumpProgram(session, run);
      return sizeOfPostgres(session);
    });
  };
  return { kind, location: shown, read, copyTo, size };
}

/** It is the copy that has no room: the database itself is only read. */
const noRoomFor = (file: string, cause: unknown) =>
  databaseError('DATABASE_IO', `The database cannot be copied to ${path.dirname(file)} (no space left).`, {
    hint: 'Nothing was written. While a backup is written, its folder needs room for the database twice.',
    cause,
  });

/** Turns errors of the drivers into ours. */
export async function translated<T>(shown: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw translateDatabaseError(error, shown);
  }
}

/** Reads a copy that no command can work with yet. */
export const readCopy = <T>(
  location: string,
  shown: string,
  work: (session: Session) => Promise<T>,
): Promise<T> =>
  translated(shown, async () =>
    kindOf(location) === 'postgres'
      ? (await import('./postgres.ts')).readPostgres(location, work)
      : (await import('./sqlite.ts')).readSqlite(location, work),
  );

/** A copy that was brought back, and its one unit of work: that by which it becomes a database to work with. */
export interface AdoptedCopy extends Transactions {
  /** The names of the migrations that were pending. */
  migrated: () => readonly string[];
}

/** The copy at `location`, to be adopted by the first thing that is written to it. */
export function adoptedCopy(
  location: string,
  { shown, migrations }: { shown: string; migrations: readonly AppliedMigration[] },
): AdoptedCopy {
  let migrated: readonly string[] = [];
  const dialect = kindOf(location) === 'postgres' ? postgresDialect : sqliteDialect;
  const write = <T>(work: Work<T>, options: WriteOptions): Promise<T> =>
    translated(shown, async () => {
      const knex = await connectTo(location, { foreignKeys: false });
      try {
        const adoption = { location: shown, migrations };
        const adopted = await adoptCopy(knex, dialect, adoption, work, options);
        migrated = adopted.migrated;
        return adopted.result;
      } finally {
        await knex.destroy();
      }
    });
  return { write, read: (work) => write(work, { dryRun: true }), migrated: () => migrated };
}

/** What a file is that stands where a copy is to go; `unknown`: damaged, or no database at all. */
export type FileState = 'sound' | 'unknown';

/** Looks at a file. Throws DATABASE_FOREIGN (exit 6) for the database of another program. */
export async function fileStateOf(location: string): Promise<FileState> {
  const { readSqlite } = await import('./sqlite.ts');
  try {
    await translated(location, () =>
      readSqlite(location, ({ trx, dialect }) => schemaStatus(trx, dialect, location)),
    );
    return 'sound';
  } catch (error) {
    if ((error as { code?: unknown }).code !== 'DATABASE_DAMAGED') throw error;
    return 'unknown';
  }
}

/** Takes a file away from everybody else. Throws DATABASE_LOCKED (exit 6) while another program has it open. */
export const heldFile = async (location: string): Promise<{ letGo: () => Promise<void> }> => {
  const { holdSqlite } = await import('./sqlite.ts');
  return translated(location, () => holdSqlite(location));
};
