import type { Dirent } from 'node:fs';
import { lstat, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import type { StoreEntry } from '../domain/file/model.ts';
import { inStore } from './failures.ts';
import { staleMs } from './incoming.ts';
import { incomingOf } from './places.ts';

const contentName = /^[\da-f]{64}$/;

/**
 * All that lies in a store: contents at their places, files that waited to become some, and what is neither. Throws
 * STORE_FAILED (exit 6).
 */
export async function* survey(folder: string): AsyncGenerator<StoreEntry> {
  for (const inner of await entriesOf(folder, folder)) {
    const place = path.join(folder, inner.name);
    if (place === incomingOf(folder)) yield* entriesIn(folder, place, () => 'waiting');
    else if (inner.isDirectory() && /^[\da-f]{2}$/.test(inner.name)) {
      yield* entriesIn(folder, place, (name) =>
        contentName.test(name) && name.startsWith(inner.name) ? 'content' : 'foreign',
      );
    } else yield { kind: 'foreign', path: place, name: inner.name, bytes: 0, isStale: false, mode: 0 };
  }
}

async function* entriesIn(
  store: string,
  folder: string,
  kindOf: (name: string) => StoreEntry['kind'],
): AsyncGenerator<StoreEntry> {
  for (const { name } of await entriesOf(store, folder)) {
    const place = path.join(folder, name);
    const stats = await lstat(place).catch(() => undefined);
    // Somebody swept it meanwhile.
    if (stats === undefined) continue;
    const { size: bytes, mtimeMs, mode } = stats;
    const isStale = Date.now() - mtimeMs > staleMs;
    yield { kind: stats.isFile() ? kindOf(name) : 'foreign', path: place, name, bytes, isStale, mode };
  }
}

/** A store that is not there yet holds nothing. */
const entriesOf = (store: string, folder: string): Promise<Dirent[]> =>
  inStore(store, () =>
    readdir(folder, { withFileTypes: true }).catch((error) => {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
      throw error;
    }),
  );

/** Takes away a file that waited to become a content, and whose run has ended. */
export const removeLeftover = (folder: string, name: string): Promise<void> =>
  rm(path.join(incomingOf(folder), path.basename(name)), { force: true });
