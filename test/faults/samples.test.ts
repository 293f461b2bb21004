import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type Lab, makeBook } from './book.ts';
import { fillDisks } from './disk-full.ts';
import { fuzz } from './fuzz/part.ts';
import { killWritings } from './kill/part.ts';
import { writings } from './kill/writings.ts';
import { crashMail } from './mail-crash.ts';
import { schemaWritings } from './migrate/part.ts';
import type { Given, Tally } from './part.ts';
import { losePower } from './power-loss/part.ts';
import { raceKinds } from './races/kinds.ts';
import { runRaces } from './races/part.ts';
import { straceMissing } from './strace.ts';
import { inWorkshop, openWorkshop } from './workshop.ts';

/** A short sample of `npm run test:faults`: a few of each kind, and the very same judges. */
const reason = await straceMissing();
if (reason !== undefined) process.stdout.write(`Samples of the fault suite are SKIPPED: ${reason}.\n`);

const given = (scale: number): Given => ({ scale, seed: Date.now() % 1_000_000, say: () => {} });
const named = (...names: readonly string[]) => writings.filter(({ name }) => names.includes(name));

/** Every fault happened, and nothing was lost. */
function expectAllHeld(tallies: readonly Tally[]): void {
  expect(tallies.flatMap(({ lost }) => lost)).toEqual([]);
  for (const { what, tried, fired } of tallies) {
    expect(tried, what).toBeGreaterThan(0);
    expect(fired, what).toBeGreaterThan(0);
  }
}

describe.skipIf(reason !== undefined)('samples of the fault suite, by the built program', () => {
  let lab: Lab;
  beforeAll(async () => {
    const workshop = await openWorkshop();
    lab = { workshop, book: await makeBook(workshop) };
  });
  afterAll(() => lab.workshop.dispose());

  it('H1: killed at a write, it is done with its audit entry, or not at all; the next run completes', async () => {
    const wanted = named(
      'account delete (documents, photo)',
      'db restore --force over a database that crashed',
    );
    expect(wanted).toHaveLength(2);
    expectAllHeld(await killWritings(wanted, given(0.15), lab));
  });

  it('init and an upgrade that were killed are continued by the next run', async () => {
    const wanted = schemaWritings().filter(({ name }) => /^init$|client_book$/.test(name));
    expect(wanted).toHaveLength(2);
    expectAllHeld(await killWritings(wanted, given(0.1), lab));
  });

  it('what was answered for outlives a loss of power; on a disk that lies it does not', async () => {
    const tallies = await losePower(given(0.01), lab, { isLong: false });
    expect(tallies).toHaveLength(3);
    expectAllHeld(tallies);
  });

  it('a full disk ends with a clear error and nothing half-written', async () => {
    expectAllHeld(await fillDisks(named('document add'), given(0.1), lab));
  });

  it('I6: killed while mails are delivered, none is lost and none comes twice', async () => {
    expectAllHeld(await crashMail(given(0.1), lab));
  });
});

describe('samples of races', () => {
  it.each([
    ['sqlite', /^unlink and unlink|import that makes it|edits/],
    ['postgres', /^unlink and unlink/],
  ] as const)(
    'L2: of two that would leave an account without a contact one is refused (%s)',
    async (database, kinds) => {
      if (database === 'postgres' && inject('postgres') === undefined) return;
      const wanted = raceKinds.filter(({ what }) => kinds.test(what));
      expect(wanted.length).toBeGreaterThan(0);
      expectAllHeld(await inWorkshop((workshop) => runRaces(wanted, database, given(0.03), workshop)));
    },
    60_000,
  );
});

describe('a sample of hostile input, in this process', () => {
  it.each(inject('postgres') === undefined ? (['sqlite'] as const) : (['sqlite', 'postgres'] as const))(
    '%s: every line is refused or done, and nothing is broken by it',
    async (kind) => expectAllHeld(await fuzz(kind, given(0.012))),
    120_000,
  );
});
