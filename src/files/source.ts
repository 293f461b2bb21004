import { createHash } from 'node:crypto';
import { type BigIntStats, constants } from 'node:fs';
import { lstat, open } from 'node:fs/promises';
import type { Content, GivenContent, SizeLimit } from '../domain/file/model.ts';
import { cancelledError, notFoundError, usageError } from '../errors.ts';
import { kindOf } from '../file-kind.ts';
import { unreadable } from './failures.ts';
import { mediaTypeOf } from './media-type.ts';

/** A file that is read into the store. */
export interface Source {
  /** As the user named it. */
  readonly name: string;
  readonly handle: {
    readonly read: (
      buffer: Buffer,
      offset: number,
      length: number,
      position: number,
    ) => Promise<{ bytesRead: number }>;
    readonly stat: (options: { bigint: true }) => Promise<Stats>;
    readonly close: () => Promise<void>;
  };
  /** What was known of it when it was opened. */
  readonly stats: Stats;
}

type Stats = Pick<BigIntStats, 'size' | 'mtimeNs'>;

/** Bytes that are at hand, to be read like a file. */
export function sourceOf({ name, content }: GivenContent): Source {
  const stats = { size: BigInt(content.length), mtimeNs: 0n };
  return {
    name,
    stats,
    handle: {
      read: async (buffer, offset, length, position) => {
        const part = content.subarray(position, position + length);
        buffer.set(part, offset);
        return { bytesRead: part.length };
      },
      stat: async () => stats,
      close: async () => {},
    },
  };
}

/**
 * Opens a regular file, and nothing that stands for another one, does something when it is opened, or waits for somebody to
 * write into it. Throws FILE_NOT_FOUND (exit 3), NO_FILE, FILE_UNREADABLE (exit 2).
 */
export async function openSource(path: string, name: string): Promise<Source> {
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  try {
    requireFile(await lstat(path, { bigint: true }), name);
    // Whoever exchanges it in this moment gains nothing: links are not followed, and what was opened is looked at again.
    const handle = await open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
    try {
      const stats = await handle.stat({ bigint: true });
      requireFile(stats, name);
      return { name, handle, stats };
    } catch (error) {
      await handle.close();
      throw error;
    }
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') {
      throw notFoundError('FILE_NOT_FOUND', `There is no file ${name}.`, { cause: error });
    }
    if (code === 'ELOOP') throw noFile(name, 'a symbolic link');
    if (code === undefined || !/^E[A-Z]+$/.test(code)) throw error;
    throw unreadable(name, error);
  }
}

function requireFile(stats: BigIntStats, name: string): void {
  if (!stats.isFile()) throw noFile(name, kindOf(stats));
}

const noFile = (name: string, what: string) =>
  usageError('NO_FILE', `${name} is ${what}, not a file.`, { hint: 'Name the file itself.' });

const pieceBytes = 256 * 1024;

/**
 * Reads a file piece by piece, hands the pieces on, and tells what it is. Throws FILE_TOO_LARGE, FILE_EMPTY,
 * FILE_UNREADABLE, FILE_CHANGED (exit 2), and CANCELLED when the signal says so.
 */
export async function readSource(
  source: Source,
  limit: SizeLimit,
  { take, signal }: { take: (piece: Buffer) => Promise<void>; signal: AbortSignal | undefined },
): Promise<Content> {
  const { name, handle, stats } = source;
  // What is larger from the beginning need not be copied to find out.
  if (stats.size > limit.bytes) throw tooLarge(name, limit);
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(pieceBytes);
  let bytes = 0;
  for (;;) {
    if (signal?.aborted) throw cancelledError();
    const { bytesRead } = await readAt(source, buffer, bytes);
    if (bytesRead === 0) break;
    const piece = buffer.subarray(0, bytesRead);
    bytes += bytesRead;
    if (bytes > limit.bytes) throw tooLarge(name, limit);
    hash.update(piece);
    await take(piece);
  }
  if (bytes === 0) throw usageError('FILE_EMPTY', `${name} is empty.`);
  const mediaType = await mediaTypeOf({
    bytes,
    read: async (from, to) => {
      const part = Buffer.alloc(Math.max(0, Math.min(to, bytes) - from));
      const { bytesRead } = await readAt(source, part, from);
      return part.subarray(0, bytesRead);
    },
  });
  const after = await handle.stat({ bigint: true });
  if (after.size !== BigInt(bytes) || after.mtimeNs !== stats.mtimeNs) throw changed(name);
  return { sha256: hash.digest('hex'), bytes, mediaType };
}

const readAt = ({ name, handle }: Source, buffer: Buffer, position: number) =>
  handle.read(buffer, 0, buffer.length, position).catch((error) => {
    throw unreadable(name, error);
  });

const tooLarge = (name: string, { bytes, what, hint }: SizeLimit) =>
  usageError('FILE_TOO_LARGE', `${name} is larger than ${what} may be (${bytes / 1024 / 1024} MB).`, {
    hint,
  });

const changed = (name: string) =>
  usageError('FILE_CHANGED', `${name} changed while it was read.`, {
    hint: 'Nothing was stored. Try again when nobody writes into it any more.',
  });
