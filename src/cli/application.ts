import type { Database } from '../db/database.ts';
import type { GroupEntry } from './define-command.ts';

/** What bin/kontor.ts puts together: the commands there are, and how a database is opened. */
export interface Application {
  readonly groups: readonly GroupEntry[];
  /** `location` is an absolute path or a URL. Connects at the first use, not before. */
  readonly openDatabase: (location: string) => Promise<Database>;
}
