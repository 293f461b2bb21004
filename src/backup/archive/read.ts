import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { cancelledError } from '../../errors.ts';
import { archiveMissing, archiveUnreadable, damaged, notABackup } from '../failures.ts';
import { blockBytes, decodeHeader, type EntryHeader, paddingOf } from './header.ts';

/** An entry, and where its content begins. */
export interface ArchiveEntry extends EntryHeader {
  offset: number;
}

/** An archive that is open for reading. */
export interface ArchiveReader {
  /** As the user named it. */
  readonly name: string;
  /** The absolute path, for programs that read a part of it by themselves. */
  readonly path: string;
  readonly bytes: number;
  /** Reads at a place; fewer bytes only at the end of the file. */
  readonly readAt: (position: number, bytes: number) => Promise<Buffer>;
  readonly close: () => Promise<void>;
}

/** Opens a file that should be an archive. Throws FILE_NOT_FOUND (exit 3), NOT_A_BACKUP, BACKUP_UNREADABLE (exit 6). */
export async function openArchive(path: string, name: string): Promise<ArchiveReader> {
  let handle: FileHandle;
  try {
    handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw code === 'ENOENT' || code === 'ENOTDIR' ? archiveMissing(name) : archiveUnreadable(name, error);
  }
  const stats = await handle.stat();
  if (!stats.isFile()) {
    await handle.close();
    throw notABackup(name, stats.isDirectory() ? 'it is a folder' : 'it is no regular file');
  }
  return {
    name,
    path,
    bytes: stats.size,
    readAt: async (position, bytes) => {
      const buffer = Buffer.allocUnsafe(bytes);
      let length = 0;
      while (length < bytes) {
        const { bytesRead } = await handle
          .read(buffer, length, bytes - length, position + length)
          .catch((error) => {
            throw archiveUnreadable(name, error);
          });
        if (bytesRead === 0) break;
        length += bytesRead;
      }
      return buffer.subarray(0, length);
    },
    close: () => handle.close(),
  };
}

/** The entries of an archive in their order, to its very end. Throws BACKUP_DAMAGED (exit 6). */
export async function* entriesOf(archive: ArchiveReader): AsyncGenerator<ArchiveEntry> {
  const { name } = archive;
  for (let position = 0; ; ) {
    const block = await archive.readAt(position, blockBytes);
    if (block.length < blockBytes) throw damaged(name, 'it is cut off');
    if (isZero(block)) {
      const rest = await archive.readAt(position + blockBytes, 2 * blockBytes);
      if (rest.length < blockBytes) throw damaged(name, 'it is cut off');
      if (rest.length > blockBytes || !isZero(rest)) throw damaged(name, 'something follows its end');
      return;
    }
    const header = decodeHeader(block);
    if (header === undefined) throw damaged(name, `there is no entry where one should begin (${position})`);
    const offset = position + blockBytes;
    if (offset + header.bytes > archive.bytes) throw damaged(name, 'it is cut off');
    yield { ...header, offset };
    position = offset + header.bytes;
    const padding = await archive.readAt(position, paddingOf(header.bytes));
    if (!isZero(padding)) throw damaged(name, `${header.name} is followed by something else`);
    position += padding.length;
  }
}

const isZero = (bytes: Buffer): boolean => bytes.every((byte) => byte === 0);

const pieceBytes = 256 * 1024;

/** Hands the content of an entry over, piece by piece, and says what its SHA-256 is. */
export async function readEntry(
  archive: ArchiveReader,
  { name, offset, bytes }: ArchiveEntry,
  { take, signal }: { take?: (piece: Buffer) => Promise<void>; signal?: AbortSignal | undefined },
): Promise<string> {
  const hash = createHash('sha256');
  for (let done = 0; done < bytes; ) {
    if (signal?.aborted) throw cancelledError();
    const piece = await archive.readAt(offset + done, Math.min(pieceBytes, bytes - done));
    if (piece.length === 0) throw damaged(archive.name, `${name} is cut off`);
    hash.update(piece);
    await take?.(piece);
    done += piece.length;
  }
  return hash.digest('hex');
}
