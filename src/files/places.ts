import { chmod, lstat, mkdir, rename } from 'node:fs/promises';
import path from 'node:path';
import { makeFolder, syncFolder } from '../folder.ts';
import { storeFailed } from './failures.ts';

/** Where a content lies in the store: `ab/abcd…`, so that no folder holds too many. */
export const placeOf = (folder: string, sha256: string): string =>
  path.join(folder, sha256.slice(0, 2), sha256);

/** Where files wait for their place. */
export const incomingOf = (folder: string): string => path.join(folder, 'incoming');

/** Makes the folder of the store, where it is missing. Throws STORE_FAILED for a link or a file in its place. */
export async function requireStore(folder: string): Promise<void> {
  await makeFolder(folder);
  await requireFolder(folder, folder);
}

/** Makes a folder within the store for its owner alone, whatever the umask. Throws STORE_FAILED as {@link requireStore}. */
export async function requireInner(folder: string, inner: string): Promise<void> {
  const isNew = await mkdir(inner, { mode: 0o700 }).then(
    () => true,
    (error) => {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
      return false;
    },
  );
  if (!isNew) return requireFolder(folder, inner);
  await chmod(inner, 0o700);
  await syncFolder(folder);
}

/** Links are not followed: they would lead what is stored to a place of somebody else's choice. */
async function requireFolder(folder: string, inner: string): Promise<void> {
  const stats = await lstat(inner);
  if (stats.isSymbolicLink()) throw storeFailed(folder, `${inner} is a symbolic link`);
  if (!stats.isDirectory()) throw storeFailed(folder, `${inner} is not a folder`);
}

/** Moves a waiting file to its place, for good: its name survives a loss of power, too. */
export async function moveToPlace(folder: string, waiting: string, sha256: string): Promise<void> {
  const place = placeOf(folder, sha256);
  await requireInner(folder, path.dirname(place));
  await rename(waiting, place);
  await syncFolder(path.dirname(place));
}
