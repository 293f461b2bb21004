const latin = /^[\x20-\x7e\u00c0-\u017f]*$/;
const beyondAscii = /[\u00c0-\u017f]/g;

/** Printable ASCII, and the letters of names in Latin writing, composed: normalizing it (NFC) would change nothing. */
export const isLatin = (text: string): boolean => latin.test(text);

/**
 * Does a work that ends in lower case letter by letter where that is the same: normalizing whole names takes ten times as
 * long as looking up their few letters. Text in other scripts, or decomposed, is given to the work as it is.
 */
export function byLetter(work: (text: string) => string): (text: string) => string {
  const known = new Map<string, string>();
  const worked = (letter: string): string => {
    let result = known.get(letter);
    if (result === undefined) {
      result = work(letter);
      known.set(letter, result);
    }
    return result;
  };
  return (text) => (latin.test(text) ? text.replace(beyondAscii, worked).toLowerCase() : work(text));
}
