import type { CopyRun, DatabaseKind } from '../db/backup/copies.ts';
import type { Transactions } from '../db/database.ts';
import type { Deps } from '../domain/deps.ts';
import type { OnProgress } from '../domain/progress.ts';
import type { Ended } from '../domain/restore/model.ts';

/** What taking and bringing back backups works with. */
export interface BackupPlace extends CopyRun {
  /** An absolute path or a postgres:// URL. */
  readonly location: string;
  /** The folder of documents and photos; empty where it is not known. */
  readonly files: string;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  readonly clock: () => Date;
  /** Of this program. */
  readonly version: string;
  readonly dryRun: boolean;
  readonly progress: OnProgress;
}

/** A backup, as it is told of. */
export interface BackupContents {
  /** As the user named it. */
  file: string;
  bytes: number;
  takenAt: string;
  /** The version of the program that took it. */
  kontor: string;
  firm: string | null;
  database: DatabaseKind;
  /** The version of the database engine. */
  engine: string;
  /** The newest migration that the database has had. */
  schema: string;
  tables: Record<string, number>;
  rows: number;
  /** Contents of documents and photos, and their bytes. */
  files: { count: number; bytes: number };
  /** The head of the chain of audit entries, as `audit verify --head` takes it. */
  chainHead: string | null;
  /** Contents that records need and that are not in it. */
  missing: string[];
  /** Contents whose bytes are not those that were stored. */
  damaged: string[];
}

/** What bringing a backup back works with further. */
export interface RestoreRun extends BackupPlace {
  /** A unit of work on a copy that was brought back. */
  readonly writeTo: <T>(database: Transactions, work: (deps: Deps) => Promise<T>) => Promise<T>;
}

/** A backup that was brought back. */
export interface Restored extends BackupContents {
  /** `updated`: in the place of another database. */
  outcome: 'created' | 'updated';
  /** Where it is now, safe to show. */
  location: string;
  /** Migrations that were applied to it: it was taken by an older program. */
  migrated: string[];
  /** What was ended, because it must not live twice; null where it was not brought back to find out. */
  ended: Ended | null;
  /** Where the database is that was there before, and the contents of its documents and photos. */
  kept: { location: string; files: string | null } | null;
  /** What the user should know although it was done. */
  warnings: string[];
}
