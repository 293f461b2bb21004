import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeCacheFolder, readCompiled, writeCompiled } from '../../bin/code-cache.ts';

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'kontor-cache-'));
  folder = path.join(home, 'kontor');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const chunks = new Map([
  ['main.cjs', Buffer.from('one')],
  ['list.cjs', Buffer.from('two, longer')],
]);

describe('compiled code', () => {
  it('is found again as it was kept, in a folder and file for the user alone', () => {
    writeCompiled(folder, 'account', chunks);
    expect(readCompiled(folder, 'account')).toEqual(chunks);
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    expect(statSync(path.join(folder, 'account')).mode & 0o777).toBe(0o600);
    expect(readdirSync(folder)).toEqual(['account']);
  });

  it('is not used where anybody else could have written it', () => {
    writeCompiled(folder, 'account', chunks);
    chmodSync(path.join(folder, 'account'), 0o666);
    expect(readCompiled(folder, 'account').size).toBe(0);
    chmodSync(path.join(folder, 'account'), 0o600);
    chmodSync(folder, 0o777);
    expect(readCompiled(folder, 'account').size).toBe(0);
    writeCompiled(folder, 'contact', chunks);
    expect(readdirSync(folder)).toEqual(['account']);
  });

  it('is not read through a link', () => {
    writeCompiled(folder, 'account', chunks);
    symlinkSync(path.join(folder, 'account'), path.join(folder, 'contact'));
    expect(readCompiled(folder, 'contact').size).toBe(0);
  });

  it('counts as absent when it is cut off, foreign or missing', () => {
    expect(readCompiled(folder, 'account').size).toBe(0);
    writeCompiled(folder, 'account', chunks);
    truncateSync(path.join(folder, 'account'), 40);
    expect(readCompiled(folder, 'account').size).toBe(0);
    writeFileSync(path.join(folder, 'account'), 'something else', { mode: 0o600 });
    expect(readCompiled(folder, 'account').size).toBe(0);
  });

  it('lies in XDG_CACHE_HOME when that is a whole path, else in the home folder', () => {
    expect(codeCacheFolder({ XDG_CACHE_HOME: '/caches' }, '/home/erika')).toBe('/caches/kontor');
    expect(codeCacheFolder({ XDG_CACHE_HOME: 'caches' }, '/home/erika')).toBe('/home/erika/.cache/kontor');
    expect(codeCacheFolder({}, '/home/erika')).toBe('/home/erika/.cache/kontor');
  });
});

describe('the built program', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, ['dist/kontor.cjs', ...args], {
      encoding: 'utf8',
      env: { ...process.env, XDG_CACHE_HOME: home },
    });

  it('keeps what it compiled by the noun alone, and answers the same from it', () => {
    const first = run('import', 'template');
    const kept = readdirSync(folder);
    expect(kept).toHaveLength(1);
    expect(kept[0]).toMatch(/-import$/);
    expect(run('import', 'template').stdout).toBe(first.stdout);
    run('erika-mueller', 'show');
    expect(readdirSync(folder)).toEqual(kept);
  });

  it('runs without a cache that can be written, and with a damaged one', () => {
    const expected = run('import', 'template').stdout;
    const [file = ''] = readdirSync(folder);
    const bytes = Buffer.alloc(statSync(path.join(folder, file)).size, 7);
    writeFileSync(path.join(folder, file), bytes);
    expect(run('import', 'template')).toMatchObject({ status: 0, stdout: expected, stderr: '' });
    rmSync(folder, { recursive: true });
    mkdirSync(folder, { mode: 0o777 });
    chmodSync(folder, 0o777);
    expect(run('import', 'template')).toMatchObject({ status: 0, stdout: expected, stderr: '' });
    expect(readdirSync(folder)).toEqual([]);
  });
});
