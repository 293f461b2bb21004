import { fold } from './folding.ts';

/** Made when first needed: loading the collation data takes longer than many a command. */
let collator: Intl.Collator | undefined;

/** Alphabetical order as people expect it (L1): Ä beside A, case and accents only between otherwise equal names. */
export function compareNames(a: string, b: string): number {
  collator ??= new Intl.Collator('de');
  return collator.compare(a, b);
}

/** Every ASCII character that is neither letter nor digit, in the order of Unicode's default collation. */
const punctuation = ' _-,;:!?.\'"()[]{}@*/\\&#%`^+<=>|~$';
const weights = new Map([...punctuation].map((char, index) => [char, String.fromCharCode(index + 2)]));
const punctuationPattern = /[^a-z0-9\u0080-\uffff]/g;

/**
 * A text whose byte order is the order of {@link compareNames} for digits, ASCII punctuation and the Latin letters of
 * Europe (Þ, which sorts as Th, and ı aside): the databases sort and page millions of names by it without a collation of
 * their own. Accents decide only between names that are otherwise equal; case does not count.
 */
export function sortKey(name: string): string {
  const folded = fold(name).trim();
  const primary = folded.replace(punctuationPattern, (char) => weights.get(char) ?? '');
  const accents = name.trim().normalize('NFD').toLowerCase();
  return accents === folded ? primary : `${primary}\u0001${accents}`;
}
