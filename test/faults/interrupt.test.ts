import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Lab, makeBook } from './book.ts';
import { interruptImports, workMissing } from './interrupt.ts';
import { openWorkshop } from './workshop.ts';

/** A short sample of `npm run test:faults -- --part interrupt`, which does this to longer lists. */
const reason = await workMissing();
if (reason !== undefined) process.stdout.write(`Interrupted imports are SKIPPED: ${reason}.\n`);

describe.skipIf(reason !== undefined)('an import that is stopped at any moment, by the built program', () => {
  let lab: Lab;
  beforeAll(async () => {
    const workshop = await openWorkshop();
    lab = { workshop, book: await makeBook(workshop) };
  });
  afterAll(() => lab.workshop.dispose());

  it('B2: Ctrl-C and kill -9 leave all as before, or whole batches; the next run comes to the same end', async () => {
    const given = { scale: 0.2, seed: Date.now() % 1_000_000, rows: 2_500, say: () => {} };
    const tallies = await interruptImports(lab, given);
    expect(tallies.flatMap(({ lost }) => lost)).toEqual([]);
    expect(tallies.map(({ what }) => what)).toEqual([
      'import, 2500 rows, SQLite',
      'import --keep-going, 2500 rows, SQLite',
    ]);
    for (const { what, fired } of tallies) expect(fired, what).toBeGreaterThan(0);
  }, 120_000);
});
