import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir, readdir, readFile, symlink, utimes, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { writeWhole } from '../src/whole-file.ts';

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
});
