import { createHash } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach } from 'vitest';
import type { SizeLimit } from '../../src/domain/file/model.ts';
import { type StoreOptions, storeAt } from '../../src/files/store.ts';

export const megabyte = 1024 * 1024;
export const limit: SizeLimit = { bytes: megabyte, what: 'a document', hint: 'ask for more' };

export const sha256 = (content: string | Buffer): string =>
  createHash('sha256').update(content).digest('hex');

/** A folder of each test's own with a place for a store in it. */
export function workingFolder() {
  let folder = '';
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'kontor-files-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const at = (...names: string[]) => path.join(folder, ...names);
  return {
    at,
    store: (options: Partial<StoreOptions> = {}) =>
      storeAt(at('store'), { dryRun: false, cwd: folder, ...options }),
    /** All files of the store, by their paths in it. */
    stored: () => filesBelow(at('store')),
  };
}

/** The files below a folder, by their paths in it; none where it is not there. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  const files = [];
  for (const entry of entries) if (!(await stat(path.join(folder, entry))).isDirectory()) files.push(entry);
  return files.sort();
}

/** As `ls` writes it. */
export const mode = async (file: string): Promise<string> => ((await stat(file)).mode & 0o777).toString(8);
