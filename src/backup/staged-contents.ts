import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { usageError } from '../errors.ts';
import { inStore } from '../files/failures.ts';
import { incomingOf, moveToPlace, placeOf, requireInner, requireStore } from '../files/places.ts';
import type { Sink } from './verify.ts';

/** Contents of a backup that wait beside a store, until all of the backup has turned out to be sound. */
export interface StagedContents {
  /** Takes one in; its bytes have to be verified by whoever hands them over. */
  readonly take: (sha256: string) => Promise<Sink>;
  /** Gives those that are needed their place in the store. */
  readonly publish: (isNeeded: (sha256: string) => boolean) => Promise<void>;
  /** Whether a content was not in the store before. */
  readonly isNew: (sha256: string) => boolean;
  /** Takes away again what was not in the store before. */
  readonly takeBack: () => Promise<void>;
  /** Takes away what was not published. */
  readonly discard: () => Promise<void>;
}

/** Stages contents for a store; where nothing is to be written, they are only read. */
export function stageContents(folder: string, dryRun: boolean): StagedContents {
  // They look like any file that waits for its place: whoever finds one a day later takes it away.
  const run = randomUUID();
  const waitingOf = (sha256: string) => path.join(incomingOf(folder), `${run}-${sha256}`);
  const staged = new Set<string>();
  const published = new Set<string>();
  let isReady = false;
  let writing: FileHandle | undefined;
  const ready = async () => {
    if (folder === '') throw filesNotSet();
    if (isReady) return;
    await inStore(folder, async () => {
      await requireStore(folder);
      await requireInner(folder, incomingOf(folder));
    });
    isReady = true;
  };
  return {
    take: async (sha256) => {
      if (dryRun) return {};
      await ready();
      staged.add(sha256);
      writing = await inStore(folder, () => openOwn(waitingOf(sha256)));
      return sinkInto(writing, (work) => inStore(folder, work));
    },
    publish: (isNeeded) =>
      inStore(folder, async () => {
        for (const sha256 of staged) {
          if (!isNeeded(sha256)) continue;
          const isThere = await stat(placeOf(folder, sha256)).then(
            () => true,
            () => false,
          );
          await moveToPlace(folder, waitingOf(sha256), sha256);
          staged.delete(sha256);
          if (!isThere) published.add(sha256);
        }
      }),
    isNew: (sha256) => published.has(sha256),
    takeBack: async () => {
      for (const sha256 of published) await rm(placeOf(folder, sha256), { force: true });
    },
    discard: async () => {
      await writing?.close().catch(() => {});
      for (const sha256 of staged) await rm(waitingOf(sha256), { force: true });
    },
  };
}

/** Opens a new file, for its owner alone whatever the umask. */
export async function openOwn(place: string): Promise<FileHandle> {
  const handle = await open(place, 'wx', 0o600);
  await handle.chmod(0o600);
  return handle;
}

/** Writes what it takes into a file, for good; `guarded` tells what the system says of its place. */
export const sinkInto = (handle: FileHandle, guarded: <T>(work: () => Promise<T>) => Promise<T>): Sink => ({
  take: (piece) => guarded(() => handle.writeFile(piece)),
  end: () =>
    guarded(async () => {
      await handle.sync();
      await handle.close();
    }),
});

const filesNotSet = () =>
  usageError('FILES_NOT_SET', 'It is not known where documents and photos are to be kept.', {
    hint: 'The backup has some. Name a folder: KONTOR_FILES=/srv/kontor-files, or "files" in kontor.config.json.',
  });
