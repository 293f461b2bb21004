import { execFileSync } from 'node:child_process';
import {
  chmod,
  copyFile,
  mkdir,
  readFile,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { storeAt } from '../../src/files/store.ts';
import { filesBelow, limit, megabyte, mode, sha256, workingFolder } from './folder.ts';

describe('the content store', () => {
  const { at, store, stored } = workingFolder();
  const keep = async (name: string, content: string | Buffer, options = {}) => {
    await writeFile(at(name), content);
    const staged = await store(options).stage(name, limit);
    await staged.publish();
    await staged.discard();
    return staged;
  };
  const placeOf = (hash: string) => path.join(hash.slice(0, 2), hash);

  it('keeps a file under its SHA-256, each content once, and nothing waits behind it', async () => {
    const staged = await keep('a.txt', 'Grüße');
    expect(staged).toMatchObject({ sha256: sha256('Grüße'), bytes: 7, mediaType: 'text/plain' });
    await keep('b.txt', 'Grüße');
    await keep('c.txt', 'others');
    expect(await stored()).toEqual([placeOf(sha256('Grüße')), placeOf(sha256('others'))].sort());
    expect(await readFile(at('store', placeOf(staged.sha256)), 'utf8')).toBe('Grüße');
  });

  it('is for its owner alone, whatever the umask', async () => {
    await writeFile(at('a.txt'), 'x', { mode: 0o644 });
    for (const umask of [0, 0o777]) {
      const before = process.umask(umask);
      try {
        const staged = await store().stage('a.txt', limit);
        await staged.publish();
      } finally {
        process.umask(before);
      }
      const place = at('store', placeOf(sha256('x')));
      expect([await mode(place), await mode(path.dirname(place))]).toEqual(['600', '700']);
      expect([await mode(at('store')), await mode(at('store', 'incoming'))]).toEqual(['700', '700']);
      await rm(at('store'), { recursive: true });
    }
  });

  it('what is thrown away before it is published leaves nothing', async () => {
    await writeFile(at('a.txt'), 'x');
    const staged = await store().stage('a.txt', limit);
    expect(await stored()).toHaveLength(1);
    await staged.discard();
    expect(await stored()).toEqual([]);
  });

  it('a dry run reads and refuses like a real one, and writes nothing at all', async () => {
    await writeFile(at('a.txt'), 'x');
    const dry = store({ dryRun: true });
    const staged = await dry.stage('a.txt', limit);
    expect(staged).toMatchObject({ sha256: sha256('x'), bytes: 1, mediaType: 'text/plain' });
    await staged.publish();
    await staged.discard();
    await expect(dry.stage('b.txt', limit)).rejects.toMatchObject({ code: 'FILE_NOT_FOUND' });
    await expect(stat(at('store'))).rejects.toMatchObject({ code: 'ENOENT' });

    await keep('a.txt', 'x');
    await dry.copyTo(sha256('x'), 'copy.txt', { replace: false });
    await dry.remove(sha256('x'));
    await expect(dry.copyTo(sha256('x'), 'a.txt', { replace: false })).rejects.toMatchObject({
      code: 'FILE_EXISTS',
    });
    expect(await stored()).toHaveLength(1);
    expect(await filesBelow(at('.'))).toHaveLength(2);
  });

  it('large files go through in pieces', async () => {
    const size = 64 * megabyte;
    await writeFile(at('large'), 'x');
    await truncate(at('large'), size);
    // What is allocated beside the heap is what buffers take.
    const before = process.memoryUsage().arrayBuffers;
    let most = 0;
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage().arrayBuffers - before);
    }, 1);
    const staged = await store().stage('large', { ...limit, bytes: size });
    clearInterval(watch);
    expect(staged.bytes).toBe(size);
    expect(most).toBeGreaterThan(0);
    expect(most).toBeLessThan(16 * megabyte);
    await staged.discard();
  });

  it('stops when it is told to, and leaves nothing', async () => {
    await writeFile(at('large'), Buffer.alloc(megabyte));
    await expect(store({ signal: AbortSignal.abort() }).stage('large', limit)).rejects.toMatchObject({
      code: 'CANCELLED',
    });
    expect(await stored()).toEqual([]);
    await keep('a.txt', 'x');
    await expect(
      store({ signal: AbortSignal.abort() }).copyTo(sha256('x'), 'copy.txt', { replace: false }),
    ).rejects.toMatchObject({ code: 'CANCELLED' });
    expect(await filesBelow(at('.'))).not.toContain('copy.txt');
    expect((await filesBelow(at('.'))).filter((name) => name.startsWith('.kontor'))).toEqual([]);
  });

  it('what killed runs left is cleared away when it is a day old, and nothing else is', async () => {
    await keep('a.txt', 'x');
    const [old, fresh] = ['old', 'fresh'].map((name) => at('store', 'incoming', name));
    for (const file of [old, fresh]) await writeFile(file ?? '', 'rest');
    const day = 24 * 60 * 60;
    const now = Date.now() / 1000;
    await utimes(old ?? '', now, now - day - 60);
    await utimes(fresh ?? '', now, now - day + 60);
    await utimes(at('store', placeOf(sha256('x'))), now, now - 2 * day);
    await keep('b.txt', 'y');
    expect(await stored()).toEqual(
      [placeOf(sha256('x')), placeOf(sha256('y')), path.join('incoming', 'fresh')].sort(),
    );
  });

  it('a content that was damaged in the store is whole again when it is stored anew', async () => {
    await keep('a.txt', 'x');
    await writeFile(at('store', placeOf(sha256('x'))), 'y');
    await keep('a.txt', 'x');
    expect(await readFile(at('store', placeOf(sha256('x'))), 'utf8')).toBe('x');
  });

  describe('that cannot be used', () => {
    const refused = async (says: string) => {
      await writeFile(at('a.txt'), 'x');
      const tried = store()
        .stage('a.txt', limit)
        .then((staged) => staged.publish());
      await expect(tried).rejects.toMatchObject({
        kind: 'database',
        code: 'STORE_FAILED',
        message: expect.stringContaining(says),
        hint: expect.stringContaining(at('store')),
      });
    };

    it('is a file', async () => {
      await writeFile(at('store'), 'x');
      await refused('is not a folder');
    });
    it('is below a file', async () => {
      await writeFile(at('file'), 'x');
      await expect(
        storeAt(at('file', 'store'), { dryRun: false, cwd: at('.') }).stage('file', limit),
      ).rejects.toMatchObject({ code: 'STORE_FAILED', message: expect.stringContaining('ENOTDIR') });
    });
    it('is a symbolic link: what is behind it stays as it was', async () => {
      await mkdir(at('elsewhere'));
      await symlink(at('elsewhere'), at('store'));
      await refused('is a symbolic link');
      expect(await filesBelow(at('elsewhere'))).toEqual([]);
    });
    it.each(['incoming', sha256('x').slice(0, 2)])('has a link in it: %s', async (inner) => {
      await mkdir(at('elsewhere'));
      await mkdir(at('store'));
      await symlink(at('elsewhere'), at('store', inner));
      await refused('is a symbolic link');
      expect(await filesBelow(at('elsewhere'))).toEqual([]);
    });
    it('has a file where a folder must be', async () => {
      await mkdir(at('store'));
      await writeFile(at('store', sha256('x').slice(0, 2)), '');
      await refused('is not a folder');
    });
    it('a link in the place of a content is replaced, not followed', async () => {
      await keep('a.txt', 'x');
      const place = at('store', placeOf(sha256('x')));
      await copyFile(place, at('elsewhere'));
      await rm(place);
      await symlink(at('elsewhere'), place);
      await expect(store().copyTo(sha256('x'), 'copy', { replace: false })).rejects.toMatchObject({
        code: 'CONTENT_MISSING',
      });
      await rm(at('elsewhere'));
      await keep('a.txt', 'x');
      await expect(stat(at('elsewhere'))).rejects.toMatchObject({ code: 'ENOENT' });
      expect(await readFile(place, 'utf8')).toBe('x');
    });
    it.skipIf(process.getuid?.() === 0)('is read-only', async () => {
      await mkdir(at('store'));
      await chmod(at('store'), 0o500);
      await refused('not permitted');
    });
  });
});

