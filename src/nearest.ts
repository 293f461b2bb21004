/** Case, accents and ß do not make two words different; nobody mistypes more than a hundred letters. */
const fold = (text: string): string =>
  text
    .slice(0, 100)
    .normalize('NFKD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
    .replaceAll('ß', 'ss');

/**
 * The one of `words` that was most likely meant by `word`, if one is near: one difference (a letter put in, left out,
 * exchanged, or swapped with its neighbour) in every five letters, and at least one; a word that begins with the one
 * given is near, too. Nothing is near to fewer than three letters.
 */
export function nearest(word: string, words: Iterable<string>): string | undefined {
  const wanted = fold(word).trim();
  if (wanted.length < 3) return undefined;
  const allowed = Math.max(1, Math.floor(wanted.length / 5));
  let best: { word: string; away: number } | undefined;
  for (const candidate of words) {
    const known = fold(candidate);
    const differences = distance(wanted, known, allowed);
    const away = known.startsWith(wanted) ? Math.min(1, differences) : differences;
    if (away <= allowed && (best === undefined || away < best.away)) best = { word: candidate, away };
  }
  return best?.word;
}

/** Letters put in, left out, exchanged or swapped with their neighbour on the way from one word to the other. */
function distance(from: string, to: string, limit: number): number {
  if (Math.abs(from.length - to.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= to.length; column += 1) {
      const same = from[row - 1] === to[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}
