import { mkdtemp, rm, stat } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import { makeFolder } from '../src/folder.ts';

it('makes a folder and those above it, for their owner alone; a second time changes nothing', async () => {
  const base = await mkdtemp(path.join(os.tmpdir(), 'kontor-folder-'));
  const folder = path.join(base, 'one', 'two');
  await makeFolder(folder);
  await makeFolder(folder);
  expect((await stat(folder)).mode & 0o777).toBe(0o700);
  expect((await stat(path.dirname(folder))).mode & 0o777).toBe(0o700);
  await rm(base, { recursive: true });
});

it.skipIf(process.platform !== 'linux')('says that it cannot where the system never lets it', async () => {
  await expect(makeFolder('/proc/kontor/data')).rejects.toMatchObject({ code: 'ENOENT' });
});
