import { stat, statfs } from 'node:fs/promises';
import path from 'node:path';
import { isPostgresUrl } from '../db/location.ts';
import type { Look } from '../domain/check/model.ts';
import { finding } from '../domain/check/rules.ts';
import type { Surroundings } from './model.ts';

export const spaceCheck = {
  name: 'space',
  summary: 'the disks have room for what is stored, and for a copy of it',
};

const megabyte = 1024 * 1024;
/** Below that, a single document may fail. */
const needed = 20 * megabyte;
/** Below that, it is time to look. */
const wanted = 500 * megabyte;

/** A disk that something is on, and the room that is left on it. */
export interface Room {
  what: string;
  free: number;
}

/** Looks at the disks that the database and the documents are on. A server has a disk of its own, which is not ours to see. */
export async function lookAtSpace({ configuration }: Surroundings): Promise<Look> {
  const { db, files } = configuration;
  const isLocal = !isPostgresUrl(db.value);
  const places = [
    ...(isLocal ? [{ what: 'the database', place: db.value }] : []),
    ...(files.value === '' ? [] : [{ what: 'documents and photos', place: files.value }]),
  ];
  const size = isLocal
    ? await stat(db.value).then(
        (stats) => stats.size,
        () => 0,
      )
    : 0;
  const rooms: Room[] = [];
  for (const { what, place } of places) {
    const free = await freeAt(place);
    if (free !== undefined) rooms.push({ what, free });
  }
  return judgeSpace(rooms, size);
}

/** Whether there is room enough, also for a copy of a database of this size. */
export function judgeSpace(rooms: readonly Room[], size: number): Look {
  const scarce = rooms.filter(({ free }) => free < wanted || free < size);
  return {
    findings: scarce.map(({ what, free }) =>
      finding({
        severity: free < needed ? 'error' : 'warning',
        message: `only ${mega(free)} are left on the disk of ${what}${free < size ? ', too few for a copy of the database' : ''}`,
        count: 1,
        hint: 'Make room: nothing is lost on a full disk, but nothing can be written.',
      }),
    ),
    note: rooms.map(({ what, free }) => `${mega(free)} free for ${what}`).join(', '),
  };
}

/** The room on the disk of a place, or of the folder that it would be made in. */
async function freeAt(place: string): Promise<number | undefined> {
  for (let folder = place; ; folder = path.dirname(folder)) {
    const found = await statfs(folder).catch(() => undefined);
    if (found !== undefined) return found.bavail * found.bsize;
    if (folder === path.dirname(folder)) return undefined;
  }
}

const mega = (bytes: number): string => `${Math.floor(bytes / megabyte)} MB`;
