import { rm } from 'node:fs/promises';
import path from 'node:path';
import { adoptedCopy, kindOf, readCopy } from '../db/backup/copies.ts';
import { type Survey, surveyOf } from '../db/backup/survey.ts';
import { brokenReferences } from '../db/inspect/foreign-keys.ts';
import { inspectIntegrity } from '../db/inspect/integrity.ts';
import { showLocation } from '../db/location.ts';
import { requireKnownMigrations } from '../db/migrate.ts';
import { neededContents } from '../domain/file/needed.ts';
import type { Ended } from '../domain/restore/model.ts';
import { endCopies } from '../domain/restore/operations.ts';
import { usageError } from '../errors.ts';
import { type ArchiveReader, openArchive } from './archive/read.ts';
import { chainHeadIn } from './chain-head.ts';
import { damaged } from './failures.ts';
import { isEmptyStore, keepContents, removeUnneeded } from './kept-contents.ts';
import type { Restored, RestoreRun } from './model.ts';
import type { RestorePlace } from './place.ts';
import { describeBackup, differenceFrom } from './rules.ts';
import type { Manifest } from './schema.ts';
import { type StagedContents, stageContents } from './staged-contents.ts';
import { readHead, type Taking, type VerifiedBackup, verifyBackup } from './verify.ts';

/**
 * Brings a backup back: verifies every byte of it, puts it beside its place, looks it through, ends what must not live twice,
 * and only then gives it its place; what was there is kept under another name. When anything is not as it should be, nothing
 * was touched. Throws NOT_A_BACKUP, BACKUP_DAMAGED, BACKUP_NEWER, DATABASE_NEWER, DATABASE_LOCKED (exit 6), DATABASE_EXISTS
 * (exit 4), OTHER_DATABASE, FILES_NOT_SET (exit 2).
 */
export async function restoreBackup(
  run: RestoreRun,
  { file, force }: { file: string; force: boolean },
): Promise<Restored> {
  const archive = await openArchive(path.resolve(run.cwd, file), file);
  try {
    requireKind(file, (await readHead(archive)).database, run.location);
    const place = await placeFor(run, force);
    // Read once for its own sake: of a backup that is damaged nothing is written anywhere, not even beside its place.
    const { manifest } = await verifyBackup(archive, { ...reading(run, archive, 0), ...nowhere });
    requireKnownMigrations(
      manifest.migrations.map(({ name }) => name),
      file,
    );
    const contents = stageContents(run.files, run.dryRun);
    try {
      const backup = await verifyBackup(archive, {
        ...reading(run, archive, archive.bytes),
        content: contents.take,
        database: place.take,
      });
      const staged = await place.stage(archive, backup);
      const done =
        staged === undefined
          ? { migrated: [], ended: null, files: null, wasInUse: false }
          : await bringBack(run, { file, staged, place, contents, backup });
      return {
        outcome: place.aside === undefined ? 'created' : 'updated',
        location: showLocation(run.location),
        ...describeBackup(backup.manifest, { file, bytes: archive.bytes }),
        migrated: done.migrated,
        ended: done.ended,
        kept: place.aside === undefined ? null : { location: place.aside.location, files: done.files },
        warnings: done.wasInUse ? [sharedFolder(run.files)] : [],
      };
    } finally {
      await contents.discard();
      await place.discard();
    }
  } finally {
    await archive.close();
  }
}

/** Where bytes go that are only to be verified. */
const nowhere: Pick<Taking, 'content' | 'database'> = {
  content: async () => ({}),
  database: async () => ({}),
};

const reading = (
  { signal, progress }: RestoreRun,
  { bytes }: ArchiveReader,
  before: number,
): Pick<Taking, 'signal' | 'read'> => ({
  signal,
  read: (read) => progress({ unit: 'MB', done: inMegabytes(before + read), total: inMegabytes(2 * bytes) }),
});

const inMegabytes = (bytes: number) => Math.ceil(bytes / 1_000_000);

const engines = { sqlite: 'SQLite', postgres: 'PostgreSQL' } as const;

