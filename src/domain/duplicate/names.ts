import { arePaired, areSameWords, isInitial, isSameWord, isSlip, type Word, wordsOf } from './words.ts';

/** The name of a contact as it is compared: without titles. */
export interface ComparedName {
  given: readonly Word[];
  last: readonly Word[];
  /** `jun` or `sen` or `iii`: what tells father and son apart. */
  generation: string | undefined;
  /** "Hans & Maria": one contact for two people. */
  isCouple: boolean;
  /** Of who has no personal name: the company. */
  company: readonly Word[];
}

/**
 * How two names are alike: the same; alike but for a slip, an initial or a part that one leaves out; one is a part of the
 * other; the same first name with another last name (marriage); one of the two has none; or names of two people.
 */
export type Likeness = 'same' | 'spelled' | 'swapped' | 'similar' | 'part' | 'renamed' | 'unknown' | 'other';

const titles = new Set('dr prof professor pd mag ing dipl med rer nat jur'.split(' '));
const generations = new Map([
  ...['jr', 'jun', 'junior'].map((word) => [word, 'jun'] as const),
  ...['sr', 'sen', 'senior'].map((word) => [word, 'sen'] as const),
  ...['ii', 'iii', 'iv'].map((word) => [word, word] as const),
]);
const particles = new Set('von van vom zu zur der den de del di da dos la le el al'.split(' '));
const couple = /(?:^|\s)(?:&|\+|und|and|u\.)(?:\s|$)/i;
const conjunctions = new Set(['und', 'and', 'u']);

/** The name of a contact as it is compared. */
export function comparedName(named: {
  firstName: string | null;
  middleName: string | null;
  lastName: string | null;
  companyName: string | null;
}): ComparedName {
  const isCouple = couple.test(`${named.firstName ?? ''} ${named.lastName ?? ''}`);
  const first = [...wordsOf(named.firstName), ...wordsOf(named.middleName)];
  const second = wordsOf(named.lastName);
  const given = without(
    first,
    ({ folded }) => titles.has(folded) || generations.has(folded) || (isCouple && conjunctions.has(folded)),
  );
  const last = without(second, ({ folded }) => generations.has(folded));
  const dropped = [...first, ...second].find(
    (word) => generations.has(word.folded) && !given.includes(word) && !last.includes(word),
  );
  return {
    given,
    last,
    generation: dropped === undefined ? undefined : generations.get(dropped.folded),
    isCouple,
    company: first.length + second.length === 0 ? wordsOf(named.companyName) : [],
  };
}

/** The words that are not of a kind; all of them where none would be left: Jun and Prof are names, too. */
function without(words: readonly Word[], isOfKind: (word: Word) => boolean): readonly Word[] {
  const others = words.filter((word) => !isOfKind(word));
  return others.length === 0 ? words : others;
}

/** All words of a personal name. */
export const wordsOfName = ({ given, last }: ComparedName): Word[] => [...given, ...last];

const essential = (words: readonly Word[]): readonly Word[] =>
  without(words, ({ folded }) => particles.has(folded));

/** What contacts of the same name have in common, in whatever order and spelling; undefined without a name. */
export function nameKey(name: ComparedName): string | undefined {
  const words = essential(wordsOfName(name));
  if (words.length > 0)
    return words
      .map(({ key }) => key)
      .sort()
      .join(' ');
  if (name.company.length === 0) return undefined;
  return `& ${name.company
    .map(({ key }) => key)
    .sort()
    .join(' ')}`;
}

/** How two names are alike. */
export function likenessOf(one: ComparedName, other: ComparedName): Likeness {
  const [words, others] = [wordsOfName(one), wordsOfName(other)];
  if (words.length === 0 || others.length === 0) return likenessOfCompanies(one, other, words, others);
  if (one.isCouple !== other.isCouple) return 'other';
  if (one.generation !== undefined && other.generation !== undefined && one.generation !== other.generation) {
    return 'other';
  }
  if (areSameWords(words, others)) {
    if (one.generation !== other.generation) return 'similar';
    return sameInWhichWay(one, other);
  }
  if (
    one.given.length === 0 ||
    other.given.length === 0 ||
    one.last.length === 0 ||
    other.last.length === 0
  ) {
    return arePaired(words, others, isSameWord) ? 'part' : 'other';
  }
  if (areSimilarGiven(one.given, other.given)) {
    if (areSimilarLast(one.last, other.last)) return 'similar';
    return areSameWords(one.given, other.given) ? 'renamed' : 'other';
  }
  return areSimilarExchanged(one, other) || areSimilarExchanged(other, one) ? 'similar' : 'other';
}

/** One of the two has no personal name: only companies can be compared. */
function likenessOfCompanies(
  one: ComparedName,
  other: ComparedName,
  words: readonly Word[],
  others: readonly Word[],
): Likeness {
  if (words.length + others.length > 0) return 'unknown';
  if (one.company.length === 0 || other.company.length === 0) return 'unknown';
  return areSameWords(one.company, other.company) ? 'same' : 'other';
}

function sameInWhichWay(one: ComparedName, other: ComparedName): Likeness {
  const isSwapped = one.given.length > 0 && other.given.length > 0 && !areSameWords(one.given, other.given);
  if (isSwapped) return 'swapped';
  const isLetterByLetter = arePaired(wordsOfName(one), wordsOfName(other), (a, b) => a.spelled === b.spelled);
  return isLetterByLetter ? 'same' : 'spelled';
}

/**
 * First names that may be one: each of the fewer is among the others, but for initials and slips. A slip at the end makes
 * another person of the family: Paul and Paula, Simon and Simone, Christian and Christina.
 */
const areSimilarGiven = (one: readonly Word[], other: readonly Word[]): boolean =>
  arePaired(
    one,
    other,
    (a, b) =>
      isSameWord(a, b) ||
      isInitial(a, b) ||
      (a.spelled[0] === b.spelled[0] && a.spelled.slice(-2) === b.spelled.slice(-2) && isSlip(a, b)),
  );

/** Whether the first has its names in each other's place. */
const areSimilarExchanged = (one: ComparedName, other: ComparedName): boolean =>
  areSimilarGiven(one.last, other.given) && areSimilarLast(one.given, other.last);

/** Last names that may be one: a part of a double name, or a slip. */
const areSimilarLast = (one: readonly Word[], other: readonly Word[]): boolean =>
  arePaired(essential(one), essential(other), (a, b) => isSameWord(a, b) || isSlip(a, b));
