import type { KontorError } from '../errors.ts';
import { refusedError } from '../errors.ts';
import type { ArchiveEntry, ArchiveReader } from './archive/read.ts';
import type { BackupPlace } from './model.ts';
import type { Manifest } from './schema.ts';
import type { Sink } from './verify.ts';

/** Where a backup is brought back to: beside its place first, then, when all is well, into it. */
export interface RestorePlace {
  /** Where the database that is there is put in the end; undefined where there is none. */
  readonly aside: Aside | undefined;
  /** Takes the copy of the database while the backup is verified; nothing where it is read a second time. */
  readonly take: () => Promise<Sink>;
  /** Makes the copy, which was verified, one that can be read. Undefined where that is not tried, in a dry run. */
  readonly stage: (
    archive: ArchiveReader,
    backup: { manifest: Manifest; database: ArchiveEntry },
  ) => Promise<string | undefined>;
  /** Puts what was there aside, and the copy in its place. */
  readonly swap: () => Promise<void>;
  /** Takes away what was staged and did not get its place. */
  readonly discard: () => Promise<void>;
}

/** Where a database is kept that was in the way. */
export interface Aside {
  /** Safe to show. */
  location: string;
  /** The folder in which the contents of its documents and photos stay. */
  files: string;
}

/** What a place is made for. */
export interface PlaceOptions extends BackupPlace {
  readonly force: boolean;
}

/** Somebody's database is never overwritten. */
export const taken = (shown: string): KontorError =>
  refusedError('DATABASE_EXISTS', `There is a database at ${shown} already.`, {
    hint: 'Restore into another place with --db; or --force puts this one aside and restores in its place.',
  });

/** A moment as part of a name: `20260304T050607Z`. */
export const stampOf = (moment: Date): string =>
  moment.toISOString().replace(/\.\d+/, '').replace(/[-:]/g, '');
