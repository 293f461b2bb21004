import { constants } from 'node:fs';
import { chmod, link, mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes a folder for its owner alone, with those above it. Node's own `recursive` never ends where a folder cannot be
 * made and the system says that its parent is missing (below /proc, for one). Throws what the system says.
 */
export async function makeFolder(folder: string): Promise<void> {
  const missing = await make(folder, folder === path.dirname(folder));
  if (!missing) return;
  await makeFolder(path.dirname(folder));
  await make(folder, true);
}

/** Whether it could not be made because its parent is missing; `last` asks for the error instead. */
async function make(folder: string, last: boolean): Promise<boolean> {
  try {
    await mkdir(folder, { mode: 0o700 });
    // A umask may have taken the owner's own rights away.
    await chmod(folder, 0o700);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' && !last) return true;
    if (code !== 'EEXIST') throw error;
  }
  return false;
}

/** Makes the names in a folder survive a loss of power. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, constants.O_RDONLY | constants.O_DIRECTORY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** What the system says where a file cannot have two names. */
const unlinkable = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK']);

/** Gives a file that was written beside its place its name there; EEXIST is thrown when somebody took that meanwhile. */
export async function giveName(beside: string, place: string): Promise<void> {
  try {
    await link(beside, place);
  } catch (error) {
    if (!unlinkable.has((error as NodeJS.ErrnoException).code ?? '')) throw error;
    // A file system without links (of a memory stick): its name is taken first, then filled.
    await (await open(place, 'wx', 0o600)).close();
    await rename(beside, place);
  }
  await rm(beside, { force: true });
  await syncFolder(path.dirname(place));
}
