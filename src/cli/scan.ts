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

/** Every way to write a global option, and whether a value follows it. */
const known = new Map(
  globalOptions.flatMap((option) => {
    const { short, long, takesValue } = parseFlags(option.flags);
    return [long, ...(short ? [short] : [])].map((flag) => [flag, takesValue] as const);
  }),
);

/**
 * Finds the noun, so that only its commands need loading; from behind the noun, the verb. An unknown option ends the
 * search: it is the mistake.
 */
export const scan = (argv: readonly string[], start = 0): Scan => {
  let helpAsked = false;
  for (let at = start; at < argv.length; at += 1) {
    const word = argv[at] ?? '';
    if (!word.startsWith('-') || word === '-') return { noun: word, nounAt: at, helpAsked };
    if (word === '--help' || word === '-h') helpAsked = true;
    const taken = wordsTaken(word);
    if (taken === undefined) break;
    at += taken;
  }
  return { noun: undefined, nounAt: -1, helpAsked };
};

/** How many words after this one belong to it: `-o` and `-qo` take one, `-ojson` and `--output=json` none. */
const wordsTaken = (word: string): 0 | 1 | undefined => {
  if (word.startsWith('--')) {
    const takesValue = known.get(word.replace(/=.*$/s, ''));
    return takesValue === undefined ? undefined : takesValue && !word.includes('=') ? 1 : 0;
  }
  for (let at = 1; at < word.length; at += 1) {
    const takesValue = known.get(`-${word[at]}`);
    if (takesValue === undefined) return undefined;
    if (takesValue) return at === word.length - 1 ? 1 : 0;
  }
  return 0;
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
