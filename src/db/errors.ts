import { databaseError, KontorError, refusedError } from '../errors.ts';

/** What the drivers put on their errors; their messages hold bound values and are never shown. */
interface DriverError {
  code?: unknown;
  errno?: unknown;
  constraint?: unknown;
  table?: unknown;
  message?: unknown;
  syscall?: unknown;
}

/** System calls whose failure means the server; a file that cannot be read has others (`open`, `stat`). */
const networkCalls = new Set(['connect', 'getaddrinfo']);

/** SQLSTATE classes and codes after which the same work may simply be tried again. */
const passing = new Set(['40001', '40P01', '23505', '23503']);

/**
 * Whether a write on PostgreSQL lost a race and is worth another try: serialization failure, deadlock, or a key that
 * another writer took first. The second try sees what the other wrote and refuses, or numbers, by the rules.
 */
export const lostRace = (error: unknown): boolean =>
  passing.has(String((error as DriverError | undefined)?.code ?? ''));

/** What drivers say of a connection that has ended, where they give no code. */
const endedConnection = /connection terminated/i;

/** Whether an error says nothing about the statement, because the connection ended before its answer came. */
export function isConnectionLost(error: unknown): boolean {
  const { code, message, syscall } = error as DriverError;
  if (typeof code !== 'string') return endedConnection.test(String(message));
  return syscall !== undefined || code.startsWith('08') || code.startsWith('57P');
}

/** A COMMIT without an answer: nobody may take that for a failure and do it all again without a look. */
export const commitUnanswered = (location: string, cause: unknown): KontorError =>
  databaseError(
    'DATABASE_COMMIT_UNKNOWN',
    `The connection to ${location} was lost before it was answered whether everything is saved.`,
    {
      hint: 'Look before you do it again: kontor audit list --limit 5 shows the last changes.',
      cause,
    },
  );

/** Turns a driver's error into one of ours, without any of the data that was bound; others pass unchanged. */
export function translateDatabaseError(error: unknown, location: string): unknown {
  if (error instanceof KontorError || typeof error !== 'object' || error === null) return error;
  const { code, message, syscall } = error as DriverError;
  const text = typeof message === 'string' ? message : '';
  if (typeof code !== 'string') {
    return endedConnection.test(text) ||
      /acquiring a connection|timeout expired|does not support SSL/i.test(text)
      ? databaseError('DATABASE_UNREACHABLE', `The database ${location} does not answer.`, { cause: error })
      : error;
  }
  if (code.startsWith('SQLITE_')) return translateSqlite(code, text, error, location);
  if (networkCalls.has(String(syscall ?? firstOf(error)?.syscall)) || code === 'ECONNRESET') {
    return databaseError('DATABASE_UNREACHABLE', `The database ${location} cannot be reached (${code}).`, {
      hint: 'Check that the server runs and that --db or KONTOR_DB names it rightly.',
      cause: error,
    });
  }
  return /^[0-9A-Z]{5}$/.test(code) ? translatePostgres(code, error as DriverError, location) : error;
}

/** A host name with several addresses fails with one error around those of the addresses. */
const firstOf = (error: object): DriverError | undefined =>
  error instanceof AggregateError ? (error.errors[0] as DriverError | undefined) : undefined;

