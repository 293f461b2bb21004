import { inLab, type Lab } from '../book.ts';
import { chanceOf } from '../chance.ts';
import { type FaultPart, type Given, note, scaled, type Tally, tallyOf } from '../part.ts';
import { straceMissing } from '../strace.ts';
import { newFolder } from '../workshop.ts';
import { cut } from './cut.ts';
import { recordRun } from './recorded.ts';

export const part: FaultPart = {
  name: 'power-loss',
  about:
    'loses, tears and reorders what was not synced when the power fails: whatever was answered for is there',
  missing: straceMissing,
  run: (given) => inLab((lab) => losePower(given, lab)),
};

/** States of the disk in a full run, and of disks that lie: there something has to be lost, or the emulation finds nothing. */
const [states, lyingStates] = [2_000, 100];

export async function losePower(
  given: Given,
  { workshop, book }: Lab,
  { isLong = true }: { isLong?: boolean } = {},
): Promise<Tally[]> {
  const run = await recordRun(workshop, book, isLong);
  given.say(`${run.calls.length} calls, ${run.states.length - 1} commits`);
  const place = await newFolder(workshop, 'cut');
  const honest = tallyOf('WAL and synchronous=FULL: states of the disk', 'states after a loss of power');
  await cut(run, {
    count: scaled(states, given),
    chance: chanceOf(given.seed),
    place,
    note: (losses) => note(honest, true, losses),
  });
  const controls = [
    {
      what: 'control: syncs of the log do nothing, has to lose',
      isSynced: (file: string) => !file.endsWith('-wal'),
    },
    { what: 'control: no sync does anything, has to lose', isSynced: () => false },
  ];
  const tallies = [honest];
  for (const { what, isSynced } of controls) {
    const tally = tallyOf(what);
    await cut(run, {
      count: Math.max(12, scaled(lyingStates, given)),
      chance: chanceOf(given.seed),
      isSynced,
      place,
      // Here a loss is what has to happen.
      note: (losses) => note(tally, losses.length > 0, []),
    });
    tallies.push(tally);
  }
  return tallies;
}
