import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { cancelledError } from '../errors.ts';
import { inStore } from '../files/failures.ts';
import { placeOf } from '../files/places.ts';
import type { ArchiveWriter } from './archive/write.ts';
import { contentEntry } from './schema.ts';

/** The contents of a store that have gone into a backup so far. */
export interface CopiedContents {
  /** The bytes of each. */
  readonly sizes: ReadonlyMap<string, number>;
  /** What those whose bytes are not those that were stored are now. */
  readonly damaged: ReadonlyMap<string, string>;
  readonly bytes: () => number;
  /** Copies those that were not copied yet; returns those that are not there. */
  readonly add: (contents: readonly string[]) => Promise<string[]>;
}

/** Copies contents out of a store into an archive; nobody is kept from storing or sweeping meanwhile. */
export function contentCopier(
  folder: string,
  archive: ArchiveWriter,
  { signal, copied }: { signal: AbortSignal; copied: (done: number) => void },
): CopiedContents {
  const sizes = new Map<string, number>();
  const damaged = new Map<string, string>();
  let bytes = 0;
  const copy = async (sha256: string): Promise<boolean> => {
    const content = await openContent(folder, sha256);
    if (content === undefined) return false;
    try {
      const { size } = await inStore(folder, () => content.stat());
      const written = await archive.add(contentEntry(sha256), size, (take) =>
        readPieces(folder, content, { size, take, signal }),
      );
      sizes.set(sha256, written.bytes);
      bytes += written.bytes;
      if (written.sha256 !== sha256) damaged.set(sha256, written.sha256);
      return true;
    } finally {
      await content.close();
    }
  };
  return {
    sizes,
    damaged,
    bytes: () => bytes,
    add: async (contents) => {
      const missing: string[] = [];
      for (const sha256 of contents) {
        if (signal.aborted) throw cancelledError();
        if (sizes.has(sha256)) continue;
        if (!(await copy(sha256))) missing.push(sha256);
        copied(sizes.size);
      }
      return missing;
    },
  };
}

/** Undefined for a content that is not there. Throws STORE_FAILED (exit 6) for one that cannot be read. */
const openContent = (folder: string, sha256: string): Promise<FileHandle | undefined> =>
  inStore(folder, () =>
    open(placeOf(folder, sha256), constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
      (error) => {
        const { code } = error as NodeJS.ErrnoException;
        if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'ELOOP') throw error;
        return undefined;
      },
    ),
  );

const pieceBytes = 256 * 1024;

/** Hands over as many bytes as the file had when it was opened: what is stored never changes. */
async function readPieces(
  folder: string,
  content: FileHandle,
  { size, take, signal }: { size: number; take: (piece: Buffer) => Promise<void>; signal: AbortSignal },
): Promise<void> {
  const buffer = Buffer.allocUnsafe(pieceBytes);
  for (let done = 0; done < size; ) {
    if (signal.aborted) throw cancelledError();
    const wanted = Math.min(buffer.length, size - done);
    const { bytesRead } = await inStore(folder, () => content.read(buffer, 0, wanted, done));
    // Cut off this very moment: the rest is told as what it is, damage.
    const piece = bytesRead === 0 ? buffer.subarray(0, wanted).fill(0) : buffer.subarray(0, bytesRead);
    await take(piece);
    done += piece.length;
  }
}

/** What a look at the store says of contents, without reading them. */
export async function sizesIn(
  folder: string,
  contents: readonly string[],
): Promise<{ bytes: number; missing: string[] }> {
  const missing: string[] = [];
  let bytes = 0;
  for (const sha256 of contents) {
    const content = await openContent(folder, sha256);
    if (content === undefined) missing.push(sha256);
    else {
      try {
        bytes += (await content.stat()).size;
      } finally {
        await content.close();
      }
    }
  }
  return { bytes, missing };
}
