import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { chanceOf } from '../chance.ts';
import { type FaultPart, type Given, note, scaled, type Tally, tallyOf } from '../part.ts';
import { lookAt } from '../sound.ts';
import { inLanes, inWorkshop, type Workshop } from '../workshop.ts';
import { judge } from './judge.ts';
import { type RaceKind, raceKinds } from './kinds.ts';
import type { RacerEnd } from './messages.ts';
import { bereft, makeCouples, nameOf, newPlace, type Place } from './places.ts';
import { raceOfPrograms } from './programs.ts';
import { makeTeam, type Team } from './team.ts';

/** Races of each kind in a full run: 2,000 on each database. */
const races = 200;
/** How late one of the two may be: less than a transaction takes, so that they meet everywhere in it. */
const latestMs = 3;

const about =
  'two commands about one account at the same moment: it always has a contact, one of the two is done, the other clearly refused';

export const part: FaultPart = {
  name: 'races',
  about: `${about} (SQLite)`,
  run: (given) => inWorkshop((workshop) => runRaces(raceKinds, 'sqlite', given, workshop)),
};

export const onPostgres: FaultPart = {
  name: 'races-postgres',
  about: `${about} (PostgreSQL)`,
  missing: async () =>
    (process.env.KONTOR_TEST_POSTGRES ?? '') === '' ? 'KONTOR_TEST_POSTGRES names no server' : undefined,
  run: (given) => inWorkshop((workshop) => runRaces(raceKinds, 'postgres', given, workshop)),
};

export async function runRaces(
  chosen: readonly RaceKind[],
  database: Place['kind'],
  given: Given,
  workshop: Workshop,
): Promise<Tally[]> {
  const tallies = chosen.map(({ what }) =>
    tallyOf(`${nameOf[database]}: ${what}`, `races on ${nameOf[database]}`),
  );
  const sound = tallyOf(`${nameOf[database]}: the databases afterwards`);
  /** Places where nobody races at the moment: two of them, one for each lane. */
  const free: Course[] = [];
  const all: Course[] = [];
  try {
    await inLanes(chosen, async (kind, index) => {
      const course = free.pop() ?? (await newCourse(workshop, database));
      if (!all.includes(course)) all.push(course);
      const tally = tallies[index] as Tally;
      await raceOn(course, kind, tally, given);
      given.say(`${tally.what}: ${tally.fired} races, ${tally.lost.length} losses`);
      free.push(course);
    });
    const [first] = all;
    if (first !== undefined) tallies.push(await raceOfPrograms(first.place, given, workshop));
    for (const { place } of all) note(sound, true, (await lookAt(place.book)).problems);
  } finally {
    for (const { place, team } of all) {
      await team.leave();
      await place.dispose();
    }
  }
  return [...tallies, sound];
}

/** A database, and the two that race in it. */
interface Course {
  readonly place: Place;
  readonly team: Team;
}

const newCourse = async (workshop: Workshop, database: Place['kind']): Promise<Course> => ({
  place: await newPlace(workshop, database),
  team: makeTeam(workshop),
});

async function raceOn({ place, team }: Course, kind: RaceKind, tally: Tally, given: Given): Promise<void> {
  const chance = chanceOf(given.seed + tally.what.length);
  const { db, folder } = place.book;
  const wanted = scaled(races, given);
  // Now and then one of the two is done before the other begins: there are more of them than races.
  for (const couple of await makeCouples(place, kind, Math.ceil(wanted * 1.5))) {
    if (tally.fired === wanted) break;
    const [left, right] = kind.commands(couple);
    for (const { file } of [left, right]) {
      if (file !== undefined) await writeFile(path.join(folder, file.name), file.text);
    }
    const lateMs = Math.round(chance() * latestMs);
    const isLeftLate = chance() < 0.5;
    const ends = await team.race([
      { argv: left.argv, db, folder, lateMs: isLeftLate ? lateMs : 0 },
      { argv: right.argv, db, folder, lateMs: isLeftLate ? 0 : lateMs },
    ]);
    const losses = judge(kind, couple, ends);
    const without = await bereft(place);
    if (without.length > 0) losses.push(`account ${without.join(', ')} has no contact: ${kind.what}`);
    note(tally, areAtOnce(place, ends), losses);
  }
}

/**
 * Whether the two were at work at once: on PostgreSQL both were in their transactions, SQLite has one of the two wait for the
 * lock of the other.
 */
function areAtOnce({ kind }: Place, ends: readonly RacerEnd[]): boolean {
  const from = (end: RacerEnd) => (kind === 'postgres' ? end.begun : end.asked);
  return (
    ends.every((end) => end.runs > 0) &&
    Math.max(...ends.map(from)) < Math.min(...ends.map(({ over }) => over))
  );
}
