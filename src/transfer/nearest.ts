/** How many letters must be put in, left out, exchanged or swapped with their neighbour to make one word the other. */
const distance = (one: string, other: string): number => {
  let beforeLast: number[] = [];
  let last = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (let row = 1; row <= one.length; row++) {
    const current = [row];
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      const swapped = one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1];
      if (swapped) cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[other.length] ?? 0;
};

/**
 * The candidate most like a word, if one is near: one difference in every five letters, and at least one. Words under
 * four letters have no near ones, since almost any other short word would do. Both sides come folded.
 */
export const nearest = (word: string, candidates: Iterable<string>): string | undefined => {
  if (word.length < 4) return undefined;
  let best: string | undefined;
  let allowed = Math.max(1, Math.floor(word.length / 5));
  for (const candidate of candidates) {
    if (Math.abs(candidate.length - word.length) > allowed) continue;
    const differences = distance(word, candidate);
    if (differences > allowed) continue;
    best = candidate;
    allowed = differences - 1;
  }
  return best;
};
