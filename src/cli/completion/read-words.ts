import type { AnyCommand, CommandGroup, GroupEntry, OptionSpec, VerbEntry } from '../define-command.ts';
import { parseFlags } from '../flags.ts';
import { globalOptions } from '../global-options.ts';
import { aliasesOf } from '../verbs.ts';

/** How far a command line has come. */
export interface Position {
  /** `help` stood in front. */
  isHelp: boolean;
  noun: GroupEntry | undefined;
  group: CommandGroup | undefined;
  verb: VerbEntry | undefined;
  /** The command that is called, with what belongs to it. */
  definition: AnyCommand | undefined;
  /** Arguments given so far. */
  given: number;
  /** The option whose value comes next. */
  awaits: OptionSpec | undefined;
  /** Behind `--` there are no options. */
  isEnded: boolean;
  used: Set<string>;
  /** As given with --db. */
  db: string | undefined;
}

/** The options that may stand here. */
export const optionsAt = ({ definition }: Position): OptionSpec[] => [
  ...(definition?.options ?? []),
  ...globalOptions,
];

/** Reads the words before the one in question, as the program would, and loads no more than it would. */
export async function readWords(groups: readonly GroupEntry[], words: readonly string[]): Promise<Position> {
  const position: Position = {
    isHelp: false,
    noun: undefined,
    group: undefined,
    verb: undefined,
    definition: undefined,
    given: 0,
    awaits: undefined,
    isEnded: false,
    used: new Set(),
    db: undefined,
  };
  for (const word of words) {
    const { awaits } = position;
    position.awaits = undefined;
    if (awaits !== undefined && !(parseFlags(awaits.flags).valueIsOptional && word.startsWith('-'))) {
      if (parseFlags(awaits.flags).long === '--db') position.db = word;
    } else if (word === '--') position.isEnded = true;
    else if (!position.isEnded && word.startsWith('-') && word !== '-') readOption(position, word);
    else await readWord(position, groups, word);
  }
  return position;
}

function readOption(position: Position, word: string): void {
  const [name = '', value] = word.startsWith('--')
    ? word.split(/=(.*)/s, 2)
    : [word.slice(0, 2), word.slice(2) || undefined];
  const option = optionsAt(position).find(({ flags }) => {
    const { long, short } = parseFlags(flags);
    return long === name || short === name;
  });
  if (option === undefined) return;
  const { long, takesValue } = parseFlags(option.flags);
  position.used.add(long);
  if (takesValue && value === undefined) position.awaits = option;
  if (long === '--db' && value !== undefined) position.db = value;
}

async function readWord(position: Position, groups: readonly GroupEntry[], word: string): Promise<void> {
  const { noun, group, verb, given } = position;
  if (word === 'help' && given === 0 && verb === undefined) position.isHelp = true;
  else if (noun === undefined) {
    position.noun = groups.find(({ name }) => name === word);
    const loaded = await position.noun?.load();
    if (loaded === undefined) position.given += 1;
    else if ('run' in loaded) position.definition = loaded;
    else {
      position.group = loaded;
      position.definition = await loaded.self?.();
    }
  } else if (group !== undefined && verb === undefined && given === 0) {
    const names = group.verbs.map(({ name }) => name);
    const found = group.verbs.find(({ name }) => name === word || aliasesOf(name, names).includes(word));
    if (found === undefined) position.given += 1;
    else {
      position.verb = found;
      position.definition = await found.load();
    }
  } else position.given += 1;
}
