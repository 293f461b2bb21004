import { Command, Option } from 'commander';
import { usageError } from '../errors.ts';
import type { AnyCommand, CommandGroup, GroupEntry, OptionSpec, Raw, VerbEntry } from './define-command.ts';
import { argumentName, camelCase, parseFlags } from './flags.ts';
import { type GlobalValues, globalOptions } from './global-options.ts';
import { argumentTerm, commandHelp, groupHelp, isOptional, isSeveral, rootHelp } from './help.ts';
import { type Place, seeHelp, translate, unknownNoun, unknownVerb } from './misuse.ts';
import { scan } from './scan.ts';
import { aliasesOf } from './verbs.ts';

/** A command that was asked for, with what was given to it. */
export interface Call {
  definition: AnyCommand;
  /** How it is called: `account create`. */
  path: string;
  raw: Raw;
  globals: GlobalValues;
}

/** What a command line asks for. `missing-verb` carries the help of the noun. */
export type Request =
  | { kind: 'call'; call: Call }
  | { kind: 'help'; text: string }
  | { kind: 'version' }
  | { kind: 'missing-verb'; noun: string; verbs: readonly string[]; text: string };

export interface CommandLine {
  argv: readonly string[];
  groups: readonly GroupEntry[];
  /** The noun found in argv; its commands are the only ones that are loaded. */
  noun: string | undefined;
  /** Width of help texts in cells. */
  width: number;
}

/** Stops commander with the answer found on the way: commander ends help with a throw, too. */
class Answered extends Error {
  readonly request: Request;
  constructor(request: Request) {
    super(request.kind);
    this.request = request;
  }
}

/**
 * Reads a command line with commander: a fresh program per run, with the commands of one noun only.
 * Throws usage errors that name the wrong word and the nearest right one.
 */
export async function readCommandLine({ argv, groups, noun, width }: CommandLine): Promise<Request> {
  // No system passes these on, but a line of a batch may hold them: NUL would cut names of files, and no database takes either.
  if (argv.some((word) => word.includes('\0') || !word.isWellFormed())) {
    throw usageError('INVALID_INPUT', 'A command line holds neither NUL nor broken characters.');
  }
  const entry = groups.find(({ name }) => name === noun);
  if (noun !== undefined && entry === undefined) {
    throw unknownNoun(
      noun,
      argv,
      groups.map(({ name }) => name),
    );
  }
  const loaded = await entry?.load();
  const root = new Command('kontor');
  equip(root, { path: '', verbs: [], flags: [] }, () => rootHelp(groups, width));
  if (entry !== undefined && loaded !== undefined) {
    if ('run' in loaded) addCommand(root, { entry, definition: loaded, path: entry.name }, width);
    else await addGroup(root, entry, loaded, scan(argv, scan(argv).nounAt + 1).noun, width);
  }
  try {
    await root.parseAsync([...argv], { from: 'user' });
  } catch (error) {
    if (error instanceof Answered) return error.request;
    throw error;
  }
  return { kind: 'help', text: rootHelp(groups, width) };
}

/** Registers a noun. Of its verbs only the one that is called is loaded; the others are known by their names. */
const addGroup = async (
  root: Command,
  noun: GroupEntry,
  group: CommandGroup,
  called: string | undefined,
  width: number,
): Promise<void> => {
  const command = root.command(noun.name);
  const verbs = group.verbs.map(({ name }) => name);
  const verb = group.verbs.find(
    ({ name }) => called !== undefined && [name, ...aliasesOf(name, verbs)].includes(called),
  );
  const self = verb === undefined ? await group.self?.() : undefined;
  equip(command, { path: noun.name, verbs, flags: [] }, () => groupHelp(noun, group, self, width));
  if (self !== undefined) fill(command, self, noun.name);
  for (const entry of group.verbs) {
    if (entry !== verb) command.command(entry.name);
    else {
      const named = { entry, definition: await entry.load(), path: `${noun.name} ${entry.name}` };
      addCommand(command, named, width).aliases(aliasesOf(entry.name, verbs));
    }
  }
};

interface Named {
  entry: Pick<VerbEntry, 'name' | 'summary'>;
  definition: AnyCommand;
  /** How it is called: `account create`. */
  path: string;
}

const addCommand = (parent: Command, { entry, definition, path }: Named, width: number): Command => {
  const command = parent.command(entry.name);
  equip(command, { path, verbs: [], flags: [] }, () => commandHelp(entry.summary, definition, path, width));
  return fill(command, definition, path);
};

