import { createHash, randomUUID } from 'node:crypto';
import { constants, type FileHandle, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import type { Configuration } from '../config.ts';
import type { FileStore, SizeLimit, StagedFile } from '../domain/file/model.ts';
import { databaseError, KontorError, notFoundError, refusedError, usageError } from '../errors.ts';
import { makeFolder } from '../folder.ts';
import { mediaTypeOf } from './media-type.ts';

/** Opens the content store. Throws FILES_NOT_SET (exit 2). */
export async function openFiles(
  { files }: Configuration,
  { dryRun }: { dryRun: boolean },
): Promise<FileStore> {
  if (files.value === '') {
    throw usageError('FILES_NOT_SET', 'It is not known where documents and photos are kept.', {
      hint: 'Name a folder that all users of this database share: KONTOR_FILES=/srv/kontor-files, or "files" in kontor.config.json.',
    });
  }
  return storeAt(files.value, { dryRun });
}

/** A store in a folder: `ab/abcd…`, each file for its owner alone. */
export const storeAt = (folder: string, { dryRun }: { dryRun: boolean }): FileStore => ({
  stage: (source, limit) => stage(folder, source, limit, dryRun),
  copyTo: (sha256, target, options) => copyTo(placeOf(folder, sha256), sha256, target, options),
  remove: (sha256) => (dryRun ? Promise.resolve() : rm(placeOf(folder, sha256), { force: true })),
});

const placeOf = (folder: string, sha256: string): string => path.join(folder, sha256.slice(0, 2), sha256);

async function stage(folder: string, source: string, limit: SizeLimit, dryRun: boolean): Promise<StagedFile> {
  const input = await openSource(source);
  try {
    const waiting = dryRun ? undefined : await openWaiting(folder);
    try {
      const content = await copy(input, waiting?.handle, source, limit);
      if (waiting !== undefined) await stored(() => waiting.handle.sync());
      await waiting?.handle.close();
      return {
        ...content,
        publish: async () => {
          if (waiting !== undefined)
            await stored(() => moveTo(waiting.path, placeOf(folder, content.sha256)));
        },
        discard: async () => {
          if (waiting !== undefined) await rm(waiting.path, { force: true });
        },
      };
    } catch (error) {
      await waiting?.handle.close().catch(() => {});
      if (waiting !== undefined) await rm(waiting.path, { force: true });
      throw error;
    }
  } finally {
    await input.close();
  }
}

/** Opens a regular file, and nothing that stands for another one or that waits for somebody to write into it. */
async function openSource(source: string): Promise<FileHandle> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  const handle = await open(source, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch((error) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw notFoundError('FILE_NOT_FOUND', `There is no file ${source}.`, { cause: error });
    }
    if (code === 'ELOOP') throw noFile(source, 'is a symbolic link');
    throw usageError('FILE_UNREADABLE', `${source} cannot be read (${code}).`, { cause: error });
  });
  if ((await handle.stat()).isFile()) return handle;
  await handle.close();
  throw noFile(source, 'is no regular file');
}

const noFile = (source: string, what: string) =>
  usageError('NO_FILE', `${source} ${what}.`, { hint: 'Name the file itself.' });

async function openWaiting(folder: string): Promise<{ handle: FileHandle; path: string }> {
  const place = path.join(folder, 'incoming', randomUUID());
  return stored(async () => {
    await makeFolder(path.dirname(place));
    return { handle: await open(place, 'wx', 0o600), path: place };
  });
}

/** Copies, hashes and looks at a file in pieces. */
async function copy(input: FileHandle, output: FileHandle | undefined, source: string, limit: SizeLimit) {
  const hash = createHash('sha256');
  const piece = Buffer.alloc(256 * 1024);
  let head = Buffer.alloc(0);
  let bytes = 0;
  for (;;) {
    const { bytesRead } = await input.read(piece, 0, piece.length).catch((error) => {
      throw usageError(
        'FILE_UNREADABLE',
        `${source} cannot be read (${(error as NodeJS.ErrnoException).code}).`,
      );
    });
    if (bytesRead === 0) break;
    const part = piece.subarray(0, bytesRead);
    bytes += bytesRead;
    if (bytes > limit.bytes) throw tooLarge(source, limit);
    hash.update(part);
    if (head.length < piece.length) head = Buffer.concat([head, part]);
    if (output !== undefined) await stored(() => output.writeFile(part));
  }
  if (bytes === 0) throw usageError('FILE_EMPTY', `${source} is empty.`);
  return { sha256: hash.digest('hex'), bytes, mediaType: await mediaTypeOf(head) };
}

const tooLarge = (source: string, { bytes, what }: SizeLimit) =>
  usageError('FILE_TOO_LARGE', `${source} is larger than ${what} may be (${bytes / 1024 / 1024} MB).`);

async function moveTo(waiting: string, place: string): Promise<void> {
  await makeFolder(path.dirname(place));
  await rename(waiting, place);
  const folder = await open(path.dirname(place), constants.O_RDONLY);
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Turns what the system says about the store into an error of ours. */
async function stored<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof KontorError || code === undefined) throw error;
    throw databaseError('STORE_FAILED', `The folder of documents and photos takes nothing (${code}).`, {
      cause: error,
    });
  }
}

async function copyTo(
  place: string,
  sha256: string,
  target: string,
  { replace }: { replace: boolean },
): Promise<void> {
  const missing = () =>
    databaseError('CONTENT_MISSING', `The content ${sha256} is not in the folder of documents and photos.`);
  const input = await open(place, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => {
    throw missing();
  });
  try {
    const output = await open(target, replace ? 'w' : 'wx', 0o600).catch((error) => {
      if ((error as NodeJS.ErrnoException).code === 'EEXIST') {
        throw refusedError('FILE_EXISTS', `${target} exists already.`, { hint: '--force replaces it.' });
      }
      throw usageError(
        'FILE_UNWRITABLE',
        `${target} cannot be written (${(error as NodeJS.ErrnoException).code}).`,
      );
    });
    try {
      await output.writeFile(await input.readFile());
    } finally {
      await output.close();
    }
  } finally {
    await input.close();
  }
}
