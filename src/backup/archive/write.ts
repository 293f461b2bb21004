import { createHash } from 'node:crypto';
import type { Write } from '../../whole-file.ts';
import { blockBytes, encodeHeader, paddingOf } from './header.ts';

/** What was written of a content: how much, and what. */
export interface Written {
  bytes: number;
  sha256: string;
}

/** An archive that is being written, entry by entry. */
export interface ArchiveWriter {
  /** Writes an entry of so many bytes; `fill` hands over its content, piece by piece. */
  readonly add: (
    name: string,
    bytes: number,
    fill: (take: (piece: Uint8Array) => Promise<void>) => Promise<void>,
  ) => Promise<Written>;
  /** Writes an entry that is at hand. */
  readonly addText: (name: string, text: string) => Promise<Written>;
  /** Writes what ends an archive. */
  readonly end: () => Promise<void>;
  /** How many bytes were written so far. */
  readonly size: () => number;
}

/** Begins an archive whose entries are of the time `at`. */
export function startArchive(write: Write, at: Date): ArchiveWriter {
  let size = 0;
  const put = async (piece: Uint8Array) => {
    await write(piece);
    size += piece.length;
  };
  const add: ArchiveWriter['add'] = async (name, bytes, fill) => {
    await put(encodeHeader({ name, bytes }, at));
    const hash = createHash('sha256');
    let filled = 0;
    await fill(async (piece) => {
      filled += piece.length;
      hash.update(piece);
      await put(piece);
    });
    if (filled !== bytes) throw new Error(`${name} has ${filled} bytes, not ${bytes}`);
    await put(Buffer.alloc(paddingOf(bytes)));
    return { bytes, sha256: hash.digest('hex') };
  };
  return {
    add,
    addText: (name, text) => {
      const content = Buffer.from(text);
      return add(name, content.length, (take) => take(content));
    },
    end: () => put(Buffer.alloc(2 * blockBytes)),
    size: () => size,
  };
}
