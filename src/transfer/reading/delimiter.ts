import { usageError } from '../../errors.ts';

/** What may stand between cells. On a tie the first wins: a comma is the likeliest to be part of a heading. */
const delimiters = { tab: '\t', semicolon: ';', pipe: '|', comma: ',' } as const;
export type Delimiter = (typeof delimiters)[keyof typeof delimiters];

const characters: readonly Delimiter[] = Object.values(delimiters);
const isDelimiter = (text: string): text is Delimiter => characters.some((character) => character === text);
const allowed = 'comma (,), semicolon (;), tab or pipe (|)';

/** Reads the value of `--delimiter`: the character, its name, or `\t`; throws UNKNOWN_DELIMITER. */
export const delimiterNamed = (name: string): Delimiter => {
  if (isDelimiter(name)) return name;
  if (name === '\\t') return '\t';
  const named = Object.entries(delimiters).find(([word]) => word === name.toLowerCase());
  if (named) return named[1];
  throw usageError('UNKNOWN_DELIMITER', `"${name}" is no delimiter that can be read`, {
    hint: `--delimiter takes one of: ${allowed}`,
    details: { delimiter: name, allowed: characters },
  });
};

/** The line `sep=;` that Excel understands, at the beginning of a text: its delimiter and its length in characters. */
export const separatorLine = (text: string): { delimiter: Delimiter; length: number } | undefined => {
  const match = /^"?sep=([^\r\n])"?[ \t,;|]*(?:\r\n|\n|\r|$)/i.exec(text);
  return match?.[1] === undefined
    ? undefined
    : { delimiter: delimiterNamed(match[1]), length: match[0].length };
};

/** The delimiter that the first line which is not blank holds most often outside quotes; a comma when it holds none. */
export const guessDelimiter = (text: string): Delimiter => {
  const counts = new Map<string, number>(characters.map((character) => [character, 0]));
  let quoted = false;
  let blank = true;
  for (const character of text) {
    if (character === '"') quoted = !quoted;
    if (quoted) continue;
    if ((character === '\n' || character === '\r') && !blank) break;
    if (character.trim() !== '') blank = false;
    const count = counts.get(character);
    if (count !== undefined) counts.set(character, count + 1);
  }
  let best: Delimiter = ',';
  let most = 0;
  for (const character of characters) {
    const count = counts.get(character) ?? 0;
    if (count > most) {
      best = character;
      most = count;
    }
  }
  return best;
};
