const umlauts: Record<string, string> = { ä: 'ae', ö: 'oe', ü: 'ue' };

const lettersAndDigits = (text: string) =>
  text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[^\p{L}\p{N}]/gu, '');

/**
 * The spellings under which a heading is compared: case, accents, ß, blanks and punctuation do not count, an umlaut
 * is both its base letter and the letter with e. The first one has base letters (`strasse`, `schlagworter`).
 */
export const foldHeader = (heading: string): string[] => {
  const text = heading.normalize('NFKC').toLowerCase().replaceAll('ß', 'ss');
  const base = lettersAndDigits(text);
  const long = lettersAndDigits(text.replace(/[äöü]/g, (letter) => umlauts[letter] ?? letter));
  return long === base ? [base] : [base, long];
};

/** Whether two headings are the same after folding. */
export const sameHeader = (one: string, other: string): boolean => {
  const spellings = foldHeader(other);
  return foldHeader(one).some((spelling) => spelling !== '' && spellings.includes(spelling));
};
