import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Deps } from '../../../src/domain/deps.ts';
import { KontorError } from '../../../src/errors.ts';
import type { ImportOptions } from '../../../src/transfer/import/import.ts';
import { importModes } from '../../../src/transfer/import/model.ts';
import type { ImportReport } from '../../../src/transfer/import/report.ts';
import { onEachDatabase } from '../../helpers/databases.ts';
import { testDeps } from '../../helpers/deps.ts';
import { type Cells, clients, importGood, importRows } from './clients.ts';

const runs = Number(process.env.KONTOR_PROPERTY_RUNS ?? 60);

/** Rows of few values, so that they collide in every way; each cell is blank `blank` times as often as not. */
const row = (blank: number): fc.Arbitrary<Cells> => {
  const cell = (...values: string[]) =>
    fc.oneof(
      { weight: blank, arbitrary: fc.constant(undefined) },
      { weight: 1, arbitrary: fc.constantFrom(...values) },
    );
  return fc
    .record({
      'Account key': cell('K1', 'K2'),
      'Account name': cell('Meyer', 'Alpha', 'alpha', 'Hans Meyer (2)'),
      'Account type': cell('individual', 'company'),
      'Company name': cell('Alpha', 'Hans Meyer'),
      'Company city': cell('Bonn', 'Ulm'),
      Tags: cell('VIP', 'Monthly;VIP'),
      'Contact key': cell('C1', 'C2'),
      'First name': fc.constantFrom('Hans', 'Hans', 'HANS', 'Ina', undefined),
      'Last name': fc.constantFrom('Meyer', 'Hans Meyer', undefined),
      'E-mail': cell('a@x.example', 'A@X.example', 'b@x.example'),
      Phone: cell('1', '2'),
      City: cell('Köln', 'Kiel'),
      'link.description': cell('boss', 'clerk'),
    })
    .filter((cells) => Object.values(cells).some((text) => text !== undefined));
};
const listOf = (blank: number) => fc.array(row(blank), { minLength: 1, maxLength: 8 });
const list = fc.oneof(listOf(1), listOf(4));

/** The third row waits for the second, and means by name whom the fourth calls otherwise. */
const renamedMeanwhile: Cells[] = [
  { 'First name': 'Ina', 'E-mail': 'a@x.example' },
  { 'First name': 'Ina', 'Contact key': 'C1' },
  { 'First name': 'Ina' },
  { 'Account name': 'Meyer', 'Last name': 'Meyer', 'E-mail': 'a@x.example' },
];

/** The third row means by name, in the account of the first, whom the second calls so. */
const calledSoMeanwhile: Cells[] = [
  { 'Account key': 'K2', 'First name': 'Hans', 'E-mail': 'a@x.example' },
  { 'Account key': 'K1', 'First name': 'Hans', 'Last name': 'Meyer', 'E-mail': 'a@x.example' },
  { 'Account key': 'K2', 'First name': 'Hans', 'Last name': 'Meyer', 'E-mail': 'b@x.example' },
];

/** Two lists: of the second, the first row has the e-mail alone that the second shares with it. */
const sharedWithNobody: [Cells[], Cells[]] = [
  [{ 'Account key': 'K1', 'First name': 'Hans', 'Last name': 'Meyer' }],
  [
    { 'Account type': 'individual', 'Company city': 'Bonn', 'E-mail': 'a@x.example' },
    { 'Account type': 'individual', 'First name': 'Hans', 'Last name': 'Meyer', 'E-mail': 'a@x.example' },
  ],
];

/** Whether the rows were taken; all that may stand in their way are bad rows. */
async function taken(
  deps: Deps,
  rows: readonly Cells[],
  options: Partial<ImportOptions> = {},
): Promise<boolean> {
  try {
    const report = await importRows(deps, rows, options);
    const { created, updated, unchanged, skipped, failed } = report.outcomes;
    expect(created + updated + unchanged + skipped + failed).toBe(rows.length);
    return true;
  } catch (error) {
    if (error instanceof KontorError && error.code === 'INVALID_ROWS') return false;
    throw error;
  }
}

/** The clients, in an order of their own: which of two namesakes is the second is a matter of who was made first. */
async function bookOf(deps: Deps): Promise<string[]> {
  const named = Object.entries(await clients(deps));
  return named
    .map(([name, contacts]) => `${name.replace(/ \(\d\)$/, '').toLowerCase()}: ${contacts.sort().join(', ')}`)
    .sort();
}

async function count({ trx, dialect }: Deps, sql: string): Promise<number> {
  const [found] = dialect.rows<{ count: number | string }>(
    await trx.raw(`select count(*) as count from ${sql}`),
  );
  return Number(found?.count);
}

async function expectSoundBook(deps: Deps, { allowSharedEmail = false } = {}): Promise<void> {
  const bereft = 'accounts where id not in (select account_id from account_contacts)';
  expect(await count(deps, bereft), 'accounts without a contact').toBe(0);
  const twice = '(select address_key from contact_emails group by address_key having count(*) > 1) as twice';
  if (!allowSharedEmail) expect(await count(deps, twice), 'e-mails of two contacts').toBe(0);
}

