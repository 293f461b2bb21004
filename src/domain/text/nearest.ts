import { fold } from './folding.ts';

/** Edits (insert, delete, replace, swap neighbours) between two texts, counted up to `limit`. */
export function editDistance(a: string, b: string, limit: number): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      let cost = Math.min(
        (last[column] ?? 0) + 1,
        (current[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      );
      if (a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        cost = Math.min(cost, (beforeLast[column - 2] ?? 0) + 1);
      }
      current.push(cost);
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

/** The candidate that is most like what was typed, if any is like it at all. */
export function nearest(typed: string, candidates: Iterable<string>): string | undefined {
  const folded = fold(typed.slice(0, 100)).trim();
  const limit = Math.max(1, Math.floor(folded.length / 3));
  let best: { text: string; distance: number } | undefined;
  for (const text of candidates) {
    const other = fold(text.slice(0, 100));
    const within = folded.length >= 3 && (other.startsWith(folded) || folded.startsWith(other));
    const distance = within
      ? Math.min(limit, editDistance(folded, other, limit))
      : editDistance(folded, other, limit);
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { text, distance };
  }
  return best?.text;
}
