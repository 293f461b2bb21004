import { isAscii, isUtf8 } from 'node:buffer';

/** How many of these bytes are whole UTF-8 sequences; the rest (at most 3) is the beginning of one that was cut. */
const wholeLength = (bytes: Buffer): number => {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) return bytes.length;
    if (byte >= 0xc0) {
      const needed = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return needed > back ? bytes.length - back : bytes.length;
    }
  }
  return bytes.length;
};

/** Cuts a stream of UTF-8 bytes so that no piece ends inside a character. */
export class Utf8Pieces {
  private rest: Buffer = Buffer.alloc(0);

  /** The whole characters so far unread, with the beginning of a cut one kept for the next piece. */
  add(chunk: Buffer): Buffer {
    const bytes = this.rest.length === 0 ? chunk : Buffer.concat([this.rest, chunk]);
    const length = wholeLength(bytes);
    this.rest = bytes.subarray(length);
    return bytes.subarray(0, length);
  }

  /** What was left over at the end: empty in valid UTF-8. */
  end(): Buffer {
    return this.rest;
  }
}

/** Whether chunks that follow one another are UTF-8 throughout. `complete` says that the last one ends the text. */
export const areUtf8 = async (
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
  complete: boolean,
): Promise<boolean> => {
  const pieces = new Utf8Pieces();
  for await (const chunk of chunks) if (!isUtf8(pieces.add(chunk))) return false;
  return !complete || pieces.end().length === 0;
};

/**
 * The first line with special characters in UTF-8 and the first whose bytes are no UTF-8, when a text has both: it was
 * put together from two files, and no one encoding reads it. Windows-1252 text is almost never UTF-8 by chance.
 */
export const mixedLines = async (
  chunks: AsyncIterable<Buffer> | Iterable<Buffer>,
): Promise<{ utf8: number; other: number } | undefined> => {
  let utf8: number | undefined;
  let other: number | undefined;
  let line = 0;
  let rest = Buffer.alloc(0);
  const judge = (bytes: Buffer) => {
    line += 1;
    if (!isUtf8(bytes)) other ??= line;
    else if (!isAscii(bytes)) utf8 ??= line;
  };
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    let start = 0;
    for (let end = bytes.indexOf(0x0a); end !== -1; end = bytes.indexOf(0x0a, start)) {
      judge(bytes.subarray(start, end));
      start = end + 1;
      if (utf8 !== undefined && other !== undefined) return { utf8, other };
    }
    rest = bytes.subarray(start);
  }
  judge(rest);
  return utf8 === undefined || other === undefined ? undefined : { utf8, other };
};

/** Where the first line with invalid UTF-8 begins. A line break byte is never part of a longer character. */
export const firstInvalidLine = (bytes: Buffer): number => {
  let start = 0;
  while (start < bytes.length) {
    const end = bytes.indexOf(0x0a, start);
    const next = end === -1 ? bytes.length : end + 1;
    if (!isUtf8(bytes.subarray(start, next))) return start;
    start = next;
  }
  return start;
};
