import type { Configuration } from '../config.ts';
import type { Database } from '../db/database.ts';
import type { Deliveries, Outbox } from '../domain/mail/model.ts';
import type { GroupEntry } from './define-command.ts';

/** What bin/kontor.ts puts together: the commands there are, how a database is opened, and how mails go out. */
export interface Application {
  readonly groups: readonly GroupEntry[];
  /** `location` is an absolute path or a URL. Connects at the first use, not before. */
  readonly openDatabase: (location: string) => Promise<Database>;
  /** Delivers mails of the outbox (I6). Left out, they stay in it. */
  readonly deliverMails?: (
    configuration: Configuration,
    outbox: Outbox,
    mails: readonly number[],
  ) => Promise<Deliveries>;
}
