import { createReadStream } from 'node:fs';
import { databaseIn, otherDatabase } from '../db/backup/libpq.ts';
import {
  createBeside,
  dropBeside,
  emptyDatabase,
  exchangeDatabases,
  firstFreeName,
  prepareForDump,
  refreshStatistics,
  requireUnused,
  serverState,
} from '../db/backup/server.ts';
import { showLocation } from '../db/location.ts';
import { usageError } from '../errors.ts';
import { type PlaceOptions, type RestorePlace, stampOf, taken } from './place.ts';
import type { VerifiedBackup } from './verify.ts';

/** The longest name that PostgreSQL takes. */
const longestName = 63;

/**
 * A database on a server that is restored to: one without tables, or, by force, one that is made beside the one that is
 * there and takes its name in the end. Throws DATABASE_EXISTS (exit 4), and what {@link serverState} throws (exit 6).
 */
export async function postgresPlace(options: PlaceOptions): Promise<RestorePlace> {
  const { location, files, force, dryRun, clock, env, signal } = options;
  const shown = showLocation(location);
  const { isFree, schema } = await serverState(location);
  if (!isFree && !force) throw taken(shown);
  // Told now and not at the end, when all the work is done.
  if (!isFree && !dryRun) await requireUnused(location);
  const own = databaseIn(new URL(location));
  const beside = (suffix: string) => `${own.slice(0, longestName - suffix.length)}${suffix}`;
  const fresh = isFree ? undefined : beside('_restoring');
  const stamp = stampOf(clock());
  // Somebody may have restored in the same second.
  const number = isFree
    ? 1
    : await firstFreeName(location, (candidate) => beside(asideSuffix(stamp, candidate)));
  const aside = beside(asideSuffix(stamp, number));
  let staged: string | undefined;

  return {
    aside: isFree
      ? undefined
      : {
          location: showLocation(otherDatabase(location, aside)),
          files: `${files}.before-restore-${stamp}${number === 1 ? '' : `-${number}`}`,
        },
    // Programs of PostgreSQL read the dump where it is.
    take: async () => ({}),
    stage: async (archive, { manifest, database }: VerifiedBackup) => {
      requireSchema(manifest.database.schema, schema);
      if (dryRun) return undefined;
      const { restorePostgres } = await import('../db/backup/postgres.ts');
      staged = fresh === undefined ? location : await createBeside(location, fresh);
      if (fresh === undefined) await emptyDatabase(location);
      await prepareForDump(staged);
      const { offset: start, bytes } = database;
      const dump = createReadStream(archive.path, { start, end: start + bytes - 1 });
      await restorePostgres(schema, dump, { location: staged, env, signal });
      await refreshStatistics(staged);
      return staged;
    },
    swap: async () => {
      if (fresh !== undefined) await exchangeDatabases(location, fresh, aside);
      staged = undefined;
    },
    discard: async () => {
      if (staged === undefined) return;
      await (fresh === undefined ? emptyDatabase(location) : dropBeside(location, fresh));
    },
  };
}

const asideSuffix = (stamp: string, number: number): string =>
  `_before_restore_${stamp.toLowerCase()}${number === 1 ? '' : `_${number}`}`;

/** A dump names the schema of its tables. Throws INVALID_INPUT (exit 2). */
function requireSchema(said: string | null, found: string): void {
  if (said === found) return;
  throw usageError(
    'INVALID_INPUT',
    `The tables of the backup are in the schema ${said}, and --db leads to the schema ${found}.`,
    { hint: `Let the search_path of --db begin with ${said}.` },
  );
}
