import { execFile, spawnSync } from 'node:child_process';
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { codeCacheFolder, readCompiled, writeCompiled } from '../../bin/code-cache.ts';

let home: string;
let folder: string;
beforeEach(() => {
  home = mkdtempSync(path.join(os.tmpdir(), 'kontor-cache-'));
  folder = path.join(home, 'kontor');
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const chunks = {
  files: new Map([
    ['start.cjs', Buffer.from('one')],
    ['core.cjs', Buffer.from('two, longer')],
  ]),
  ran: new Set(['main.cjs', 'list.cjs']),
};
const nothing = { files: new Map(), ran: new Set() };
const kept = () => path.join(folder, 'account');

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
    expect(readCompiled(folder, 'account')).toEqual(nothing);
    chmodSync(path.join(folder, 'account'), 0o600);
    chmodSync(folder, 0o777);
    expect(readCompiled(folder, 'account')).toEqual(nothing);
    writeCompiled(folder, 'contact', chunks);
    expect(readdirSync(folder)).toEqual(['account']);
  });

  it('is not read through a link', () => {
    writeCompiled(folder, 'account', chunks);
    symlinkSync(path.join(folder, 'account'), path.join(folder, 'contact'));
    expect(readCompiled(folder, 'contact')).toEqual(nothing);
  });

  it('counts as absent when it is cut off, foreign or missing', () => {
    expect(readCompiled(folder, 'account')).toEqual(nothing);
    writeCompiled(folder, 'account', chunks);
    truncateSync(path.join(folder, 'account'), 40);
    expect(readCompiled(folder, 'account')).toEqual(nothing);
    writeFileSync(path.join(folder, 'account'), 'something else', { mode: 0o600 });
    expect(readCompiled(folder, 'account')).toEqual(nothing);
  });

  it('counts as absent with a single bit that is wrong, wherever it is', () => {
    writeCompiled(folder, 'account', chunks);
    const whole = readFileSync(kept());
    for (let at = 0; at < whole.length; at += 1) {
      const wrong = Buffer.from(whole);
      wrong[at] = (wrong[at] ?? 0) ^ (1 << (at % 8));
      writeFileSync(kept(), wrong);
      expect(readCompiled(folder, 'account'), `byte ${at}`).toEqual(nothing);
    }
    writeFileSync(kept(), Buffer.concat([whole, Buffer.from('xx')]));
    expect(readCompiled(folder, 'account')).toEqual(nothing);
    writeFileSync(kept(), whole);
    expect(readCompiled(folder, 'account')).toEqual(chunks);
  });

  it('is not read from or written to a folder that is a link, or a file', () => {
    const elsewhere = path.join(home, 'elsewhere');
    writeCompiled(elsewhere, 'account', chunks);
    symlinkSync(elsewhere, folder);
    expect(readCompiled(folder, 'account')).toEqual(nothing);
    writeCompiled(folder, 'contact', chunks);
    expect(readdirSync(elsewhere)).toEqual(['account']);
    rmSync(folder);
    writeFileSync(folder, 'a file');
    expect(readCompiled(folder, 'account')).toEqual(nothing);
    writeCompiled(folder, 'account', chunks);
    expect(readFileSync(folder, 'utf8')).toBe('a file');
  });

  it.runIf(process.getuid?.() === 0)('of another user is neither used nor written over', () => {
    writeCompiled(folder, 'account', chunks);
    chownSync(kept(), 12_345, 12_345);
    expect(readCompiled(folder, 'account')).toEqual(nothing);
    chownSync(kept(), 0, 0);
    chownSync(folder, 12_345, 12_345);
    expect(readCompiled(folder, 'account')).toEqual(nothing);
    writeCompiled(folder, 'contact', chunks);
    expect(readdirSync(folder)).toEqual(['account']);
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

  it('gives the same answer to many that start at once, with and without what others keep', async () => {
    const env = { ...process.env, XDG_CACHE_HOME: home };
    const expected = run('import', 'template').stdout;
    for (const begin of ['kept', 'missing', 'read-only']) {
      if (begin !== 'kept') rmSync(folder, { recursive: true });
      if (begin === 'read-only') mkdirSync(folder, { mode: 0o500 });
      const answers = await Promise.all(
        Array.from({ length: 3 }, () =>
          promisify(execFile)(process.execPath, ['dist/kontor.cjs', 'import', 'template'], { env }),
        ),
      );
      expect(new Set(answers.map(({ stdout, stderr }) => stdout + stderr))).toEqual(new Set([expected]));
    }
  });

  it('answers --version and --help without the program, into files and pipes, to a closed one, and to a full one', () => {
    expect(run('--version').stdout).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(run('--help').stdout).toBe(run('help').stdout);
    expect(run('-h').stdout).toBe(run().stdout);
    expect(readdirSync(home)).toEqual([]);
    const sh = (line: string) =>
      spawnSync('bash', ['-c', line], { encoding: 'utf8', env: { ...process.env, XDG_CACHE_HOME: home } });
    expect(sh('node dist/kontor.cjs --help | true; echo $PIPESTATUS')).toMatchObject({
      stdout: '0\n',
      stderr: '',
    });
    const full = sh('node dist/kontor.cjs --help > /dev/full');
    expect(full.stderr).toContain('no space left on the device');
    expect(full.status).toBe(1);
  });
});
