import { fold, foldSpelledOut } from '../text/folding.ts';

/** A word of a name as it is compared: without case and accents. */
export interface Word {
  /** `Müller` → `muller` */
  folded: string;
  /** `Müller` → `mueller` */
  spelled: string;
  /** The same for all spellings of umlauts: `muller` for Müller, Mueller and Muller. */
  key: string;
}

const spelledUmlauts = /([aou])e|aa/g;
const notOfWords = /[^\p{L}\p{N}]+/u;

/** One form for all spellings of umlauts. Different words may share it: `Michael` and `Michal` do. */
export const collapsed = (text: string): string =>
  foldSpelledOut(text).replace(spelledUmlauts, (pair, vowel: string | undefined) => vowel ?? pair[0] ?? '');

/** The words of a text. */
export const wordsOf = (text: string | null): Word[] =>
  text === null
    ? []
    : text
        .split(notOfWords)
        .filter((word) => word !== '')
        .map((word) => ({ folded: fold(word), spelled: foldSpelledOut(word), key: collapsed(word) }));

/** Whether two words are the same, umlauts written in either way. */
export const isSameWord = (one: Word, other: Word): boolean =>
  one.key === other.key &&
  (one.folded === other.folded ||
    one.folded === other.spelled ||
    one.spelled === other.folded ||
    one.spelled === other.spelled);

/** Whether one word is the initial of the other. */
export const isInitial = (one: Word, other: Word): boolean =>
  (one.key.length === 1 || other.key.length === 1) && one.key[0] === other.key[0];

const leastLetters = 5;

/** Whether two words are one slip of the hand apart: a letter too many, missing, another one, or two exchanged. */
export function isSlip(one: Word, other: Word): boolean {
  const [a, b] =
    one.spelled.length < other.spelled.length ? [other.spelled, one.spelled] : [one.spelled, other.spelled];
  if (a.length < leastLetters || a.length - b.length > 1) return false;
  let start = 0;
  while (start < b.length && a[start] === b[start]) start += 1;
  const rest = a.slice(start + 1);
  if (a.length > b.length) return rest === b.slice(start);
  if (rest === b.slice(start + 1)) return true;
  return a[start] === b[start + 1] && a[start + 1] === b[start] && a.slice(start + 2) === b.slice(start + 2);
}

/** Whether each of the fewer words has a partner of its own among the others. */
export function arePaired(
  one: readonly Word[],
  other: readonly Word[],
  fits: (one: Word, other: Word) => boolean,
): boolean {
  const [fewer, more] = one.length <= other.length ? [one, [...other]] : [other, [...one]];
  return fewer.every((word) => {
    const place = more.findIndex((candidate) => fits(word, candidate));
    if (place !== -1) more.splice(place, 1);
    return place !== -1;
  });
}

/** Whether the words are the same, in whatever order. */
export const areSameWords = (one: readonly Word[], other: readonly Word[]): boolean =>
  one.length === other.length && arePaired(one, other, isSameWord);
