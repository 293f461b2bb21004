import { pairOf, rowsOfPair } from './blocks.ts';

/** Contacts that may all be one person. */
export interface Group {
  rows: readonly number[];
  /** That of the two that have least in common. */
  score: number;
}

/** Pairs with their scores, each once, whatever order they come in. */
export interface ScoredPairs {
  add: (one: number, other: number, score: number) => void;
  /** The best first, and then in the order of their contacts. */
  entries: () => Generator<readonly [pair: number, score: number]>;
}

/** A collection of pairs: eight bytes for each. */
export function scoredPairs(): ScoredPairs {
  const byScore = new Map<number, number[]>();
  return {
    add: (one, other, score) => {
      const pairs = byScore.get(score);
      if (pairs === undefined) byScore.set(score, [pairOf(one, other)]);
      else pairs.push(pairOf(one, other));
    },
    *entries() {
      for (const score of [...byScore.keys()].sort((a, b) => b - a)) {
        let last: number | undefined;
        for (const pair of Float64Array.from(byScore.get(score) ?? []).sort()) {
          if (pair !== last) yield [pair, score];
          last = pair;
        }
      }
    },
  };
}

/**
 * Puts pairs together where all of them are alike: whoever is like one of two only stays out of their group and makes a pair
 * of its own with the one. Best first.
 */
export function groupsOf(pairs: ScoredPairs): Group[] {
  const scores = new Map(pairs.entries());
  const groupOf = new Map<number, { rows: number[]; score: number }>();
  const apart: Group[] = [];
  for (const [pair, score] of scores) {
    const [one, other] = rowsOfPair(pair);
    const left = groupOf.get(one) ?? { rows: [one], score };
    const right = groupOf.get(other) ?? { rows: [other], score };
    if (left === right) continue;
    const least = leastScore(scores, left.rows, right.rows);
    if (least === undefined) {
      apart.push({ rows: [one, other], score });
      continue;
    }
    left.score = Math.min(left.score, right.score, least);
    left.rows.push(...right.rows);
    for (const row of left.rows) groupOf.set(row, left);
  }
  return [...new Set(groupOf.values()), ...apart]
    .map(({ rows, score }) => ({ rows: [...rows].sort((a, b) => a - b), score }))
    .sort(
      (a, b) =>
        b.score - a.score || (a.rows[0] ?? 0) - (b.rows[0] ?? 0) || (a.rows[1] ?? 0) - (b.rows[1] ?? 0),
    );
}

/** The lowest score between two groups; undefined where two contacts are not alike at all. */
function leastScore(
  scores: ReadonlyMap<number, number>,
  left: readonly number[],
  right: readonly number[],
): number | undefined {
  let least = Number.POSITIVE_INFINITY;
  for (const one of left) {
    for (const other of right) {
      const score = scores.get(pairOf(one, other));
      if (score === undefined) return undefined;
      least = Math.min(least, score);
    }
  }
  return least;
}
