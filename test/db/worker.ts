import { openDatabase } from '../../src/db/open.ts';
import { createTags } from '../../src/domain/tag/operations.ts';
import { sealing, testDeps } from '../helpers/deps.ts';

/**
 * A program of its own, for what several programs do to one database at once: `migrate`, or `write NAME COUNT`, which
 * makes COUNT tags in as many transactions. What it did is one JSON line on standard output.
 */
const [, , task, location = '', name = '', count = '0'] = process.argv;
const database = openDatabase(location);

async function work(): Promise<unknown> {
  if (task === 'migrate') return database.schema.migrate({ dryRun: false });
  for (let index = 0; index < Number(count); index += 1) {
    await database.write(
      (trx, dialect) =>
        sealing(testDeps(trx, dialect, { clock: () => new Date(), actor: name }), (deps) =>
          createTags(deps, [{ name: `${name}-${index}` }]),
        ),
      { dryRun: false },
    );
  }
  return Number(count);
}

work()
  .then((done) => process.stdout.write(`${JSON.stringify(done)}\n`))
  .catch((error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  })
  .finally(() => database.close());
