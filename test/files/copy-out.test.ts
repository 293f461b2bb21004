import { mkdir, readFile, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { filesBelow, limit, mode, sha256, workingFolder } from './folder.ts';

describe('contents that are written to files', () => {
  const { at, store } = workingFolder();
  const content = 'a'.repeat(600_000);
  const hash = sha256(content);
  const place = () => at('store', hash.slice(0, 2), hash);
  beforeEach(async () => {
    await writeFile(at('source'), content);
    const staged = await store().stage('source', limit);
    await staged.publish();
    await rm(at('source'));
  });
  const copy = (file: string, replace = false) => store().copyTo(hash, file, { replace });
  /** All but the store. */
  const outside = async () => (await filesBelow(at('.'))).filter((name) => !name.startsWith('store'));

  it('whole, for the owner alone, relative to the working folder', async () => {
    await mkdir(at('folder'));
    await copy('folder/copy');
    await copy(at('other'));
    expect(await readFile(at('folder', 'copy'), 'utf8')).toBe(content);
    expect(await mode(at('folder', 'copy'))).toBe('600');
    expect(await outside()).toEqual(['folder/copy', 'other']);
  });

  it('what is there stays, unless it is to be replaced', async () => {
    await writeFile(at('copy'), 'mine');
    await expect(copy('copy')).rejects.toMatchObject({
      kind: 'refused',
      code: 'FILE_EXISTS',
      message: 'copy exists already.',
      hint: expect.stringContaining('--force'),
    });
    expect(await readFile(at('copy'), 'utf8')).toBe('mine');
    await copy('copy', true);
    expect(await readFile(at('copy'), 'utf8')).toBe(content);
    await copy('new', true);
    expect(await outside()).toEqual(['copy', 'new']);
  });

  it('a link in its place is neither followed nor replaced, nor is anything that is no file', async () => {
    await writeFile(at('precious'), 'mine');
    await symlink(at('precious'), at('link'));
    await symlink(at('nowhere'), at('dangling'));
    await mkdir(at('folder'));
    for (const name of ['link', 'dangling', 'folder', '/dev/null']) {
      await expect(copy(name), name).rejects.toMatchObject({ code: 'FILE_EXISTS' });
      await expect(copy(name, true), name).rejects.toMatchObject({ kind: 'usage', code: 'FILE_UNWRITABLE' });
    }
    expect(await readFile(at('precious'), 'utf8')).toBe('mine');
    await expect(stat(at('nowhere'))).rejects.toMatchObject({ code: 'ENOENT' });
    expect((await stat('/dev/null')).isFile()).toBe(false);
  });

  it('a folder that is missing is said', async () => {
    await expect(copy('missing/copy')).rejects.toMatchObject({
      code: 'FILE_UNWRITABLE',
      message: 'missing/copy cannot be written (its folder is not there).',
    });
  });

  it('a content that is damaged, cut or gone gives nothing, and what was there stays', async () => {
    await writeFile(at('copy'), 'mine');
    const refused = async (code: string) => {
      await expect(copy('new')).rejects.toMatchObject({
        kind: 'database',
        code,
        hint: `Bring ${place()} back from a backup.`,
      });
      await expect(copy('copy', true)).rejects.toMatchObject({ kind: 'database', code });
      await expect(store({ dryRun: true }).copyTo(hash, 'new', { replace: false })).rejects.toMatchObject({
        code,
      });
      expect(await outside()).toEqual(['copy']);
      expect(await readFile(at('copy'), 'utf8')).toBe('mine');
    };
    await writeFile(place(), content.replace(/a$/, 'b'));
    await refused('CONTENT_DAMAGED');
    await truncate(place(), 10);
    await refused('CONTENT_DAMAGED');
    await rm(place());
    await refused('CONTENT_MISSING');
    await mkdir(place());
    await expect(copy('new')).rejects.toMatchObject({ code: 'STORE_FAILED' });
    await rm(path.dirname(place()), { recursive: true });
    await refused('CONTENT_MISSING');
  });

  it('a content can be removed, also twice', async () => {
    await store().remove(hash);
    await store().remove(hash);
    expect(await filesBelow(at('store'))).toEqual([]);
  });
});
