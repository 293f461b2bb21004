import { readdir, readlink } from 'node:fs/promises';
import { setTimeout as later } from 'node:timers/promises';
import { type Given, note, scaled, type Tally, tallyOf } from '../part.ts';
import { type Started, start, type Workshop } from '../workshop.ts';
import { judge } from './judge.ts';
import { type Couple, type RaceKind, raceKinds } from './kinds.ts';
import { bereft, makeCouples, nameOf, type Place } from './places.ts';

/** Races of whole processes in a full run. */
const races = 30;

/** Those whose commands both want the account first of all. */
const kinds = raceKinds.slice(0, 3);

/** Two processes of the built program: somebody holds the account until both of them wait for it. */
export async function raceOfPrograms(place: Place, given: Given, workshop: Workshop): Promise<Tally> {
  const tally = tallyOf(`${nameOf[place.kind]}: whole programs`, `races on ${nameOf[place.kind]}`);
  const couples = await makeCouples(place, {}, scaled(races, given));
  for (const [index, couple] of couples.entries()) {
    const kind = kinds[index % kinds.length] as RaceKind;
    const { runs, areWaiting } = await startTogether(workshop, place, kind.commands(couple), couple);
    const ends = await Promise.all(runs.map(({ ended }) => ended));
    const losses = judge(kind, couple, ends);
    const without = await bereft(place);
    if (without.length > 0) losses.push(`account ${without.join(', ')} has no contact: ${kind.what}`);
    note(tally, areWaiting, losses);
  }
  given.say(`${tally.what}: ${tally.fired} races, ${tally.lost.length} losses`);
  return tally;
}

/** Lets go of the account only when both wait. */
async function startTogether(
  workshop: Workshop,
  place: Place,
  commands: ReadonlyArray<{ readonly argv: readonly string[] }>,
  couple: Couple,
) {
  const { db, folder } = place.book;
  const runs: Started[] = [];
  let areWaiting = false;
  await place.database.write(
    async (trx, dialect) => {
      await trx.raw(`select id from accounts where id = ?${dialect.lockRows}`, [couple.account]);
      for (const { argv } of commands) {
        const run = start(workshop, { db, folder }, argv);
        run.child.stdin?.end();
        runs.push(run);
      }
      const waits = async () => {
        if (dialect.name === 'sqlite') return Promise.all(runs.map((run) => hasOpened(run, db)));
        // Not from pg_stat_activity, which stands still within a transaction.
        const answer = await trx.raw(
          `select pid from pg_locks where not granted and pid in (
             select pid from pg_locks where database = (select oid from pg_database where datname = current_database()))
           group by pid`,
        );
        return Array(runs.length).fill(dialect.rows(answer).length >= runs.length) as boolean[];
      };
      for (let tries = 0; tries < 600 && !areWaiting; tries += 1) {
        areWaiting = (await waits()).every(Boolean);
        if (!areWaiting) await later(10);
      }
    },
    { dryRun: true },
  );
  return { runs, areWaiting };
}

/** Whether a process that runs has a file open, and with it the database: it can go no further before the lock is free. */
async function hasOpened({ child }: Started, file: string): Promise<boolean> {
  const folder = `/proc/${child.pid}/fd`;
  try {
    for (const name of await readdir(folder)) {
      if ((await readlink(`${folder}/${name}`)) === `${file}-shm`) return child.exitCode === null;
    }
  } catch {
    // It is only starting, or files come and go.
  }
  return false;
}
