import { rm } from 'node:fs/promises';
import { migrations } from '../../../migrations/index.ts';
import { sqliteDialect } from '../../../src/db/dialect/sqlite.ts';
import { migratorConfig, underMigrationLock } from '../../../src/db/migrate.ts';
import { connectTo } from '../../../src/db/open.ts';
import { inLab } from '../book.ts';
import { killWritings } from '../kill/part.ts';
import type { Writing } from '../kill/writings.ts';
import type { FaultPart } from '../part.ts';
import { straceMissing } from '../strace.ts';

/** So many kills of each upgrade in a full run. */
const kills = 10;

export const part: FaultPart = {
  name: 'migrate',
  about: 'kills init, and upgrades of databases of every older version: the next run continues by itself',
  missing: straceMissing,
  run: (given) => inLab((lab) => killWritings(schemaWritings(), given, lab)),
};

/** The first run, the upgrade from each older version with what it can hold of the book, and the way back. */
export const schemaWritings = (): Writing[] => [
  {
    name: 'init',
    prepare: async ({ db, files }) => {
      for (const place of [db, files]) await rm(place, { recursive: true, force: true });
    },
    argv: ['init', '--firm-name', 'Weiß & Partner'],
    schema: 'upgrades',
    // The schema, and the name of the firm.
    commits: 2,
    again: [0],
    points: kills * 2,
  },
  ...migrations.slice(0, -1).map(
    ({ name }, index): Writing => ({
      name: `db migrate from ${name}`,
      // Fields of contacts came with the second version: the first one never had an e-mail from one.
      before: index === 0 ? [['contact', 'edit', '2', '--unset', 'second-email']] : [],
      prepare: ({ db }) => downgrade(db, migrations.length - 1 - index),
      argv: ['db', 'migrate'],
      schema: 'upgrades',
      commits: 1,
      again: [0],
      points: kills,
    }),
  ),
  {
    name: 'db rollback',
    prepare: async ({ db }) => {
      await downgrade(db, 1);
      await upgrade(db);
    },
    argv: ['db', 'rollback', '--yes'],
    schema: 'downgrades',
    commits: 1,
    again: [0],
    // Run once more it goes back further.
    repeats: true,
    points: kills,
  },
];

type Connection = Awaited<ReturnType<typeof connectTo>>;

async function migrating(db: string, work: (knex: Connection) => Promise<unknown>): Promise<void> {
  const knex = await connectTo(db, { foreignKeys: false });
  try {
    await underMigrationLock(knex, sqliteDialect, { dryRun: false, location: db }, work);
  } finally {
    await knex.destroy();
  }
}

/** Undoes the newest migrations, so many: a database as an older kontor left it. */
const downgrade = (db: string, count: number): Promise<void> =>
  migrating(db, async (trx) => {
    for (let undone = 0; undone < count; undone += 1) await trx.migrate.down(migratorConfig);
  });

const upgrade = (db: string): Promise<void> => migrating(db, (trx) => trx.migrate.latest(migratorConfig));
