import type { Configuration } from '../config.ts';
import type { Database, Work, WriteOptions } from '../db/database.ts';
import type { Deps } from '../domain/deps.ts';
import type { ContentUse } from '../domain/file/model.ts';
import type { Application } from './application.ts';
import type { Context } from './context.ts';

/** Units of work on one database, each with deps of its own. */
export interface Units {
  readonly read: <T>(work: (deps: Deps) => Promise<T>) => Promise<T>;
  readonly write: <T>(work: (deps: Deps) => Promise<T>, options: WriteOptions) => Promise<T>;
}

/** What units of work need beside the database. */
interface Surroundings {
  readonly application: Application;
  readonly configuration: Configuration;
  readonly context: Context;
  /** As in `account create` (H1). */
  readonly command: string;
}

/** The units of work of a run. Contents of the store that one leaves without a record are swept behind it. */
export function unitsOf(around: Surroundings, database: Database): Units {
  const { application } = around;
  const read: Units['read'] = (work) =>
    database.read((...transaction) => work(makeDeps(around, transaction, { dryRun: true })));
  const write: Units['write'] = async (work, options) => {
    const { dryRun } = options;
    // Work that lost a race is run again: what any of its tries stored may be left.
    const contents = noContents();
    let left = contents.kept;
    try {
      const result = await database.write(
        (...transaction) => work(makeDeps(around, transaction, { dryRun, contents })),
        options,
      );
      left = contents.dropped;
      return result;
    } finally {
      if (!dryRun && left.size > 0) await sweep([...left]);
    }
  };
  /** What stays behind although nobody needs it harms nobody: it must not make a failure of what was done. */
  const sweep = (left: readonly string[]): Promise<void> =>
    write(async (deps) => application.sweepFiles?.(deps, left), { dryRun: false }).catch(() => {});
  return { read, write };
}

const noContents = (): ContentUse => ({ kept: new Set(), dropped: new Set() });

const makeDeps = (
  { application, configuration, context, command }: Surroundings,
  [trx, dialect]: Parameters<Work<unknown>>,
  { dryRun, contents = noContents() }: { dryRun: boolean; contents?: ContentUse },
): Deps => ({
  trx,
  dialect,
  clock: context.clock,
  actor: configuration.actor.value,
  command,
  random: context.random,
  queuedMails: new Set(),
  files: () => openFiles(application, configuration, dryRun),
  contents,
});

const openFiles = ({ openFiles: open }: Application, configuration: Configuration, dryRun: boolean) => {
  if (open === undefined) throw new Error('this program was put together without a content store');
  return open(configuration, { dryRun });
};
