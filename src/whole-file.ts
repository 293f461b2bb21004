import { randomUUID } from 'node:crypto';
import type { Stats } from 'node:fs';
import { type FileHandle, lstat, open, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { refusedError, usageError } from './errors.ts';
import { kindOf } from './file-kind.ts';
import { giveName, syncFolder } from './folder.ts';
import { reasonOf } from './system-reason.ts';

/** A file that is to be there whole or not at all. */
export interface WholeFile {
  readonly path: string;
  /** As the user named it. */
  readonly name: string;
  readonly replace: boolean;
}

/** Takes the next piece of a file. */
export type Write = (piece: Uint8Array | string) => Promise<void>;

/**
 * What stands in the way is refused before anything is written: a device, a pipe, a socket or a folder is never replaced, nor
 * is a link, wherever it leads.
 * Throws FILE_EXISTS (exit 4), FILE_UNWRITABLE (exit 2).
 */
export async function requireFree({ path: place, name, replace }: WholeFile): Promise<void> {
  const stats = await lstat(place).catch(() => undefined);
  if (stats === undefined) return;
  if (!replace) throw exists(name, stats.isFile());
  if (!stats.isFile()) throw irreplaceable(name, stats);
}

/**
 * Writes a file for its owner alone: beside its place first, then, when `fill` has come to its end, under its name; when
 * `fill` throws there is no file. Throws FILE_EXISTS (exit 4), FILE_UNWRITABLE (exit 2), and what `fill` throws.
 */
export async function writeWhole(file: WholeFile, fill: (write: Write) => Promise<void>): Promise<void> {
  const folder = path.dirname(file.path);
  const beside = path.join(folder, `.kontor-${randomUUID()}`);
  const output = await written(file, () => open(beside, 'wx', 0o600));
  try {
    // A umask may have taken the owner's own rights away.
    await written(file, () => output.chmod(0o600));
    await removeStale(folder, (await output.stat()).mtimeMs);
    await fill((piece) => written(file, () => output.writeFile(piece)));
    await written(file, async () => {
      await output.sync();
      await output.close();
      await settle(beside, file);
    });
  } catch (error) {
    await discard(output, beside);
    throw error;
  }
}

/** What a file is called that has no name yet; a database may have others beside it. */
const unnamed = /^\.kontor-[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}(-wal|-shm|-journal)?$/;
/** Longer than any file takes to be written. */
const staleMs = 24 * 60 * 60 * 1000;

/**
 * Takes away what runs left that were killed; `now` is the time of the file system, by which their ages are told. What
 * cannot be seen or taken away harms nobody.
 */
export async function removeStale(folder: string, now: number): Promise<void> {
  for (const place of await staleFiles(folder, now)) await rm(place, { force: true }).catch(() => {});
}

/** What runs left in a folder that were killed: files that never got their name. */
export async function staleFiles(folder: string, now: number): Promise<string[]> {
  const stale: string[] = [];
  for (const name of await readdir(folder).catch(() => [])) {
    if (!unnamed.test(name)) continue;
    const place = path.join(folder, name);
    const stats = await lstat(place).catch(() => undefined);
    if (stats?.isFile() && now - stats.mtimeMs > staleMs) stale.push(place);
  }
  return stale;
}

async function discard(output: FileHandle, beside: string): Promise<void> {
  await output.close().catch(() => {});
  await rm(beside, { force: true });
}

const exists = (name: string, isReplaceable = true) =>
  refusedError('FILE_EXISTS', `${name} exists already.`, {
    hint: isReplaceable ? '--force replaces it; or name another file.' : 'Name another file.',
  });

const unwritable = (name: string, reason: string, cause?: unknown) =>
  usageError('FILE_UNWRITABLE', `${name} cannot be written (${reason}).`, {
    hint: 'Name another file.',
    cause,
  });

/** It would be a file from then on, for all who use it: for the whole system, if it is /dev/null. */
const irreplaceable = (name: string, stats: Stats) =>
  usageError('FILE_UNWRITABLE', `${name} cannot be written (it is ${kindOf(stats)}, not a file).`, {
    hint: stats.isDirectory()
      ? 'Name a file in it.'
      : stats.isSymbolicLink()
        ? 'Name the file that it leads to.'
        : 'A new file would take its place. Name another file, or have the shell redirect what a command writes to standard output.',
  });

/** Gives a whole file its name; without `replace` whoever took the name meanwhile keeps it, with it what is no file does. */
async function settle(beside: string, file: WholeFile): Promise<void> {
  const { path: place, name, replace } = file;
  if (replace) {
    await requireFree(file);
    await rename(beside, place);
    return syncFolder(path.dirname(place));
  }
  await giveName(beside, place).catch((error) => {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? exists(name) : error;
  });
}

async function written<T>(file: WholeFile, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error;
    throw unwritable(file.name, code === 'ENOENT' ? 'its folder is not there' : reasonOf(error), error);
  }
}
