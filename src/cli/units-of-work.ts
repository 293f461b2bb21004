import type { Configuration } from '../config.ts';
import type { Transactions, Work, WriteOptions } from '../db/database.ts';
import type { Unsealed } from '../domain/audit/model.ts';
import type { Deps } from '../domain/deps.ts';
import type { ContentUse } from '../domain/file/model.ts';
import type { Application } from './application.ts';
import type { Context } from './context.ts';

/** Units of work on one database, each with deps of its own. */
export interface Units {
  readonly read: <T>(work: (deps: Deps) => Promise<T>) => Promise<T>;
  readonly write: <T>(work: (deps: Deps) => Promise<T>, options: WriteOptions) => Promise<T>;
  /** Takes contents out of the store that no record needs. Never fails: what stays behind harms nobody. */
  readonly sweep: (contents: readonly string[]) => Promise<void>;
}

/** What units of work need beside the database. */
interface Surroundings {
  readonly application: Application;
  readonly configuration: Configuration;
  readonly context: Context;
  /** As in `account create` (H1). */
  readonly command: string;
  /** The run is a dry one: what it reads is written nowhere, either. */
  readonly dryRun: boolean;
  /** Where the run is part of a larger one, whose business it is what becomes of the contents. */
  readonly contents?: ContentUse | undefined;
  /** Where the run is part of a larger one, which seals in the end what all of its parts wrote. */
  readonly unsealed?: Unsealed | undefined;
  /** See `Deps`. */
  readonly meant?: ReadonlyMap<string, string> | undefined;
}

/** The units of work of a run. Contents of the store that one leaves without a record are swept behind it. */
export function unitsOf(around: Surroundings, database: Transactions): Units {
  const { application, dryRun: isDryRun } = around;
  const read: Units['read'] = (work) =>
    database.read((...transaction) => work(makeDeps(around, transaction, { dryRun: isDryRun })));
  const write: Units['write'] = async (work, options) => {
    const { dryRun, signal } = options;
    if (around.contents !== undefined) {
      const { contents } = around;
      return database.write(
        (...transaction) => sealed(around, makeDeps(around, transaction, { dryRun, signal, contents }), work),
        options,
      );
    }
    // Work that lost a race is run again: what its earlier tries stored may be left, whatever becomes of the last one.
    const tries: ContentUse[] = [];
    const left = new Set<string>();
    try {
      const result = await database.write((...transaction) => {
        const contents = noContents();
        tries.push(contents);
        return sealed(around, makeDeps(around, transaction, { dryRun, signal, contents }), work);
      }, options);
      for (const sha256 of tries.pop()?.dropped ?? []) left.add(sha256);
      return result;
    } finally {
      for (const { kept } of tries) for (const sha256 of kept) left.add(sha256);
      if (!dryRun && left.size > 0) await sweep([...left]);
    }
  };
  const sweep = (left: readonly string[]): Promise<void> =>
    write(async (deps) => application.sweepFiles?.(deps, left), { dryRun: false }).catch(() => {});
  return { read, write, sweep };
}

/** Work at the end of which everything that it wrote is sealed (H1), unless a larger run does that. */
async function sealed<T>(around: Surroundings, deps: Deps, work: (deps: Deps) => Promise<T>): Promise<T> {
  const result = await work(deps);
  if (around.unsealed === undefined) await seal(around, deps);
  return result;
}

async function seal({ application }: Surroundings, deps: Deps): Promise<void> {
  if (deps.unsealed.sets.length > 0) await application.sealChanges(deps);
}

/** Seals what the parts of a transaction wrote, behind the last of them: until the commit nobody else can seal. */
export const sealTogether = (around: Surroundings, parts: Transactions, unsealed: Unsealed): Promise<void> =>
  parts.write(
    (...transaction) => seal(around, makeDeps({ ...around, unsealed }, transaction, { dryRun: false })),
    { dryRun: false },
  );

/** Parts of a transaction; those that are undone leave nothing to seal. */
export const noting = ({ read, write }: Transactions, unsealed: Unsealed): Transactions => ({
  read,
  write: async (work, options) => {
    const { nextEntry } = unsealed;
    const sets = unsealed.sets.length;
    const undo = () => {
      unsealed.sets.length = sets;
      unsealed.nextEntry = nextEntry;
    };
    const result = await write(work, options).catch((error: unknown) => {
      undo();
      throw error;
    });
    if (options.dryRun) undo();
    return result;
  },
});

export const noUnsealed = (): Unsealed => ({ sets: [], nextEntry: undefined });

export const noContents = (): ContentUse => ({ kept: new Set(), dropped: new Set() });

const makeDeps = (
  around: Surroundings,
  [trx, dialect]: Parameters<Work<unknown>>,
  { contents = noContents(), ...options }: WriteOptions & { contents?: ContentUse },
): Deps => ({
  trx,
  dialect,
  clock: around.context.clock,
  get actor() {
    return around.configuration.actor.value;
  },
  command: around.command,
  random: around.context.random,
  queuedMails: new Set(),
  unsealed: around.unsealed ?? noUnsealed(),
  files: () => openFiles(around, options),
  contents,
  meant: around.meant,
});

const openFiles = ({ application, configuration, context }: Surroundings, options: WriteOptions) => {
  const { openFiles: open } = application;
  if (open === undefined) throw new Error('this program was put together without a content store');
  return open(configuration, { ...options, cwd: context.cwd });
};
