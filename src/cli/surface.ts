import { formatNotes, formats } from '../output/settings.ts';
import type { AnyCommand, ArgumentSpec, CommandGroup, GroupEntry, OptionSpec } from './define-command.ts';
import { type ExitCode, exitCodes } from './exit-codes.ts';
import { argumentName, parseFlags } from './flags.ts';
import { globalOptions } from './global-options.ts';
import { isOptional, isSeveral, usage } from './help.ts';
import { helpTopics } from './topics/index.ts';
import type { Passage } from './topics/topic.ts';
import { aliasesOf } from './verbs.ts';

/** The whole command line as data: what `help --format json` prints, and what the manual is made of. */
export interface Surface {
  program: 'kontor';
  version: string;
  globalOptions: OptionFacts[];
  nouns: NounFacts[];
  topics: TopicFacts[];
  exitCodes: ExitCode[];
  formats: Array<{ name: string; prints: string }>;
}

export interface NounFacts {
  name: string;
  summary: string;
  /** What the noun does without a verb. */
  self: CommandFacts | null;
  verbs: CommandFacts[];
}

export interface CommandFacts {
  /** `account create` */
  command: string;
  name: string;
  aliases: string[];
  summary: string;
  usage: string;
  description: string | null;
  arguments: ArgumentFacts[];
  options: OptionFacts[];
  examples: string[];
  /** Whether it changes something, so that `--dry-run` says what. */
  writes: boolean;
  /** Whether it asks before it does, unless `--yes` is given. */
  confirms: boolean;
  /** What `--fields` takes; empty where it takes nothing. */
  fields: string[];
}

export interface ArgumentFacts {
  name: string;
  summary: string;
  required: boolean;
  several: boolean;
  suggests: string[];
}

export interface OptionFacts {
  flags: string;
  name: string;
  short: string | null;
  value: 'none' | 'optional' | 'required';
  summary: string;
  choices: string[] | null;
  suggests: string[];
  repeatable: boolean;
}

export interface TopicFacts {
  name: string;
  summary: string;
  passages: Passage[];
}

/** Loads every definition there is, and says what each declares. */
export async function surfaceOf(groups: readonly GroupEntry[], version: string): Promise<Surface> {
  return {
    program: 'kontor',
    version,
    globalOptions: globalOptions.map(optionFacts),
    nouns: await Promise.all(groups.map(nounFacts)),
    topics: await Promise.all(
      helpTopics.map(async ({ name, summary, load }) => ({ name, summary, passages: [...(await load())] })),
    ),
    exitCodes: Object.values(exitCodes),
    formats: formats.map((name) => ({ name, prints: formatNotes[name] })),
  };
}

/** One noun with its verbs. */
export async function nounFacts({ name, summary, load }: GroupEntry): Promise<NounFacts> {
  const loaded = await load();
  if ('run' in loaded) return { name, summary, self: commandFacts(name, [], summary, loaded), verbs: [] };
  const self = await loaded.self?.();
  return {
    name,
    summary,
    self: self === undefined ? null : commandFacts(name, [], summary, self),
    verbs: await Promise.all(verbsOf(name, loaded)),
  };
}

const verbsOf = (noun: string, { verbs }: CommandGroup): Array<Promise<CommandFacts>> => {
  const names = verbs.map(({ name }) => name);
  return verbs.map(async ({ name, summary, load }) =>
    commandFacts(`${noun} ${name}`, aliasesOf(name, names), summary, await load()),
  );
};

const commandFacts = (
  command: string,
  aliases: string[],
  summary: string,
  definition: AnyCommand,
): CommandFacts => ({
  command,
  name: command.split(' ').at(-1) ?? command,
  aliases,
  summary,
  usage: usage(command, definition),
  description: definition.description ?? null,
  arguments: (definition.arguments ?? []).map(argumentFacts),
  options: (definition.options ?? []).map(optionFacts),
  examples: [...definition.examples],
  writes: !['none', 'optional', 'read'].includes(definition.database),
  confirms: definition.confirm !== undefined,
  fields: 'fields' in definition.view ? definition.view.fields.map(({ key }) => key) : [],
});

const argumentFacts = (spec: ArgumentSpec): ArgumentFacts => ({
  name: argumentName(spec.name),
  summary: spec.summary,
  required: !isOptional(spec),
  several: isSeveral(spec),
  suggests: [...(spec.suggests ?? [])],
});

const optionFacts = ({ flags, summary, choices, suggests, repeatable }: OptionSpec): OptionFacts => {
  const { long, short, takesValue, valueIsOptional } = parseFlags(flags);
  return {
    flags,
    name: long,
    short: short ?? null,
    value: takesValue ? (valueIsOptional ? 'optional' : 'required') : 'none',
    summary,
    choices: choices === undefined ? null : [...choices],
    suggests: [...(suggests ?? [])],
    repeatable: repeatable ?? false,
  };
};