async function expectUnchanged(
  deps: Deps,
  rows: readonly Cells[],
  options: Partial<ImportOptions> = {},
): Promise<ImportReport['outcomes']> {
  const before = await count(deps, 'audit_entries');
  const { outcomes } = await importRows(deps, rows, options);
  expect(outcomes).toMatchObject({ created: 0, updated: 0, failed: 0 });
  if (options.mode === undefined) expect(outcomes.unchanged).toBe(rows.length);
  expect(await count(deps, 'audit_entries')).toBe(before);
  return outcomes;
}

describe('any client list', () => {
  onEachDatabase((db) => {
    /** Each list on an empty database: what it writes is rolled back. */
    const onEmpty = (check: (deps: Deps) => Promise<void>) =>
      db().database.write(
        (trx, dialect) => check(testDeps(trx, dialect, { clock: () => new Date(0), command: 'import' })),
        { dryRun: true },
      );

    it('B2: is taken once, in whatever order it comes again, or refused', async () => {
      let accepted = 0;
      await fc.assert(
        fc.asyncProperty(list, fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true })), (rows, order) =>
          onEmpty(async (deps) => {
            if (!(await taken(deps, rows))) return;
            accepted += 1;
            await expectSoundBook(deps);
            await expectUnchanged(deps, rows);
            const places = new Map(rows.map((one) => [one, order.next().value ?? 0]));
            await expectUnchanged(
              deps,
              [...rows].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0)),
            );
          }),
        ),
        { numRuns: runs },
      );
      expect(accepted).toBeGreaterThan(runs / 10);
    });

    it('B1: becomes as a set what it becomes row by row', async () => {
      const book = async (rows: readonly Cells[], batchRows: number) => {
        let left: string[] = [];
        await onEmpty(async (deps) => {
          if (await taken(deps, rows, { batchRows })) left = await bookOf(deps);
        });
        return left;
      };
      await fc.assert(
        fc.asyncProperty(list, async (rows) => {
          expect(await book(rows, 1_000)).toEqual(await book(rows, 1));
        }),
        { numRuns: runs, examples: [[renamedMeanwhile], [calledSoMeanwhile]] },
      );
    });

    it('B2: --keep-going takes of any list what it takes of its good rows alone, once; the books balance', async () => {
      let refusals = 0;
      const bad = fc.constantFrom<Cells>(
        { 'E-mail': 'no e-mail' },
        { 'Account type': 'club' },
        { Phone: '1' },
      );
      const some = fc.array(fc.tuple(fc.nat(8), bad), { maxLength: 3 });
      const batches = fc.constantFrom(1, 3, 1_000);
      await fc.assert(
        fc.asyncProperty(list, some, batches, async (rows, wrong, batchRows) => {
          const mixed: Cells[] = [...rows];
          for (const [place, row] of wrong) mixed.splice(place, 0, row);
          let book: string[] | undefined;
          await onEmpty(async (deps) => {
            if (await taken(deps, rows)) book = await bookOf(deps);
          });
          await onEmpty(async (deps) => {
            const once = (await importGood(deps, mixed, { batchRows })).outcomes;
            const { created, updated, unchanged, skipped, failed } = once;
            expect(created + updated + unchanged + skipped + failed).toBe(mixed.length);
            await expectSoundBook(deps);
            refusals += failed - wrong.length;
            if (book === undefined) return;
            expect(failed).toBe(wrong.length);
            expect(await bookOf(deps)).toEqual(book);
            const again = (await importGood(deps, mixed)).outcomes;
            expect(again).toEqual({ created: 0, updated: 0, unchanged: rows.length, skipped: 0, failed });
          });
        }),
        { numRuns: runs / 2 },
      );
      expect(refusals).toBeGreaterThan(0);
    });

    it('B2: no mode changes what is there already; --allow-shared-email changes nothing the second time', async () => {
      await fc.assert(
        fc.asyncProperty(list, list, fc.boolean(), (first, second, allowSharedEmail) =>
          onEmpty(async (deps) => {
            if (!(await taken(deps, first)) || !(await taken(deps, second, { allowSharedEmail }))) return;
            await expectSoundBook(deps, { allowSharedEmail });
            for (const mode of importModes) {
              const { unchanged, skipped } = await expectUnchanged(deps, second, { mode, allowSharedEmail });
              expect([unchanged, skipped][mode === 'insert-only' ? 1 : 0]).toBe(second.length);
            }
          }),
        ),
        { numRuns: runs / 2, examples: [[...sharedWithNobody, true]] },
      );
    });

    it('B2: changes a book that has clients already once', async () => {
      await fc.assert(
        fc.asyncProperty(list, list, (first, second) =>
          onEmpty(async (deps) => {
            if (!(await taken(deps, first)) || !(await taken(deps, second))) return;
            await expectSoundBook(deps);
            await expectUnchanged(deps, second);
          }),
        ),
        { numRuns: runs },
      );
    });
  });
});