/** What a database of one kind wrote, one of the other kind cannot read. Throws OTHER_DATABASE (exit 2). */
function requireKind(file: string, kind: 'sqlite' | 'postgres', location: string): void {
  const own = kindOf(location);
  if (own === kind) return;
  throw usageError(
    'OTHER_DATABASE',
    `${file} is the backup of a ${engines[kind]} database, and ${showLocation(location)} is one of ${engines[own]}.`,
    {
      hint:
        kind === 'sqlite'
          ? 'Restore it into a file: --db restored.db'
          : 'Restore it into an empty database on a PostgreSQL server: --db postgres://…',
    },
  );
}

const placeFor = async (run: RestoreRun, force: boolean): Promise<RestorePlace> =>
  kindOf(run.location) === 'postgres'
    ? (await import('./place-postgres.ts')).postgresPlace({ ...run, force })
    : (await import('./place-sqlite.ts')).sqlitePlace({ ...run, force });

interface Staged {
  file: string;
  staged: string;
  place: RestorePlace;
  contents: StagedContents;
  backup: VerifiedBackup;
}

interface BroughtBack {
  migrated: string[];
  ended: Ended;
  /** Where contents of the database that was there are kept. */
  files: string | null;
  /** The folder of contents had some, although no database was there. */
  wasInUse: boolean;
}

async function bringBack(
  run: RestoreRun,
  { file, staged, place, contents, backup: { manifest } }: Staged,
): Promise<BroughtBack> {
  const shown = showLocation(run.location);
  const needed = new Set(await lookThrough(staged, shown, { file, manifest }));
  let keptFiles: string | null = null;
  const wasInUse = place.aside === undefined && !(await isEmptyStore(run.files));
  try {
    const isSound = (sha256: string) => manifest.damaged[sha256] === undefined;
    await contents.publish((sha256) => needed.has(sha256) && isSound(sha256));
    const copy = adoptedCopy(staged, { shown, migrations: manifest.migrations });
    const ended = await run.writeTo(copy, (deps) => endCopies(deps, { file, takenAt: manifest.takenAt }));
    if (!run.dryRun) {
      const { aside } = place;
      if (aside !== undefined && run.files !== '') {
        const kept = await keepContents(run.files, aside.files, (sha256) => !contents.isNew(sha256));
        if (kept > 0) keptFiles = aside.files;
      }
      await place.swap();
      // What stays behind harms nobody.
      if (aside !== undefined) await removeUnneeded(run.files, needed).catch(() => {});
    }
    return { migrated: [...copy.migrated()], ended, files: keptFiles, wasInUse };
  } catch (error) {
    await contents.takeBack();
    if (keptFiles !== null) await rm(keptFiles, { recursive: true, force: true });
    throw error;
  }
}

const sharedFolder = (files: string) =>
  `the folder ${files} held documents and photos before: if they are those of another database, give this one a folder of ` +
  'its own (KONTOR_FILES), or one will take away what the other needs';

/** Compares the copy with its manifest, and looks for damage; the contents that it needs. Throws BACKUP_DAMAGED (exit 6). */
const lookThrough = (
  staged: string,
  shown: string,
  { file, manifest }: { file: string; manifest: Manifest },
): Promise<string[]> =>
  readCopy(staged, shown, async (session) => {
    const survey = withMigrations(await surveyOf(session), manifest);
    const difference = differenceFrom(manifest, survey, await chainHeadIn(session, survey.tables));
    if (difference !== undefined) throw damaged(file, difference);
    const [problem] = (await inspectIntegrity(session)).problems;
    if (problem !== undefined) throw damaged(file, `the database in it is: ${problem}`);
    const [broken] = await brokenReferences(session);
    if (broken !== undefined) {
      throw damaged(file, `rows of ${broken.table} refer to rows of ${broken.parent} that are not there`);
    }
    return neededContents(session);
  });

/** A dump comes without the migrations that its database has had: they are in the manifest. */
const withMigrations = (survey: Survey, manifest: Manifest): Survey => {
  if (manifest.database.kind === 'sqlite') return survey;
  const { migrations } = manifest;
  return { ...survey, migrations, tables: { ...survey.tables, kontor_migrations: migrations.length } };
};
