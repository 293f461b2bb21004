import type { Database } from '../db/database.ts';
import { measured } from '../output/cells.ts';
import { drawPage } from '../output/page.ts';
import { paintFor } from '../output/paint.ts';
import { renderError } from '../output/render.ts';
import type { Draft, Drafting } from './draft.ts';
import { edited } from './editing.ts';
import { describeFailure } from './failure.ts';
import { readInput } from './input.ts';
import { questioned } from './interview.ts';
import { outputSettings } from './output-settings.ts';
import type { Call } from './program.ts';
import { columnsOf, type Terminal } from './prompts.ts';
import type { Look } from './questions.ts';
import type { Run } from './run-command.ts';
import { unitsOf } from './units-of-work.ts';

type Surroundings = Pick<Run, 'application' | 'configuration' | 'context' | 'sinks' | 'meant'> & {
  terminal: Terminal;
};

/** What somebody makes at the terminal for a call: answers to its questions, or a text in their editor; or nothing. */
export function draftOf(around: Surroundings, call: Call): Draft {
  const { application, configuration } = around;
  let database: Database | undefined;
  let draft: Draft | undefined;
  /** A connection of its own: nothing of the database is held while somebody thinks. */
  const look: Look = async (work) => {
    database ??= await application.openDatabase(configuration.db.value, {
      lockTimeoutMs: configuration['lock-timeout'].value * 1_000,
      // Reads wait for nobody.
      onWait: () => {},
    });
    return unitsOf({ ...around, command: call.path, dryRun: true }, database).read(work);
  };
  return {
    attempt: async () => {
      draft ??= draftFor({ ...drafting(around, call), look }, around);
      return (await draft?.attempt()) ?? { call };
    },
    goesOn: async (error) => (await draft?.goesOn(error)) ?? false,
    done: async () => {
      await draft?.done();
      await database?.close();
    },
  };
}

function draftFor(drafting: Drafting, { context }: Surroundings): Draft | undefined {
  const { definition, path, raw } = drafting.call;
  const { editing, interview, ask } = definition;
  if (editing !== undefined) {
    const input = readInput(definition, path, raw);
    return editing.asked(input) ? edited(drafting, context, { editing, input }) : undefined;
  }
  if (ask === undefined || interview?.when(raw) === false) return undefined;
  return questioned(drafting);
}

const drafting = (
  { configuration, context, sinks: { err }, terminal }: Surroundings,
  call: Call,
): Omit<Drafting, 'look'> => {
  const { globals } = call;
  const settings = {
    ...outputSettings(context, configuration, { globals, show: undefined, limited: false }),
    format: 'table' as const,
  };
  return {
    terminal,
    call,
    show: async (pairs) => {
      const paint = await paintFor(settings.color.err);
      const space = { columns: columnsOf(terminal.streams.stderr), paint, rule: false };
      const drawn = await measured(() => drawPage([{ kind: 'pairs', pairs: [...pairs] }], space));
      await err.write(`\n${drawn}\n`);
    },
    tell: (error) => renderError(describeFailure(error), settings, err),
  };
};
