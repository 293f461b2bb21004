import { createHash } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { storeAt } from '../../src/files/store.ts';

const limit = { bytes: 1_000_000, what: 'a document' };
const given = (text: string) => ({ name: 'Letter.txt', content: Buffer.from(text) });

describe('bytes that are no file yet', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'kontor-given-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));

  it('are stored like a file, also when they are larger than one piece', async () => {
    const store = storeAt(folder, { dryRun: false, cwd: '/' });
    for (const text of ['Dear all', 'x'.repeat(600_000)]) {
      const staged = await store.stage(given(text), limit);
      const sha256 = createHash('sha256').update(text).digest('hex');
      expect(staged).toMatchObject({ sha256, bytes: text.length, mediaType: 'text/plain' });
      await staged.publish();
      expect(await readFile(store.pathOf(sha256), 'utf8')).toBe(text);
    }
  });

  it('are held to the limits of files; a dry run writes nothing', async () => {
    const store = storeAt(folder, { dryRun: true, cwd: '/' });
    await expect(store.stage(given('Dear all'), { ...limit, bytes: 7 })).rejects.toMatchObject({
      code: 'FILE_TOO_LARGE',
      message: expect.stringContaining('Letter.txt'),
    });
    await expect(store.stage(given(''), limit)).rejects.toMatchObject({ code: 'FILE_EMPTY' });
    await (await store.stage(given('Dear all'), limit)).publish();
    expect(await readdir(folder)).toEqual([]);
  });
});
