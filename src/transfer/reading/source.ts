import { createReadStream, type ReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { databaseError, usageError } from '../../errors.ts';
import type { TableSource } from './bytes/detect.ts';

/**
 * The bytes behind a name on the command line: a file, or standard input for `-`. Throws FILE_UNREADABLE (exit 2).
 */
export async function openSource(
  file: string,
  { cwd, stdin }: { cwd: string; stdin: () => Readable },
): Promise<TableSource> {
  if (file === '-') return { bytes: unread(stdin()), name: 'standard input' };
  const location = path.resolve(cwd, file);
  try {
    const found = await stat(location);
    if (found.isDirectory()) throw unreadable(file, 'it is a folder');
    const bytes = await opened(location);
    // Only a regular file gives the same bytes again; a pipe with a name does not.
    return found.isFile() ? rereadable(location, bytes, found.size, file) : { bytes, name: file };
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw unreadable(file, 'there is no such file', error);
    if (code === 'EACCES' || code === 'EPERM') throw unreadable(file, 'you may not read it', error);
    if (code === undefined || !/^E[A-Z0-9]+$/.test(code)) throw error;
    throw unreadable(file, code, error);
  }
}

/** A file, which can be read again from its beginning, and of which is known how much is read. */
function rereadable(location: string, first: ReadStream, size: number, name: string): TableSource {
  let current = first;
  return {
    bytes: first,
    reopen: () => {
      current = createReadStream(location);
      return current;
    },
    part: () => Math.min(1, current.bytesRead / Math.max(1, size)),
    name,
  };
}

/** A stream on a file that is open already: whether it can be read is known before anything else happens. */
const opened = (location: string): Promise<ReadStream> =>
  new Promise((resolve, reject) => {
    const bytes = createReadStream(location);
    bytes.once('open', () => resolve(bytes));
    bytes.once('error', reject);
  });

/** Standard input can be read once. A second try after a lost race would see an empty file and call it imported. */
function unread(stdin: Readable): Readable {
  if (stdin.readableDidRead) {
    throw databaseError('DATABASE_LOCKED', 'Another program changed the same records meanwhile.', {
      hint: 'Nothing was written. Give the data again, or import from a file, which is tried again by itself.',
    });
  }
  return stdin;
}

const unreadable = (file: string, why: string, cause?: unknown) =>
  usageError('FILE_UNREADABLE', `${file} cannot be read: ${why}.`, {
    hint: 'Check the name of the file; - stands for standard input.',
    cause,
  });
