import { randomUUID } from 'node:crypto';
import { type FileHandle, link, lstat, realpath, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { fileStateOf, heldFile } from '../db/backup/copies.ts';
import { databaseError } from '../errors.ts';
import { kindOf } from '../file-kind.ts';
import { giveName, makeFolder, syncFolder } from '../folder.ts';
import { reasonOf } from '../system-reason.ts';
import { removeStale } from '../whole-file.ts';
import { type PlaceOptions, type RestorePlace, stampOf, taken } from './place.ts';
import { openOwn, sinkInto } from './staged-contents.ts';

/** What SQLite keeps beside a file. */
const companions = ['-wal', '-shm', '-journal'];

/**
 * A file that is restored to. What is there is put aside under another name, also when it is damaged: that is what backups
 * are for. Throws DATABASE_EXISTS (exit 4), DATABASE_FOREIGN, DATABASE_LOCKED, DATABASE_UNREACHABLE (exit 6).
 */
export async function sqlitePlace(options: PlaceOptions): Promise<RestorePlace> {
  const { location, files, force, dryRun, clock } = options;
  // A link stays one: what it leads to is exchanged.
  const place = await realpath(location).catch(() => location);
  const isTaken = await isThere(place);
  if (isTaken && !force) throw taken(place);
  const isSound = isTaken && (await canBeHeld(place));
  const aside = await freeName(`${place}.before-restore-${stampOf(clock())}`);
  const folder = dryRun ? await nearestFolder(place) : path.dirname(place);
  const staged = path.join(folder, `.kontor-${randomUUID()}`);
  let writing: FileHandle | undefined;
  const guarded = <T>(work: () => Promise<T>) => inPlace(place, work);

  return {
    aside: isTaken
      ? {
          location: aside,
          files: files === `${location}.files` ? `${aside}.files` : `${files}${aside.slice(place.length)}`,
        }
      : undefined,
    take: async () => {
      if (!dryRun) await guarded(() => makeFolder(folder));
      writing = await guarded(() => openOwn(staged));
      await removeStale(folder, (await writing.stat()).mtimeMs);
      return sinkInto(writing, guarded);
    },
    stage: async () => staged,
    swap: () =>
      guarded(async () => {
        const held = isSound ? await heldFile(place) : undefined;
        try {
          if (isTaken) await keepUnder(place, aside);
          // Beside another file they would be taken for its own.
          await putCompanionsAside(place, aside);
          if (isTaken) await rename(staged, place);
          else await firstName(staged, place);
          await syncFolder(folder);
        } finally {
          await held?.letGo();
        }
      }),
    discard: async () => {
      await writing?.close().catch(() => {});
      for (const suffix of ['', ...companions]) await rm(`${staged}${suffix}`, { force: true });
    },
  };
}

/**
 * Whether it is a database that can be taken away from others, once it comes to that: told now, and not when all the work is
 * done. Throws DATABASE_FOREIGN, DATABASE_LOCKED (exit 6).
 */
async function canBeHeld(place: string): Promise<boolean> {
  if (!(await isSoundFile(place))) return false;
  await (await heldFile(place)).letGo();
  return true;
}

/** SQLite deletes the log beside a file that it cannot read, and that may be all that is left: it is held by a second name meanwhile. */
async function isSoundFile(place: string): Promise<boolean> {
  const log = `${place}-wal`;
  const held = path.join(path.dirname(place), `.kontor-${randomUUID()}`);
  await link(log, held).catch(() => {});
  try {
    const isSound = (await fileStateOf(place)) === 'sound';
    if (!isSound) await link(held, log).catch(() => {});
    return isSound;
  } finally {
    await rm(held, { force: true });
  }
}

const isThere = async (place: string): Promise<boolean> => {
  const stats = await lstat(place).catch((error) => {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw unusable(place, error);
  });
  if (stats === undefined || stats.isFile()) return stats !== undefined;
  const what = stats.isSymbolicLink() ? 'a symbolic link that leads nowhere' : kindOf(stats);
  throw databaseError('DATABASE_UNREACHABLE', `${place} is ${what}, not a database file.`);
};

async function nearestFolder(place: string): Promise<string> {
  const folder = path.dirname(place);
  const stats = await lstat(folder).catch(() => undefined);
  return stats !== undefined || folder === place ? folder : nearestFolder(folder);
}

async function freeName(name: string, number = 1): Promise<string> {
  const candidate = number === 1 ? name : `${name}-${number}`;
  return (await isThere(candidate)) ? freeName(name, number + 1) : candidate;
}

/** Gives a file another name beside its own, or in place of it where the file system knows no second names. */
const keepUnder = (place: string, name: string): Promise<void> =>
  link(place, name).catch((error) => {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw error;
    return rename(place, name);
  });

/** Somebody may have taken the place meanwhile. Throws DATABASE_EXISTS (exit 4). */
const firstName = (staged: string, place: string): Promise<void> =>
  giveName(staged, place).catch((error) => {
    throw (error as NodeJS.ErrnoException).code === 'EEXIST' ? taken(place) : error;
  });

async function putCompanionsAside(place: string, aside: string): Promise<void> {
  for (const suffix of companions) {
    await rename(`${place}${suffix}`, `${aside}${suffix}`).catch((error) => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    });
  }
}

async function inPlace<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error;
    throw unusable(place, error);
  }
}

const unusable = (place: string, error: unknown) =>
  databaseError('DATABASE_UNREACHABLE', `The database cannot be restored to ${place} (${reasonOf(error)}).`, {
    hint: 'Check the path, and that you may write to its folder. Nothing was changed.',
    cause: error,
  });
