import { fold } from './folding.ts';
import { byLetter } from './letters.ts';

/** Made when first needed: loading the collation data takes longer than many a command. */
let collator: Intl.Collator | undefined;

/**
 * What {@link primaryKey} orders like the collator: digits, ASCII punctuation and Latin letters without and with accents,
 * but not × and ÷, nor letters that have a place of their own in the alphabet: Þ, Ŀ, Ŋ, Ŧ, ĸ and dotless ı.
 */
const latin =
  /^[\x20-\x7e\xc0-\xd6\xd8-\xdd\xdf-\xf6\xf8-\xfd\xff-\u0130\u0132-\u0137\u0139-\u013e\u0141-\u0149\u014c-\u0165\u0168-\u017f]*$/;

/** Alphabetical order as people expect it (L1): Ä beside A, case and accents only between otherwise equal names. */
export function compareNames(a: string, b: string): number {
  if (latin.test(a) && latin.test(b)) {
    const one = primaryKey(a);
    const other = primaryKey(b);
    if (one !== other) return one < other ? -1 : 1;
  }
  collator ??= new Intl.Collator('de');
  return collator.compare(a, b);
}

/** Every ASCII character that is neither letter nor digit, in the order of Unicode's default collation. */
const punctuation = ' _-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$';
const weights = new Map([...punctuation].map((char, index) => [char, String.fromCharCode(index + 2)]));
const punctuationPattern = /[^a-z0-9\u0080-\uffff]/g;

/** The letters, digits and punctuation of a name without case and accents, in bytes that sort like the collator. */
const primaryKey = (name: string): string => weighted(fold(name).trim());

const weighted = (folded: string): string =>
  wordsOnly.test(folded)
    ? folded.replaceAll(' ', spaceWeight)
    : folded.replace(punctuationPattern, (char) => weights.get(char) ?? '');

const wordsOnly = /^[a-z0-9 ]*$/;
const spaceWeight = weights.get(' ') ?? '';

/** Lower case with accents as marks behind their letters. */
const decomposed = byLetter((text) => text.normalize('NFD').toLowerCase());

/**
 * A text whose byte order is (for digits, ASCII punctuation and nearly all Latin letters) the order of
 * {@link compareNames}: the databases sort and page millions of names by it without a collation of their own. Accents
 * decide only between names that are otherwise equal; case does not count.
 */
export function sortKey(name: string): string {
  const folded = fold(name).trim();
  const accents = decomposed(name.trim());
  return accents === folded ? weighted(folded) : `${weighted(folded)}\u0001${accents}`;
}
