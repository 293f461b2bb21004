import type { Configuration } from '../config.ts';
import type { Database } from '../db/database.ts';
import type { Patience } from '../db/waiting.ts';
import type { Deps } from '../domain/deps.ts';
import type { FileStore } from '../domain/file/model.ts';
import type { Deliveries, Outbox } from '../domain/mail/model.ts';
import type { Suggestible, Suggestion } from '../domain/suggestion/model.ts';
import type { GroupEntry } from './define-command.ts';

/** What bin/kontor.ts puts together: the commands there are, how a database is opened, and how mails go out. */
export interface Application {
  readonly groups: readonly GroupEntry[];
  /** `location` is an absolute path or a URL. Connects at the first use, not before. */
  readonly openDatabase: (location: string, patience: Patience) => Promise<Database>;
  /** What the beginning of a word may become, for completion. Left out, nothing of the database is offered. */
  readonly suggest?: (
    deps: Deps,
    what: Suggestible,
    beginning: string,
    limit: number,
  ) => Promise<readonly Suggestion[]>;
  /** Delivers mails of the outbox (I6). Left out, they stay in it. */
  readonly deliverMails?: (
    configuration: Configuration,
    outbox: Outbox,
    mails: readonly number[],
  ) => Promise<Deliveries>;
  /** Opens the content store; a dry run writes nothing. Throws FILES_NOT_SET (exit 2). */
  readonly openFiles?: (
    configuration: Configuration,
    options: { dryRun: boolean; cwd: string; signal?: AbortSignal | undefined },
  ) => Promise<FileStore>;
  /** Seals what a unit of work wrote into the record of changes, at its end. Throws CHAIN_DAMAGED (exit 6). */
  readonly sealChanges: (deps: Deps) => Promise<void>;
  /** Takes contents out of the store that no record needs, in a unit of work of its own. */
  readonly sweepFiles?: (deps: Deps, contents: readonly string[]) => Promise<void>;
}
