/** Contacts are numbered from 0 as they are read; two such numbers, or a key and a number, fit into one together. */
const span = 2 ** 26;

/** Two contacts as one number, whichever comes first. */
export const pairOf = (one: number, other: number): number =>
  one < other ? one * span + other : other * span + one;

/** The two contacts of such a number, the lower one first. */
export const rowsOfPair = (pair: number): [number, number] => [Math.floor(pair / span), pair % span];

/** A text as a number below 2^27. Different texts may have the same one: whoever shares it is compared, no more. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1) {
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  }
  return (hash ^ (hash >>> 15)) >>> 5;
}

/** The key of a contact; eight bytes each, where texts and lists would take a hundred. */
export const keyEntry = (key: string, row: number): number => hashOf(key) * span + row;

/** Who shares a key with more others than that is not compared with all of them. */
export const mostRows = 25;

/**
 * The contacts that share a key, in blocks. A block that is too large is cut by what `second` says of each contact
 * (undefined: nothing), and what is too large even then, in pieces: the work grows with the contacts, not with their
 * square.
 */
export function* blocksOf(
  entries: readonly number[],
  second: (row: number) => number | undefined,
): Generator<readonly number[]> {
  const sorted = Float64Array.from(entries).sort();
  for (let start = 0; start < sorted.length; ) {
    const key = Math.floor((sorted[start] ?? 0) / span);
    let end = start + 1;
    while (end < sorted.length && Math.floor((sorted[end] ?? 0) / span) === key) end += 1;
    if (end - start > 1) {
      const rows = [...new Set(Array.from(sorted.subarray(start, end), (entry) => entry % span))];
      yield* cutDown(rows, second);
    }
    start = end;
  }
}

function* cutDown(
  rows: readonly number[],
  second: (row: number) => number | undefined,
): Generator<readonly number[]> {
  if (rows.length <= mostRows) {
    if (rows.length > 1) yield rows;
    return;
  }
  const parts = new Map<number, number[]>();
  for (const row of rows) {
    const key = second(row);
    if (key === undefined) continue;
    const part = parts.get(key);
    if (part === undefined) parts.set(key, [row]);
    else part.push(row);
  }
  for (const part of parts.values()) {
    for (let start = 0; start + 1 < part.length; start += mostRows) yield part.slice(start, start + mostRows);
  }
}
