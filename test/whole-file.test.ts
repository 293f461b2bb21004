import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { lstat, mkdir, readdir, readFile, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { requireFree, writeWhole } from '../src/whole-file.ts';

describe('a file that is there whole or not at all', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'kontor-whole-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  const write = (name: string, text: string, fails = false) =>
    writeWhole({ path: path.join(folder, name), name, replace: false }, async (piece) => {
      await piece(text);
      if (fails) throw new Error('stop');
    });

  it('leaves nothing where it could not be written to its end', async () => {
    await expect(write('a.csv', 'half', true)).rejects.toThrow('stop');
    await writeFile(path.join(folder, 'taken.csv'), 'old');
    await expect(write('taken.csv', 'new')).rejects.toMatchObject({ code: 'FILE_EXISTS' });
    expect(await readdir(folder)).toEqual(['taken.csv']);
    expect(await readFile(path.join(folder, 'taken.csv'), 'utf8')).toBe('old');
  });

  it('takes away what killed runs left there more than a day ago, and nothing else', async () => {
    const [old, young] = [new Date(Date.now() - 25 * 3_600_000), new Date(Date.now() - 23 * 3_600_000)];
    const unnamed = (digit: number) => `.kontor-${digit}0000000-0000-4000-8000-000000000000`;
    const place = (name: string) => path.join(folder, name);
    for (const name of [unnamed(1), unnamed(2), '.kontor-mine', 'old.csv']) await writeFile(place(name), '');
    await mkdir(place(unnamed(3)));
    await symlink(place('old.csv'), place(unnamed(4)));
    for (const name of [unnamed(1), unnamed(3), '.kontor-mine', 'old.csv'])
      await utimes(place(name), old, old);
    await utimes(place(unnamed(2)), young, young);
    await write('new.csv', 'new');
    expect((await readdir(folder)).sort()).toEqual(
      [unnamed(2), unnamed(3), unnamed(4), '.kontor-mine', 'new.csv', 'old.csv'].sort(),
    );
  });

  describe('with --force', () => {
    const at = (name: string) => path.join(folder, name);
    const replace = (name: string, meanwhile = async () => {}) =>
      writeWhole({ path: at(name), name, replace: true }, async (piece) => {
        await piece('new');
        await meanwhile();
      });
    const isRoot = process.getuid?.() === 0;

    it('replaces a file, and nothing else: what it is, is said', async () => {
      await writeFile(at('file'), 'old');
      await replace('file');
      expect(await readFile(at('file'), 'utf8')).toBe('new');

      execFileSync('mkfifo', [at('pipe')]);
      const server = createServer();
      await new Promise<void>((done) => server.listen(at('socket'), done));
      await mkdir(at('folder'));
      await symlink(at('file'), at('link'));
      await symlink('/dev/null', at('sink'));
      await symlink(at('nowhere'), at('dangling'));
      // A device of our own: if this ever fails, the system's stay what they are.
      const devices = isRoot ? { device: 'a device' } : {};
      if (isRoot) execFileSync('mknod', [at('device'), 'c', '1', '3']);
      const kinds = {
        ...{ pipe: 'a pipe', socket: 'a socket', folder: 'a folder', link: 'a symbolic link' },
        ...{ sink: 'a symbolic link', dangling: 'a symbolic link' },
        ...devices,
      };
      const before = await readdir(folder);
      try {
        for (const [name, kind] of Object.entries(kinds)) {
          const { ino } = await lstat(at(name));
          const refusal = {
            kind: 'usage',
            code: 'FILE_UNWRITABLE',
            message: `${name} cannot be written (it is ${kind}, not a file).`,
          };
          await expect(requireFree({ path: at(name), name, replace: true })).rejects.toMatchObject(refusal);
          // Also where nobody has asked before.
          await expect(replace(name)).rejects.toMatchObject(refusal);
          expect((await lstat(at(name))).ino, name).toBe(ino);
        }
        expect(await readdir(folder)).toEqual(before);
      } finally {
        server.close();
      }
      expect(await readFile(at('file'), 'utf8')).toBe('new');
      expect((await stat(at('sink'))).isCharacterDevice()).toBe(true);
    });

    it('nor what came into its place while it was being written', async () => {
      const taking = replace('late', async () => {
        execFileSync('mkfifo', [at('late')]);
      });
      await expect(taking).rejects.toMatchObject({ code: 'FILE_UNWRITABLE' });
      expect((await lstat(at('late'))).isFIFO()).toBe(true);
      expect(await readdir(folder)).toEqual(['late']);
    });
  });
});
