import fc from 'fast-check';
import { surface } from '../../contract/surface.ts';
import { type FaultPart, type Given, note, scaled, type Tally, tallyOf } from '../part.ts';
import { nameOf } from '../races/places.ts';
import { serverMissing } from '../server-books.ts';
import { type Kind, makeDesks, server } from './desk.ts';
import { linesOf } from './lines.ts';
import { type Around, tryCommand } from './try.ts';
import { watchdog, watchProcess } from './watch.ts';

const about =
  'every command with arguments, environments, files and inputs that nobody should give it: refused or done, never broken';

export const part: FaultPart = { name: 'fuzz', about, run: (given) => fuzz('sqlite', given) };

export const partOnServer: FaultPart = {
  name: 'fuzz-postgres',
  about: `on PostgreSQL, ${about}`,
  missing: serverMissing,
  run: (given) => fuzz('postgres', given),
};

/** Lines in a full run, on each database. */
const lines: Record<Kind, number> = { sqlite: 10_000, postgres: 300 };

/** Tries each command of the surface, as its definition says that it may be called. */
export const fuzz = async (kind: Kind, given: Given): Promise<Tally[]> =>
  given.path === undefined || given.path.startsWith(`${kind} `) ? [await fuzzOn(kind, given)] : [];

async function fuzzOn(kind: Kind, given: Given): Promise<Tally> {
  const tally = tallyOf(`lines of hostile input, ${kind}`, `lines of hostile input on ${nameOf[kind]}`);
  const endings = new Map<number, number>();
  const commands = await surface();
  const others = fc.oneof(...commands.map(linesOf));
  const desks = await makeDesks(kind);
  const { hostname, port } = new URL(kind === 'postgres' ? server() : 'postgres://none');
  const watch = watchProcess((place) => place === `${hostname}:${port || 5432}`);
  const dog = watchdog();
  const around: Around = {
    others,
    desks,
    watch,
    dog,
    passed: (code) => {
      note(tally, true, []);
      endings.set(code, (endings.get(code) ?? 0) + 1);
    },
  };
  try {
    const wanted = scaled(lines[kind], given);
    for (const [index, command] of commands.entries()) {
      const name = `${kind} ${command.path}:`;
      if (given.path !== undefined && !given.path.startsWith(name)) continue;
      // At a small scale the commands share the lines: each of them has its turn under some seed.
      const upTo = (at: number) => Math.floor(((at + given.seed) * wanted) / commands.length);
      const found = await tryCommand(around, command, {
        seed: given.seed + index,
        lines: upTo(index + 1) - upTo(index),
        path: given.path?.slice(name.length),
      });
      if (found !== undefined) {
        const loss = `${found.loss}\n    again: --part ${kind === 'sqlite' ? part.name : partOnServer.name} --seed ${given.seed} --path '${name}${found.path}'`;
        given.say(loss);
        note(tally, true, [loss]);
      }
      if (index % 20 === 19) given.say(`${kind}: ${tally.tried} lines, ${tally.lost.length} losses`);
    }
  } finally {
    watch.end();
    await dog.end();
    await desks.dispose();
  }
  const ended = [...endings].sort(([one], [other]) => one - other);
  given.say(`${kind}: exit codes ${ended.map(([code, count]) => `${code}: ${count}`).join(', ')}`);
  return tally;
}
