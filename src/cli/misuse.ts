import type { CommanderError } from 'commander';
import { type KontorError, usageError } from '../errors.ts';
import { suggestNoun, suggestOption, suggestVerb } from './suggest.ts';

/** Where on the command line a mistake was made. */
export interface Place {
  /** The noun, or noun and verb; '' for the program itself. */
  path: string;
  /** The verbs that may follow, if any. */
  verbs: readonly string[];
  /** The long flags known here. */
  flags: readonly string[];
}

/** A noun that does not exist; a verb in its place is answered with the words the right way round. */
export const unknownNoun = (word: string, argv: readonly string[], nouns: readonly string[]): KontorError => {
  const others = argv.slice(argv.indexOf(word) + 1);
  const later = others.map((other) => suggestNoun(other, nouns)).find((noun) => noun !== undefined);
  const nearest = suggestNoun(word, nouns);
  const turned = later && isVerb(word) ? `${later} ${word}` : undefined;
  return usageError('UNKNOWN_COMMAND', `There is no command "${word}".`, {
    hint: didYouMean(turned ?? nearest) ?? `Commands: ${nouns.join(', ')}.`,
    details: { given: word, allowed: nouns },
  });
};

/** Verbs that many nouns have: enough to see that somebody wrote the verb first. */
const isVerb = (word: string) =>
  [
    'create',
    'list',
    'show',
    'edit',
    'delete',
    'add',
    'remove',
    'link',
    'unlink',
    'exists',
    'archive',
  ].includes(word);

export const unknownVerb = (place: Place, word: string): KontorError => {
  const nearest = suggestVerb(word, place.verbs);
  return usageError('UNKNOWN_COMMAND', `There is no command "${place.path} ${word}".`, {
    hint:
      didYouMean(nearest && `${place.path} ${nearest}`) ??
      `Verbs of ${place.path}: ${place.verbs.join(', ')}.`,
    details: { given: word, allowed: place.verbs },
  });
};

/** Turns commander's complaint about a command line into ours. */
export const translate = (error: CommanderError, place: Place): KontorError => {
  const named = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const hint = seeHelp(place.path);
  switch (error.code) {
    case 'commander.unknownOption':
      return unknownOption(place, named);
    case 'commander.missingArgument':
      return usageError('MISSING_ARGUMENT', `<${named}> is missing.`, { hint });
    case 'commander.optionMissingArgument':
      return usageError('MISSING_VALUE', `${named} needs a value.`, { hint });
    case 'commander.excessArguments':
      return usageError('UNEXPECTED_ARGUMENT', `${clean(error.message)}`, { hint });
    default:
      return usageError('USAGE', clean(error.message), { hint });
  }
};

const unknownOption = (place: Place, flag: string): KontorError => {
  const nearest = suggestOption(flag, place.flags);
  const which = place.path === '' ? 'before the command' : `of "${place.path}"`;
  return usageError('UNKNOWN_OPTION', `There is no option ${flag} ${which}.`, {
    hint: nearest ? `Did you mean ${nearest}?` : seeHelp(place.path),
    details: { given: flag, allowed: place.flags },
  });
};

/** "error: too many arguments for 'list'. Expected 0 …" → "Too many arguments for 'list'. Expected 0 …" */
const clean = (message: string): string => {
  const text = message.replace(/^error: /, '');
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
};

const didYouMean = (command: string | undefined): string | undefined =>
  command ? `Did you mean \`kontor ${command}\`?` : undefined;

export const seeHelp = (path: string): string =>
  `\`kontor ${path === '' ? '' : `${path} `}--help\` shows how it is used.`;
