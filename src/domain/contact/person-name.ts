/** The parts of a person's name. A part that is not there has no key. */
export interface PersonName {
  firstName?: string;
  middleName?: string;
  lastName?: string;
}

const salutation = /^(?:herrn?|hr\.?|frau|fr\.|mr\.?|mrs\.?|ms\.?|miss|mx\.?|fräulein)$/i;
const and = /^(?:und|u\.|and|&|\+)$/i;
/** Mag., Ing. and Dipl. need their point: without it they are names or words of names. */
const title =
  /^(?:dr\.?|dr\.-?[\p{L}.-]+|dres\.?|prof\.?|professor|pd|mag\.|ing\.|dipl\.?-[\p{L}.-]+|dipl\.)$/iu;
/** What follows a title and belongs to it: med., rer., nat., h.c. */
const titleAddition = /^\p{Ll}[\p{Ll}.-]*\.$/u;
const suffix =
  /^(?:[Jj][Rr]\.?|[Ss][Rr]\.?|jun\.|sen\.|II|III|IV|MBA|M\.B\.A\.|PhD|Ph\.D\.|MD|M\.D\.|Esq\.?|LL\.?M\.?|CPA|[BM]\.Sc\.|[BM]\.A\.)$/;
const particles = new Set(
  (
    'von vom van vander zu zum zur der den de del della delle des di da do dos das du la le el al ter ten te ' +
    "bin ibn bint af av st. san santa o' d'"
  ).split(' '),
);
const isParticle = (word: string) => particles.has(word.toLowerCase().replace('’', "'"));
const startsSmall = (word: string) => /^\p{Ll}/u.test(word);

/**
 * Splits a person's name as people write it. Forms of address go; academic titles stay with the first name; particles
 * (von, de la, Van der) and suffixes (Jr., MBA) stay with the last name; "Last, First Middle" is understood. What lies
 * between is the middle name, and a single word is a last name. An empty text gives no part.
 */
export const splitPersonName = (fullName: string): PersonName => {
  const [left = [], ...others] = fullName.split(',').map((part) => part.split(/\s+/u).filter(Boolean));
  const right = others.filter((words) => words.length > 0);
  const suffixes = right.filter((words) => words.every((word) => suffix.test(word))).flat();
  const given = right.filter((words) => !words.every((word) => suffix.test(word))).flat();
  if (given.length > 0) return lastFirst(left, given, suffixes);

  const { titles, words } = withoutAddress(left);
  while (words.length > 2 && suffix.test(words.at(-1) ?? '')) suffixes.unshift(words.pop() ?? '');
  const start = startOfLastName(words);
  return named(titles, words.slice(0, start), [...words.slice(start), ...suffixes]);
};

const lastFirst = (left: string[], right: string[], suffixes: string[]): PersonName => {
  const last = withoutAddress(left);
  const first = withoutAddress(right);
  const given = first.words;
  // "Goethe, Johann Wolfgang von"
  let end = given.length;
  while (end > 1 && isParticle(given[end - 1] ?? '') && startsSmall(given[end - 1] ?? '')) end--;
  return named([...last.titles, ...first.titles], given.slice(0, end), [
    ...given.slice(end),
    ...last.words,
    ...suffixes,
  ]);
};

/** Takes forms of address and titles from the front; never everything. */
const withoutAddress = (all: readonly string[]): { titles: string[]; words: string[] } => {
  const words = [...all];
  const titles: string[] = [];
  let addressed = false;
  while (words.length > 1) {
    const word = words[0] ?? '';
    if (salutation.test(word) || (addressed && and.test(word))) addressed = true;
    else if (title.test(word) || (titles.length > 0 && titleAddition.test(word) && !isParticle(word)))
      titles.push(word);
    else break;
    words.shift();
  }
  return { titles, words };
};

/** Where the last name begins: at the first particle behind a first name, else at the last word. */
const startOfLastName = (words: readonly string[]): number => {
  const [first = '', second = ''] = words;
  // A small "von" at the very beginning, or two particles ("De la Cruz"): there is no first name. "Al Gore" has one.
  if (
    words.length > 1 &&
    isParticle(first) &&
    (startsSmall(first) || (words.length > 2 && isParticle(second)))
  )
    return 0;
  for (let place = 1; place < words.length - 1; place++) {
    if (isParticle(words[place] ?? '')) return place;
  }
  return Math.max(words.length - 1, 0);
};

const named = (titles: string[], given: string[], last: string[]): PersonName => {
  // A couple: "Hans & Maria Müller"
  const together = given.length > 2 && and.test(given[1] ?? '') ? 3 : 1;
  const first = [...titles, ...given.slice(0, together)].join(' ');
  const middle = given.slice(together).join(' ');
  const name: PersonName = {};
  if (first !== '') name.firstName = first;
  if (middle !== '') name.middleName = middle;
  if (last.length > 0) name.lastName = last.join(' ');
  return name;
};
