import type { Readable } from 'node:stream';

/** How much is looked at before anything is decided about a stream. */
export const headSize = 65_536;

/** The beginning of a stream (at least `headSize` bytes unless it ends before) and what follows it. */
export interface OpenedBytes {
  head: Buffer;
  ended: boolean;
  /** Everything, head included, in pieces of at most `headSize` bytes. Can be read once. */
  all(): AsyncGenerator<Buffer>;
  close(): void;
}

/** Reads the head of a byte stream. Errors of the stream itself are passed on as they are. */
export const openBytes = async (stream: Readable): Promise<OpenedBytes> => {
  const chunks = stream[Symbol.asyncIterator]() as AsyncIterator<Buffer | string>;
  const parts: Buffer[] = [];
  let size = 0;
  let ended = false;
  while (size < headSize && !ended) {
    const next = await chunks.next();
    if (next.done) {
      ended = true;
    } else {
      const part = Buffer.from(next.value);
      parts.push(part);
      size += part.length;
    }
  }
  const head = Buffer.concat(parts);

  async function* all(): AsyncGenerator<Buffer> {
    yield* pieces(head);
    while (!ended) {
      const next = await chunks.next();
      if (next.done) return;
      yield* pieces(typeof next.value === 'string' ? Buffer.from(next.value) : next.value);
    }
  }

  return { head, ended, all, close: () => void stream.destroy() };
};

/** A stream may hand over everything at once; memory stays flat only if it is taken in small pieces. */
function* pieces(chunk: Buffer): Generator<Buffer> {
  for (let start = 0; start < chunk.length; start += headSize) yield chunk.subarray(start, start + headSize);
}
