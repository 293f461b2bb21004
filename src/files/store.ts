import { rm } from 'node:fs/promises';
import path from 'node:path';
import type { Configuration } from '../config.ts';
import type { FileStore, NewFile, SizeLimit, StagedFile } from '../domain/file/model.ts';
import { usageError } from '../errors.ts';
import { copyOut, readContent, verifyContent } from './copy-out.ts';
import { inStore } from './failures.ts';
import { openWaiting, removeWaiting, type Waiting } from './incoming.ts';
import { moveToPlace, placeOf } from './places.ts';
import { openSource, readSource, type Source, sourceOf } from './source.ts';
import { removeLeftover, survey } from './survey.ts';

/** How a run works with the store. */
export interface StoreOptions {
  /** Reads, and writes nothing. */
  readonly dryRun: boolean;
  /** The folder that relative paths start from. */
  readonly cwd: string;
  /** Ends copying when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Opens the content store. Throws FILES_NOT_SET (exit 2). */
export async function openFiles({ files }: Configuration, options: StoreOptions): Promise<FileStore> {
  if (files.value === '') {
    throw usageError('FILES_NOT_SET', 'It is not known where documents and photos are kept.', {
      hint: 'Name a folder that all users of this database share: KONTOR_FILES=/srv/kontor-files, or "files" in kontor.config.json.',
    });
  }
  return storeAt(files.value, options);
}

/** A store in a folder: `ab/abcd…`, each file for its owner alone. */
export const storeAt = (folder: string, options: StoreOptions): FileStore => ({
  stage: (file, limit) => stage(folder, file, limit, options),
  pathOf: (sha256) => placeOf(folder, sha256),
  copyTo: (sha256, file, { replace }) =>
    copyOut(
      folder,
      sha256,
      { path: path.resolve(options.cwd, file), name: file, replace },
      { dryRun: options.dryRun, signal: options.signal },
    ),
  read: (sha256) => readContent(folder, sha256, options.signal),
  remove: (sha256) =>
    options.dryRun ? Promise.resolve() : inStore(folder, () => rm(placeOf(folder, sha256), { force: true })),
  survey: () => survey(folder),
  verify: (sha256) => verifyContent(folder, sha256, options.signal),
  removeLeftover: (name) =>
    options.dryRun ? Promise.resolve() : inStore(folder, () => removeLeftover(folder, name)),
});

async function stage(
  folder: string,
  file: NewFile,
  limit: SizeLimit,
  { dryRun, cwd, signal }: StoreOptions,
): Promise<StagedFile> {
  const source = typeof file === 'string' ? await openSource(path.resolve(cwd, file), file) : sourceOf(file);
  try {
    return await (dryRun ? stageDry(source, limit, signal) : stageCopy(folder, source, limit, signal));
  } finally {
    await source.handle.close();
  }
}

async function stageDry(
  source: Source,
  limit: SizeLimit,
  signal: AbortSignal | undefined,
): Promise<StagedFile> {
  const content = await readSource(source, limit, { take: async () => {}, signal });
  return { ...content, publish: async () => {}, discard: async () => {} };
}

async function stageCopy(
  folder: string,
  source: Source,
  limit: SizeLimit,
  signal: AbortSignal | undefined,
): Promise<StagedFile> {
  const waiting = await inStore(folder, () => openWaiting(folder));
  try {
    return await fill(folder, waiting, source, limit, signal);
  } catch (error) {
    await removeWaiting(waiting);
    throw error;
  }
}

async function fill(
  folder: string,
  waiting: Waiting,
  source: Source,
  limit: SizeLimit,
  signal: AbortSignal | undefined,
): Promise<StagedFile> {
  const take = (piece: Buffer) => inStore(folder, () => waiting.handle.writeFile(piece));
  const content = await readSource(source, limit, { take, signal });
  await inStore(folder, async () => {
    await waiting.handle.sync();
    await waiting.handle.close();
  });
  return {
    ...content,
    publish: () => inStore(folder, () => moveToPlace(folder, waiting.path, content.sha256)),
    discard: () => removeWaiting(waiting),
  };
}
