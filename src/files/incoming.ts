import { randomUUID } from 'node:crypto';
import { type FileHandle, lstat, open, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { incomingOf, requireInner, requireStore } from './places.ts';

/** A new file that waits beside the store. */
export interface Waiting {
  readonly path: string;
  readonly handle: FileHandle;
}

/** Opens a new file, for its owner alone whatever the umask. */
export async function openWaiting(folder: string): Promise<Waiting> {
  const incoming = incomingOf(folder);
  await requireStore(folder);
  await requireInner(folder, incoming);
  const place = path.join(incoming, randomUUID());
  const handle = await open(place, 'wx', 0o600);
  await handle.chmod(0o600);
  await removeStale(incoming, (await handle.stat()).mtimeMs);
  return { path: place, handle };
}

export const removeWaiting = async ({ path: place, handle }: Waiting): Promise<void> => {
  await handle.close().catch(() => {});
  await rm(place, { force: true });
};

/** Longer than any file takes to be read. */
export const staleMs = 24 * 60 * 60 * 1000;

/**
 * Takes away what runs left that were killed; `now` is the time of the file system, by which their ages are told. What
 * cannot be taken away harms nobody.
 */
async function removeStale(incoming: string, now: number): Promise<void> {
  for (const name of await readdir(incoming)) {
    const place = path.join(incoming, name);
    const stats = await lstat(place).catch(() => undefined);
    if (stats?.isFile() && now - stats.mtimeMs > staleMs) await rm(place, { force: true }).catch(() => {});
  }
}