function translateSqlite(code: string, text: string, cause: unknown, location: string): unknown {
  switch (code) {
    case 'SQLITE_BUSY':
    case 'SQLITE_LOCKED':
      return databaseError('DATABASE_LOCKED', `The database ${location} is in use by another program.`, {
        hint: 'Nothing was written. Try again when the other program is done.',
        cause,
      });
    case 'SQLITE_NOTADB':
      return databaseError('DATABASE_DAMAGED', `${location} is not a SQLite database.`, {
        hint: 'Name the right file with --db, or make a new database with `kontor init`.',
        cause,
      });
    case 'SQLITE_CORRUPT':
      return databaseError('DATABASE_DAMAGED', `The database ${location} is damaged.`, {
        hint: 'Restore a backup; what is there is kept beside it: kontor db restore FILE --force',
        cause,
      });
    case 'SQLITE_CANTOPEN':
    case 'SQLITE_PERM':
    case 'SQLITE_AUTH':
      return databaseError('DATABASE_UNREACHABLE', `The database ${location} cannot be opened.`, {
        hint: 'Check that the file exists and that you may read and write it and its folder.',
        cause,
      });
    case 'SQLITE_READONLY':
      return databaseError(
        'DATABASE_READ_ONLY',
        `The database ${location} cannot be written: it is read-only.`,
        {
          hint: 'Even to read it, kontor writes beside it: you need write access to the file and its folder.',
          cause,
        },
      );
    case 'SQLITE_FULL':
    case 'SQLITE_IOERR':
      return databaseError(
        'DATABASE_IO',
        `The database ${location} could not be read or written (${code === 'SQLITE_FULL' ? 'no space left' : 'input/output error'}).`,
        // A full disk has no place for what processes share of the database either, and SQLite does not tell the two apart.
        { hint: 'Nothing was written. Check that the disk has space left, and that it is sound.', cause },
      );
    case 'SQLITE_CONSTRAINT':
      // The message ends in the table and columns concerned and holds no data: "UNIQUE constraint failed: tags.name_key".
      return refusedError(
        'CONFLICT',
        `Refused by the database: ${text.replace(/^.*SQLITE_CONSTRAINT: /s, '')}.`,
        {
          cause,
        },
      );
    default: {
      // The message ends in the name of the part: "no such table: audit_seals".
      const [, part] = /SQLITE_ERROR: no such (?:table|column): (\S+)$/.exec(text) ?? [];
      return part === undefined ? error(code, cause, location) : partMissing(location, part, cause);
    }
  }
}

/** The version of the schema says that all of it is there; somebody took a part away. */
const partMissing = (location: string, part: string, cause: unknown): KontorError =>
  databaseError('DATABASE_DAMAGED', `A part of the database ${location} is missing: ${part}.`, {
    hint: 'kontor db check names all that is missing. A backup has it: kontor db restore FILE --force',
    cause,
  });

function translatePostgres(code: string, cause: DriverError, location: string): unknown {
  if (code === '3D000' || code === '28P01' || code === '28000') {
    const why =
      code === '3D000' ? 'there is no database of that name' : 'the server refused the user or password';
    return databaseError('DATABASE_UNREACHABLE', `The database ${location} cannot be opened: ${why}.`, {
      cause,
      hint: 'Check --db or KONTOR_DB; `createdb` makes a new database.',
    });
  }
  if (code === '53300') {
    return databaseError(
      'DATABASE_UNREACHABLE',
      `${location} has no room for another connection (${code}).`,
      {
        cause,
        hint: 'Nothing was written. Try again when other programs are done, or raise max_connections on the server.',
      },
    );
  }
  if (code.startsWith('08') || code.startsWith('57P') || code.startsWith('53')) {
    return databaseError('DATABASE_UNREACHABLE', `The connection to ${location} was lost (${code}).`, {
      cause,
      hint: 'Nothing was written. Try again.',
    });
  }
  // 57014: the statement was cancelled, as by ourselves when it had waited for too long.
  if (code === '55P03' || code === '57014' || code.startsWith('40')) {
    return databaseError(
      'DATABASE_LOCKED',
      `The database ${location} is busy with other writers (${code}).`,
      {
        cause,
        hint: 'Nothing was written. Try again.',
      },
    );
  }
  if (code === '42P01' || code === '42703') {
    const [, part = code] =
      /(?:relation|column) "?([^\s"]+)"? does not exist$/.exec(String(cause.message)) ?? [];
    return partMissing(location, part, cause);
  }
  if (code === '25006' || code === '42501') {
    return databaseError('DATABASE_READ_ONLY', `The database ${location} does not allow this (${code}).`, {
      cause,
    });
  }
  if (code.startsWith('23')) {
    const where = [cause.table, cause.constraint].filter((part) => typeof part === 'string').join(', ');
    return refusedError('CONFLICT', `Refused by the database (${code}${where === '' ? '' : `: ${where}`}).`, {
      cause,
    });
  }
  return error(code, cause, location);
}

/** An error of the database that we did not foresee stays a defect, but without the bound data. */
function error(code: string, cause: unknown, location: string): KontorError {
  return new KontorError('defect', 'DATABASE_ERROR', `The database ${location} answered ${code}.`, { cause });
}
