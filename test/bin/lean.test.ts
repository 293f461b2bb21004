import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let folder: string;
let env: NodeJS.ProcessEnv;
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'kontor-lean-'));
  env = { ...process.env, XDG_CACHE_HOME: folder, KONTOR_DB: path.join(folder, 'firm.db') };
  writeFileSync(
    path.join(folder, 'tell.cjs'),
    `process.on('exit', () =>
       require('node:fs').writeFileSync(${JSON.stringify(path.join(folder, 'loaded'))}, process.moduleLoadList.join('\\n')));`,
  );
  expect(run('init', '--firm-name', 'Kanzlei Sommer').status).toBe(0);
  expect(run('account', 'create', '--new-contact', 'Max Müller <max@mueller.example>').status).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = (...args: string[]) =>
  spawnSync(process.execPath, ['-r', path.join(folder, 'tell.cjs'), 'dist/kontor.cjs', ...args], {
    encoding: 'utf8',
    env,
  });
/** Modules of Node that a run into a pipe loaded. */
const loaded = (...args: string[]) => {
  const { status, stdout, stderr } = run(...args);
  expect([status, stdout !== '', stderr]).toEqual([0, true, '']);
  return readFileSync(path.join(folder, 'loaded'), 'utf8')
    .split('\n')
    .map((line) => line.replace(/^NativeModule /, ''));
};

describe('a command that reads', () => {
  it.each([
    ['account list', ['account', 'list']],
    ['overview', ['overview', '1']],
    ['a completion', ['__complete', 'zsh', 'account', 'show', 'M']],
  ])('%s loads no module of Node that takes long and is not used', (_, args) => {
    const modules = loaded(...args);
    expect(modules).toContain('vm');
    for (const slow of ['stream', 'net', 'tty', 'perf_hooks', 'crypto', 'child_process', 'module', 'zlib']) {
      expect(modules, slow).not.toContain(slow);
    }
  });
});
