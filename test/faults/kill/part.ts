import { inLab, type Lab } from '../book.ts';
import { type FaultPart, type Given, note, scaled, type Tally, tallyOf } from '../part.ts';
import { straceMissing } from '../strace.ts';
import { inLanes } from '../workshop.ts';
import { killAt } from './kill.ts';
import { points, record } from './recorded.ts';
import { type Writing, writings } from './writings.ts';

/** So many kills of each writing in a full run. */
const kills = 8;

export const part: FaultPart = {
  name: 'kill',
  about:
    'kills the program at its writes, syncs and renames: the database is as before or as after, and the next run completes',
  missing: straceMissing,
  run: (given) => inLab((lab) => killWritings(writings, given, lab)),
};

export async function killWritings(
  chosen: readonly Writing[],
  { scale, say }: Pick<Given, 'scale' | 'say'>,
  { workshop, book }: Lab,
): Promise<Tally[]> {
  const tallies = chosen.map(({ name }) => tallyOf(name, 'kills'));
  await inLanes(chosen, async (writing, index) => {
    const tally = tallies[index] as Tally;
    const recorded = await record(workshop, book, writing);
    for (const point of points(recorded.calls, scaled(writing.points ?? kills, { scale }))) {
      const { fired, losses } = await killAt(workshop, recorded, point);
      note(tally, fired, losses);
    }
    say(`${writing.name}: ${tally.fired} kills, ${tally.lost.length} losses`);
  });
  return tallies;
}
