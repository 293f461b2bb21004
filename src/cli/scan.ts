import { parseFlags } from './flags.ts';
import { globalOptions } from './global-options.ts';

/** What can be seen on a command line before anything is loaded that could parse it. */
export interface Scan {
  /** The first word that is neither an option nor a global option's value. */
  noun: string | undefined;
  /** Its place in argv; -1 when there is none. */
  nounAt: number;
  helpAsked: boolean;
}

const takingValue = new Set(
  globalOptions.map((option) => parseFlags(option.flags)).flatMap((flags) =>
    flags.takesValue ? [flags.long, ...(flags.short ? [flags.short] : [])] : [],
  ),
);

/** Finds the noun, so that only its commands need loading. */
export const scan = (argv: readonly string[]): Scan => {
  let helpAsked = false;
  for (let at = 0; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (word === '--') break;
    if (!word.startsWith('-') || word === '-') return { noun: word, nounAt: at, helpAsked };
    if (word === '--help' || word === '-h') helpAsked = true;
    if (valueFollows(word)) at += 1;
  }
  return { noun: undefined, nounAt: -1, helpAsked };
};

/** `-o` and `-qo` take the next word; `-ojson` and `--output=json` carry their value along. */
const valueFollows = (word: string): boolean => {
  if (word.startsWith('--')) return takingValue.has(word);
  const letters = [...word.slice(1)];
  const first = letters.findIndex((letter) => takingValue.has(`-${letter}`));
  return first >= 0 && first === letters.length - 1;
};

/**
 * The format that the command line asks for, found without parsing it: an error about a wrong option must come in
 * the format that the caller reads. The last one counts; undefined when there is none.
 */
export const scanFormat = (argv: readonly string[]): string | undefined => {
  const end = argv.indexOf('--');
  const words = end < 0 ? argv : argv.slice(0, end);
  let format: string | undefined;
  words.forEach((word, at) => {
    if (word === '--json') format = 'json';
    else if (word === '--output' || /^-[qny]*o$/.test(word)) format = words[at + 1];
    else format = /^(?:--output=|-[qny]*o)(.+)$/.exec(word)?.[1] ?? format;
  });
  return format;
};
