import { execFileSync } from 'node:child_process';
import { appendFile, mkdir, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { openSource, readSource } from '../../src/files/source.ts';
import { limit, megabyte, sha256, workingFolder } from './folder.ts';

describe('files that become documents', () => {
  const { at, store, stored } = workingFolder();
  const refusal = async (name: string) => {
    const error = await store()
      .stage(name, limit)
      .then(
        () => undefined,
        (thrown) => thrown,
      );
    expect(await stored(), 'nothing is half stored').toEqual([]);
    return error && { kind: error.kind, code: error.code, message: error.message };
  };

  it('a file that is not there, or no file, is refused by the name that was typed', async () => {
    await writeFile(at('a.txt'), 'x');
    await mkdir(at('folder'));
    await symlink(at('a.txt'), at('link'));
    await symlink(at('nowhere'), at('dangling'));
    execFileSync('mkfifo', [at('pipe')]);
    const server = createServer();
    await new Promise<void>((done) => server.listen(at('socket'), done));
    try {
      expect(await refusal('missing.pdf')).toEqual({
        kind: 'not-found',
        code: 'FILE_NOT_FOUND',
        message: 'There is no file missing.pdf.',
      });
      expect(await refusal('a.txt/b')).toMatchObject({ code: 'FILE_NOT_FOUND' });
      const noFile = (message: string) => ({ kind: 'usage', code: 'NO_FILE', message });
      expect(await refusal('./folder')).toEqual(noFile('./folder is a folder, not a file.'));
      expect(await refusal('link')).toEqual(noFile('link is a symbolic link, not a file.'));
      expect(await refusal('dangling')).toEqual(noFile('dangling is a symbolic link, not a file.'));
      // Nobody writes into it: who opened it as usual would wait for ever.
      expect(await refusal('pipe')).toEqual(noFile('pipe is a pipe, not a file.'));
      expect(await refusal('socket')).toEqual(noFile('socket is a socket, not a file.'));
      expect(await refusal('/dev/zero')).toEqual(noFile('/dev/zero is a device, not a file.'));
    } finally {
      server.close();
    }
  });

  it('a folder above may be a link: the file itself is none', async () => {
    await mkdir(at('folder'));
    await writeFile(at('folder', 'a.txt'), 'x');
    await symlink(at('folder'), at('link'));
    expect((await store().stage('link/a.txt', limit)).sha256).toBe(sha256('x'));
  });

  it('a file is refused that is empty, too large, or cannot be read', async () => {
    await writeFile(at('empty'), '');
    await writeFile(at('large'), Buffer.alloc(megabyte + 1));
    await writeFile(at('just'), Buffer.alloc(megabyte));
    expect(await refusal('empty')).toEqual({ kind: 'usage', code: 'FILE_EMPTY', message: 'empty is empty.' });
    await expect(store().stage('large', limit)).rejects.toMatchObject({
      kind: 'usage',
      code: 'FILE_TOO_LARGE',
      message: 'large is larger than a document may be (1 MB).',
      hint: 'ask for more',
    });
    // Of Linux: it opens like a file, and the first read fails.
    expect(await refusal('/proc/self/mem')).toEqual({
      kind: 'usage',
      code: 'FILE_UNREADABLE',
      message: '/proc/self/mem cannot be read (input/output error).',
    });
    const staged = await store().stage('just', limit);
    expect(staged.bytes).toBe(megabyte);
    await staged.discard();
  });

  describe('while they are read', () => {
    /** Reads a file of two pieces, and does something to it behind the first. */
    const read = async (meanwhile: () => Promise<void>) => {
      await writeFile(at('log'), Buffer.alloc(512 * 1024, 'a'));
      const source = await openSource(at('log'), 'log');
      let fired = 0;
      const take = async () => {
        fired += 1;
        if (fired === 1) await meanwhile();
      };
      try {
        return await readSource(source, limit, { take, signal: undefined });
      } finally {
        expect(fired).toBeGreaterThan(0);
        await source.handle.close();
      }
    };
    const changed = {
      kind: 'usage',
      code: 'FILE_CHANGED',
      message: 'log changed while it was read.',
    };

    it('what grows or shrinks is refused', async () => {
      await expect(read(() => appendFile(at('log'), 'more'))).rejects.toMatchObject(changed);
      await expect(read(() => truncate(at('log'), 300_000))).rejects.toMatchObject(changed);
      await expect(read(() => truncate(at('log'), 0))).rejects.toMatchObject(changed);
    });
    it('what grows beyond the limit is too large', async () => {
      await expect(read(() => truncate(at('log'), 2 * megabyte))).rejects.toMatchObject({
        code: 'FILE_TOO_LARGE',
      });
    });
    it('what is written over in its size is refused', async () => {
      await expect(read(() => writeFile(at('log'), Buffer.alloc(512 * 1024, 'b')))).rejects.toMatchObject(
        changed,
      );
      await expect(read(() => utimes(at('log'), 1, 1))).rejects.toMatchObject(changed);
    });
    it('what vanishes was read to its end nevertheless', async () => {
      expect(await read(() => rm(at('log')))).toMatchObject({
        bytes: 512 * 1024,
        sha256: sha256(Buffer.alloc(512 * 1024, 'a')),
      });
    });
  });
});
