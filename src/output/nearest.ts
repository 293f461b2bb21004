/** Insertions, deletions, replacements and swaps of neighbours that lead from one word to the other. */
function distance(from: string, to: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: to.length + 1 }, (_, column) => column);
  for (let row = 1; row <= from.length; row++) {
    const current = [row];
    for (let column = 1; column <= to.length; column++) {
      const same = from[row - 1] === to[column - 1];
      let best = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (from[row - 1] === to[column - 2] && from[row - 2] === to[column - 1]) {
        best = Math.min(best, (beforeLast[column - 2] ?? Number.POSITIVE_INFINITY) + 1);
      }
      current.push(best);
    }
    beforeLast = last;
    last = current;
  }
  return last[to.length] ?? 0;
}

/** The word that was most likely meant, ignoring case; `undefined` when none is near (a third of it may differ). */
export function nearest(word: string, words: readonly string[]): string | undefined {
  const wanted = word.slice(0, 100).toLowerCase();
  if (wanted === '') return undefined;
  const ranked = words
    .map((candidate) => {
      const known = candidate.toLowerCase();
      const begins = wanted.length >= 3 && known.startsWith(wanted);
      return { candidate, away: begins ? 1 : distance(wanted, known) };
    })
    .sort((a, b) => a.away - b.away);
  const best = ranked[0];
  return best !== undefined && best.away <= Math.max(1, Math.ceil(wanted.length / 3))
    ? best.candidate
    : undefined;
}
