const latin = /^[\x20-\x7e\u00c0-\u017f]*$/;

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
  return (text) => (latin.test(text) ? replaced(text, worked).toLowerCase() : work(text));
}

/** A text with each letter beyond ASCII replaced. A pattern would have to call back for them, and makes lists of what it finds. */
function replaced(text: string, replacement: (letter: string) => string): string {
  let done = '';
  let from = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (text.charCodeAt(at) < 0x80) continue;
    done += text.slice(from, at) + replacement(text.charAt(at));
    from = at + 1;
  }
  return done + text.slice(from);
}
