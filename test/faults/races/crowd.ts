import { createInterface } from 'node:readline';
import { type FaultPart, type Given, note, scaled, type Tally, tallyOf } from '../part.ts';
import { lookAt } from '../sound.ts';
import { inWorkshop, must, start, type Workshop } from '../workshop.ts';
import { nameOf, newPlace, type Place } from './places.ts';

/** Programs at once in a full run, and what each of them creates. */
const programs = 100;
const creates = 20;
/** Most of the time each of them waits for the others. */
const longestMs = 600_000;

const isOnServer = () => (process.env.KONTOR_TEST_POSTGRES ?? '') !== '';

export const part: FaultPart = {
  name: 'crowd',
  about:
    '100 programs at once create 20 accounts each, half of them of one name: all are there, each once, and none fails',
  run: (given) =>
    inWorkshop(async (workshop) => [
      await crowdAt('sqlite', given, workshop),
      ...(isOnServer() ? [await crowdAt('postgres', given, workshop)] : []),
    ]),
};

/** What became of one program, and when it had its first answer and its last. */
interface Member {
  readonly code: number | null;
  readonly err: string;
  readonly ids: readonly number[];
  readonly from: number;
  readonly to: number;
}

export async function crowdAt(kind: Place['kind'], given: Given, workshop: Workshop): Promise<Tally> {
  const tally = tallyOf(`${nameOf[kind]}: programs that create ${creates} accounts each`);
  const place = await newPlace(workshop, kind);
  try {
    const { book } = place;
    const members = await Promise.all(
      Array.from({ length: scaled(programs, given) }, (_, index) => create(workshop, place, index)),
    );
    const ids = new Set(members.flatMap((member) => member.ids));
    const around = { db: book.db, folder: book.folder };
    const count = Number(await must(workshop, around, ['account', 'list', '-o', 'count']));
    for (const member of members) {
      const others = members.filter((other) => other !== member);
      const isAtOnce = others.some((other) => other.from < member.to && member.from < other.to);
      const losses = member.code === 0 ? [] : [`a program ended with ${member.code}: ${member.err.trim()}`];
      if (member.ids.length !== creates) losses.push(`a program created ${member.ids.length} accounts`);
      note(tally, isAtOnce, losses);
    }
    const wanted = members.length * creates;
    if (count !== wanted || ids.size !== wanted) {
      tally.lost.push(`${count} accounts are there, ${ids.size} were told of, ${wanted} are wanted`);
    }
    tally.lost.push(...(await lookAt(book)).problems);
    given.say(`${tally.what}: ${count} accounts, ${tally.lost.length} losses`);
  } finally {
    await place.dispose();
  }
  return tally;
}

/** Runs a program that is told what to create line by line, each when the one before is answered: a transaction each. */
async function create(workshop: Workshop, { book }: Place, index: number): Promise<Member> {
  const { child, ended } = start(workshop, { db: book.db, folder: book.folder, longestMs }, [
    'batch',
    '-',
    '-o',
    'jsonl',
  ]);
  const ids: number[] = [];
  let [asked, from, to] = [0, 0, 0];
  const ask = () => {
    asked += 1;
    const name = index % 2 === 0 ? [] : ['--name', `Account ${index}-${asked}`];
    const argv = ['account', 'create', '--new-contact', 'Erika Müller', ...name];
    child.stdin?.write(`${JSON.stringify({ argv })}\n`);
  };
  ask();
  if (child.stdout !== null) {
    createInterface(child.stdout).on('line', (line) => {
      to = performance.now();
      from ||= to;
      const { exitCode, result } = JSON.parse(line) as { exitCode: number; result: { id: number } | null };
      if (exitCode === 0 && result !== null) ids.push(result.id);
      if (asked < creates) ask();
      else child.stdin?.end();
    });
  }
  const { code, err } = await ended;
  return { code, err, ids, from, to };
}