/** What every level has: the global options, and our answers in place of commander's endings. */
const equip = (command: Command, base: Place, help: () => string): void => {
  command
    .enablePositionalOptions()
    .helpCommand(false)
    .helpOption('-h, --help')
    .showSuggestionAfterError(false)
    .configureOutput({ writeOut: () => {}, writeErr: () => {} })
    .configureHelp({ formatHelp: () => '' })
    .exitOverride((error) => {
      const place = { ...base, flags: longFlags(command) };
      if (error.code === 'commander.helpDisplayed') throw new Answered({ kind: 'help', text: help() });
      if (error.code === 'commander.help') {
        throw new Answered({ kind: 'missing-verb', noun: base.path, verbs: base.verbs, text: help() });
      }
      if (error.code === 'commander.unknownCommand') {
        throw unknownVerb(place, command.args[0] ?? '');
      }
      throw translate(error, place);
    });
  for (const spec of globalOptions) {
    if (parseFlags(spec.flags).long !== '--help') command.addOption(new Option(spec.flags, spec.summary));
  }
  command.on('option:version', () => {
    throw new Answered({ kind: 'version' });
  });
  command.on('option:json', () => command.setOptionValueWithSource('output', 'json', 'cli'));
};

const longFlags = (command: Command): string[] => [
  ...command.options.flatMap(({ long }) => (long ? [long] : [])),
  '--help',
];

/** Gives a command its own arguments and options, and ends the reading with the call. */
const fill = (command: Command, definition: AnyCommand, path: string): Command => {
  const asked = new Set(definition.ask?.map(({ answers }) => answers));
  for (const spec of definition.arguments ?? []) {
    const askable = asked.has(camelCase(argumentName(spec.name)));
    command.argument(askable && !isOptional(spec) ? optionalTerm(spec) : argumentTerm(spec), spec.summary);
  }
  for (const spec of definition.options ?? []) command.addOption(makeOption(spec, path));
  return command.action(() => {
    const call = { definition, path, raw: rawOf(command, definition), globals: globalsOf(command) };
    throw new Answered({ kind: 'call', call });
  });
};

/** An argument that can be asked for is not missing yet when commander looks. */
const optionalTerm = (spec: { name: string; summary: string }): string =>
  argumentTerm({ ...spec, optional: true });

const makeOption = (spec: OptionSpec, path: string): Option => {
  const option = new Option(spec.flags, spec.summary);
  // commander takes every `--no-…` for the opposite of another option; with a value it is one of its own.
  if (parseFlags(spec.flags).takesValue) option.negate = false;
  if (!spec.choices && !spec.repeatable) return option;
  return option.argParser<string | string[] | true>((value, previous) => {
    if (spec.choices && !spec.choices.includes(value)) throw notAChoice(spec, spec.choices, value, path);
    if (!spec.repeatable) return value;
    // Where the value was left out, all are meant.
    return previous === true ? true : [...(Array.isArray(previous) ? previous : []), value];
  });
};

const notAChoice = (spec: OptionSpec, choices: readonly string[], given: string, path: string) => {
  const { long: option, valueIsOptional } = parseFlags(spec.flags);
  const message = `must be one of ${choices.join(', ')}`;
  return usageError('INVALID_INPUT', `${option} ${message}, not "${given}".`, {
    hint: valueIsOptional ? withoutValue(option, given, path) : seeHelp(path),
    details: { issues: [{ option, given, message, allowed: choices }] },
  });
};

/** `overview --all 42`: the word behind an option whose value may be left out is taken for its value. */
const withoutValue = (option: string, given: string, path: string): string => {
  const word = /^[\w.:@-]+$/.test(given) ? given : JSON.stringify(given);
  return `Without a value, ${option} goes behind the other words: kontor ${path} ${word} ${option}`;
};

/** What was typed: defaults that commander sets for `--no-…` options are not among it. */
const rawOf = (command: Command, definition: AnyCommand): Raw => {
  const args: Raw['args'] = {};
  definition.arguments?.forEach((spec, at) => {
    const value: string | string[] | undefined = command.processedArgs[at];
    const given = isSeveral(spec) && value?.length === 0 ? undefined : value;
    if (given !== undefined) args[camelCase(argumentName(spec.name))] = given;
  });
  const options: Raw['options'] = {};
  for (const spec of definition.options ?? []) {
    const { attribute } = parseFlags(spec.flags);
    if (isTyped(command, attribute)) options[attribute] = command.getOptionValue(attribute);
  }
  return { args, options };
};

const isTyped = (command: Command, attribute: string): boolean =>
  command.getOptionValueSource(attribute) === 'cli';

/** The global options of a command and of the levels above it; the nearer one counts. */
const globalsOf = (command: Command): GlobalValues => {
  const values: Record<string, unknown> = command.parent ? { ...globalsOf(command.parent) } : {};
  for (const { flags } of globalOptions) {
    const { attribute } = parseFlags(flags);
    if (isTyped(command, attribute)) values[attribute] = command.getOptionValue(attribute);
  }
  return values;
};