/** Whether this machine lets us mount a small disk. */
const mayMount = (() => {
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', '/mnt'], { stdio: 'ignore' });
    execFileSync('umount', ['/mnt'], { stdio: 'ignore' });
    return true;
  } catch {
    process.stdout.write(
      'Tests with a full and a read-only disk are SKIPPED: this user may not mount one.\n',
    );
    return false;
  }
})();

describe.skipIf(!mayMount)('a disk of 2 MB', () => {
  const { at, store, stored } = workingFolder();
  const onDisk = async (folder: string, work: () => Promise<void>) => {
    await mkdir(at(folder));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', at(folder)]);
    try {
      await work();
    } finally {
      execFileSync('umount', [at(folder)]);
    }
  };

  it('that is full in the midst of it takes nothing, and keeps nothing', () =>
    onDisk('store', async () => {
      await writeFile(at('large'), Buffer.alloc(3 * megabyte, 1));
      await expect(store().stage('large', { ...limit, bytes: 4 * megabyte })).rejects.toMatchObject({
        kind: 'database',
        code: 'STORE_FAILED',
        message: 'The folder of documents and photos cannot be used (no space left on the device).',
      });
      expect(await stored()).toEqual([]);
      await writeFile(at('small'), 'x');
      await (await store().stage('small', limit)).publish();
      expect(await stored()).toHaveLength(1);
    }));

  it('that is full takes no half of a copy', () =>
    onDisk('disk', async () => {
      await writeFile(at('large'), Buffer.alloc(3 * megabyte, 1));
      const staged = await store().stage('large', { ...limit, bytes: 4 * megabyte });
      await staged.publish();
      await expect(store().copyTo(staged.sha256, 'disk/copy', { replace: false })).rejects.toMatchObject({
        kind: 'usage',
        code: 'FILE_UNWRITABLE',
        message: 'disk/copy cannot be written (no space left on the device).',
      });
      expect(await filesBelow(at('disk'))).toEqual([]);
    }));

  it('that is read-only is refused', () =>
    onDisk('store', async () => {
      execFileSync('mount', ['-o', 'remount,ro', at('store')]);
      await writeFile(at('a.txt'), 'x');
      await expect(store().stage('a.txt', limit)).rejects.toMatchObject({
        code: 'STORE_FAILED',
        message: 'The folder of documents and photos cannot be used (read-only).',
      });
    }));
});
