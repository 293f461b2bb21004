import { type KontorError, usageError } from '../../errors.ts';
import type { GroupEntry } from '../define-command.ts';
import type { GlobalValues } from '../global-options.ts';
import { type Call, readCommandLine } from '../program.ts';
import { scan } from '../scan.ts';
import { argumentsOf } from './arguments.ts';
import type { BatchLine } from './lines.ts';

/** A line that is ready to be run, or the reason why it cannot be. */
export type Prepared = { line: number } & (
  | { call: Call; failure?: undefined }
  | { call?: undefined; failure: KontorError }
);

/** What holds for all lines. */
export interface LineRules {
  groups: readonly GroupEntry[];
  /** The global options of the batch. */
  globals: GlobalValues;
  /** All lines are one unit of work. */
  isWhole: boolean;
}

/** Nobody reads a help that is asked for in a batch. */
const helpWidth = 80;

/** Reads a line as a command line is read. Never throws for what is wrong with the line. */
export async function prepare({ number, text, problem }: BatchLine, rules: LineRules): Promise<Prepared> {
  try {
    if (problem !== undefined) throw problem;
    return { line: number, call: await callOf(argumentsOf(text), rules) };
  } catch (error) {
    // Whatever a command line can be refused for is an error of ours; anything else is a defect, and told like one.
    return { line: number, failure: error as KontorError };
  }
}

async function callOf(argv: readonly string[], { groups, globals, isWhole }: LineRules): Promise<Call> {
  const { noun } = scan(argv);
  const request = await readCommandLine({ argv, groups, noun, width: helpWidth });
  if (request.kind === 'missing-verb') {
    throw usageError('MISSING_VERB', `"${request.noun}" needs a verb.`, {
      hint: `Verbs of ${request.noun}: ${request.verbs.join(', ')}.`,
      details: { allowed: request.verbs },
    });
  }
  if (request.kind !== 'call') {
    throw usageError('NOT_IN_BATCH', 'Help and version are not for a batch.', { hint: 'Name a command.' });
  }
  const { call } = request;
  requireFit(call, isWhole);
  return { ...call, globals: globalsOf(call.globals, globals) };
}

/** Refuses what cannot be a line among others: NOT_IN_BATCH, OPTION_OF_BATCH (exit 2). */
function requireFit({ path, definition, globals }: Call, isWhole: boolean): void {
  const { database, isIrrevocable = false, view } = definition;
  if (database === 'commands') throw notHere(path, 'lines do not run lines');
  if (database === 'schema' || database === 'whole')
    throw notHere(path, 'it is about the database as a whole');
  if (isWhole && isIrrevocable) {
    throw notHere(path, 'it does what no rollback takes back, and this batch is done whole or not at all');
  }
  if (globals.db !== undefined) throw ofBatch('--db', 'All lines work on the same database.');
  if (globals.output !== undefined && view.kind !== 'stream') {
    throw ofBatch('-o', 'All answers have the same format.');
  }
}

/** What the batch was given holds for each line; nobody is asked, and nothing is said beside the answer. */
const globalsOf = (own: GlobalValues, batch: GlobalValues): GlobalValues => ({
  ...own,
  yes: own.yes ?? batch.yes ?? false,
  dryRun: own.dryRun ?? batch.dryRun ?? false,
  input: false,
  quiet: true,
});

const notHere = (path: string, why: string) =>
  usageError('NOT_IN_BATCH', `"${path}" cannot be a line of this batch: ${why}.`, {
    hint: `Run kontor ${path} by itself.`,
    details: { command: path },
  });

const ofBatch = (option: string, why: string) =>
  usageError('OPTION_OF_BATCH', `${option} belongs to the batch, not to a line. ${why}`, {
    hint: `Give it once: kontor batch … ${option} …`,
    details: { option },
  });
