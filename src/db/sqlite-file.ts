import { randomUUID } from 'node:crypto';
import { statSync } from 'node:fs';
import { type FileHandle, open, rm } from 'node:fs/promises';
import path from 'node:path';
import { databaseError, KontorError } from '../errors.ts';
import { kindOf } from '../file-kind.ts';
import { giveName, makeFolder } from '../folder.ts';

/** No database of SQLite has less than its smallest page; what is smaller, SQLite takes for empty and writes over. */
const smallestPage = 512;

/**
 * Whether there is a file that may be a database. Throws DATABASE_EMPTY for an empty one: whatever was in it is lost, and
 * making a new database of it would hide that; DATABASE_DAMAGED, DATABASE_UNREACHABLE (exit 6).
 */
export async function sqliteFileExists(location: string): Promise<boolean> {
  try {
    // At once: it takes longer to load what would do it meanwhile.
    const found = statSync(location);
    // SQLite would write into a device, and wait for ever at a pipe.
    if (!found.isFile()) {
      throw databaseError('DATABASE_UNREACHABLE', `${location} is ${kindOf(found)}, not a database file.`);
    }
    if (found.size === 0) {
      throw databaseError('DATABASE_EMPTY', `${location} is an empty file, not a kontor database.`, {
        hint: 'If there never was anything in it, delete it and run `kontor init`; else restore a backup: kontor db restore FILE --force',
      });
    }
    if (found.size < smallestPage) {
      throw databaseError('DATABASE_DAMAGED', `${location} is not a SQLite database.`, {
        hint: 'Name the right file with --db, or make a new database with `kontor init`.',
      });
    }
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    throw unreachableFile(location, error);
  }
}

/** The error for a path that cannot be used: a part of it is a file, or not allowed, or there is no space. */
function unreachableFile(location: string, error: unknown): unknown {
  const { code } = error as NodeJS.ErrnoException;
  if (error instanceof KontorError || code === undefined || !/^E[A-Z]+$/.test(code)) return error;
  return databaseError('DATABASE_UNREACHABLE', `The database ${location} cannot be opened (${code}).`, {
    hint: 'Check the path, and that you may read and write the file and its folder.',
    cause: error,
  });
}

/**
 * Makes a database file for its owner alone: `fill` makes the database beside its place, and when it is whole it gets its
 * name; who is killed on the way leaves nothing that looks like a database. Undefined when another program was faster: its
 * database is there now. Throws DATABASE_UNREACHABLE (exit 6), and what `fill` throws.
 */
export async function createSqlite<T>(
  location: string,
  fill: (beside: string) => Promise<T>,
): Promise<T | undefined> {
  const folder = path.dirname(location);
  const beside = path.join(folder, `.kontor-${randomUUID()}`);
  try {
    await makeFolder(folder);
    const file: FileHandle = await open(beside, 'wx', 0o600);
    // Those that SQLite makes beside it inherit its mode.
    await file.chmod(0o600);
    await file.close();
    const filled = await fill(beside);
    await giveName(beside, location);
    return filled;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw unreachableFile(location, error);
    if (await sqliteFileExists(location)) return undefined;
    throw databaseError('DATABASE_UNREACHABLE', `${location} is a symbolic link that leads nowhere.`);
  } finally {
    for (const suffix of ['', '-wal', '-shm', '-journal']) await rm(`${beside}${suffix}`, { force: true });
  }
}
