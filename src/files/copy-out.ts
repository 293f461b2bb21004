import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import type { ContentState } from '../domain/file/model.ts';
import { cancelledError, databaseError, KontorError } from '../errors.ts';
import { requireFree, type WholeFile, writeWhole } from '../whole-file.ts';
import { inStore } from './failures.ts';
import { placeOf } from './places.ts';

interface CopyOptions {
  readonly dryRun: boolean;
  readonly signal: AbortSignal | undefined;
}

/**
 * Writes a content of the store to a file, whole or not at all. Throws FILE_EXISTS (exit 4), FILE_UNWRITABLE (exit 2),
 * CONTENT_MISSING, CONTENT_DAMAGED (exit 6).
 */
export async function copyOut(
  folder: string,
  sha256: string,
  target: WholeFile,
  { dryRun, signal }: CopyOptions,
): Promise<void> {
  await requireFree(target);
  const content = await openContent(folder, sha256);
  try {
    if (dryRun) await copyChecked(folder, sha256, content, { take: async () => {}, signal });
    else await writeWhole(target, (take) => copyChecked(folder, sha256, content, { take, signal }));
  } finally {
    await content.close();
  }
}

/** Whether a content is there as it was stored; all of it is read. Throws STORE_FAILED (exit 6), CANCELLED. */
export async function verifyContent(
  folder: string,
  sha256: string,
  signal: AbortSignal | undefined,
): Promise<ContentState> {
  try {
    const content = await openContent(folder, sha256);
    try {
      await copyChecked(folder, sha256, content, { take: async () => {}, signal });
      return 'sound';
    } finally {
      await content.close();
    }
  } catch (error) {
    const code = error instanceof KontorError ? error.code : undefined;
    if (code === 'CONTENT_MISSING') return 'missing';
    if (code === 'CONTENT_DAMAGED') return 'damaged';
    throw error;
  }
}

/** The bytes of a content. Throws CONTENT_MISSING, CONTENT_DAMAGED (exit 6). */
export async function readContent(
  folder: string,
  sha256: string,
  signal: AbortSignal | undefined,
): Promise<Uint8Array> {
  const content = await openContent(folder, sha256);
  const pieces: Buffer[] = [];
  try {
    const take = async (piece: Buffer) => void pieces.push(Buffer.from(piece));
    await copyChecked(folder, sha256, content, { take, signal });
  } finally {
    await content.close();
  }
  return Buffer.concat(pieces);
}

async function openContent(folder: string, sha256: string): Promise<FileHandle> {
  const place = placeOf(folder, sha256);
  const restore = { hint: `Bring ${place} back from a backup.`, details: { sha256 } };
  return inStore(folder, () =>
    open(place, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch((error) => {
      const { code } = error as NodeJS.ErrnoException;
      if (code !== 'ENOENT' && code !== 'ENOTDIR' && code !== 'ELOOP') throw error;
      throw databaseError(
        'CONTENT_MISSING',
        `The content ${sha256} is not in the folder of documents and photos.`,
        restore,
      );
    }),
  );
}

const pieceBytes = 256 * 1024;

/** Hands the pieces of a content on and throws CONTENT_DAMAGED at their end if they are not those that were stored. */
async function copyChecked(
  folder: string,
  sha256: string,
  content: FileHandle,
  { take, signal }: { take: (piece: Buffer) => Promise<void>; signal: AbortSignal | undefined },
): Promise<void> {
  const hash = createHash('sha256');
  const buffer = Buffer.allocUnsafe(pieceBytes);
  for (;;) {
    if (signal?.aborted) throw cancelledError();
    const { bytesRead } = await inStore(folder, () => content.read(buffer, 0, buffer.length, null));
    if (bytesRead === 0) break;
    const piece = buffer.subarray(0, bytesRead);
    hash.update(piece);
    await take(piece);
  }
  if (hash.digest('hex') === sha256) return;
  throw databaseError(
    'CONTENT_DAMAGED',
    `The content ${sha256} in the folder of documents and photos is damaged.`,
    { hint: `Bring ${placeOf(folder, sha256)} back from a backup.`, details: { sha256 } },
  );
}
