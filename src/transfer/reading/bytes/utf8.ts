import { isUtf8 } from 'node:buffer';

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
