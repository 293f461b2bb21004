import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';

const root = path.resolve(import.meta.dirname, '../..');
const read = (file: string) => JSON.parse(readFileSync(path.join(root, file), 'utf8'));
const manifest = read('package.json');

describe('package.json', () => {
  it('starts a built program that is there, that can be executed, and that says its version', () => {
    expect(Object.keys(manifest.bin)).toEqual(['kontor']);
    const program = path.join(root, manifest.bin.kontor);
    expect(statSync(program).mode & 0o111).toBe(0o111);
    expect(readFileSync(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    expect(execFileSync(process.execPath, [program, '--version'], { encoding: 'utf8' })).toBe(
      `${manifest.version}\n`,
    );
  });

  it('publishes what the program needs, and files that are there', () => {
    for (const file of manifest.files) expect(existsSync(path.join(root, file)), file).toBe(true);
  });

  it('packs the built program with its manual, and nothing else of the project', () => {
    const packed = JSON.parse(
      execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], {
        cwd: root,
        encoding: 'utf8',
      }),
    )[0];
    const files: string[] = packed.files.map(({ path: file }: { path: string }) => file);
    expect(files.filter((file) => !/^dist\/chunks\/[\w.-]+\.chunk$/.test(file)).sort()).toEqual([
      'CHANGELOG.md',
      'GUIDE-ADMINS.md',
      'GUIDE-CI.md',
      'GUIDE-SCRIPTS.md',
      'LICENSE',
      'README.md',
      'SECURITY.md',
      'dist/fixture.schema.json',
      'dist/help.txt',
      'dist/kontor.1',
      'dist/kontor.cjs',
      'package.json',
    ]);
    const packs = ['start.chunk', 'core.chunk', 'more.chunk'];
    expect(files).toEqual(expect.arrayContaining(packs.map((file) => `dist/chunks/${file}`)));
    expect(packed.size).toBeLessThan(2_000_000);
    // Only a list is linked to where man looks.
    expect(manifest.man).toEqual(['./dist/kontor.1']);
    // Whatever a chunk loads is there as well.
    const inPacks = packs.map((file) => readFileSync(path.join(root, 'dist/chunks', file), 'utf8'));
    for (const file of files.filter((name) => name.startsWith('dist/chunks/'))) {
      const code = readFileSync(path.join(root, file), 'utf8');
      for (const [, name = ''] of code.matchAll(/\("\.\/([\w-]+\.chunk)"\)/g)) {
        const there =
          files.includes(`dist/chunks/${name}`) ||
          inPacks.some((pack) => pack.includes(`"${name}":function(`));
        expect(there, `${file}: ${name}`).toBe(true);
      }
    }
  });

  it('runs on Node 20.17 and later, which this is', () => {
    expect(manifest.engines).toEqual({ node: '>=20.17' });
    const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
    expect(major > 20 || (major === 20 && minor >= 17)).toBe(true);
  });

  it('names every version exactly, as the lock file does', () => {
    const locked = read('package-lock.json').packages;
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies })) {
      expect(version, name).toMatch(/^\d+\.\d+\.\d+$/);
      expect(locked[`node_modules/${name}`]?.version, name).toBe(version);
    }
    expect(locked['']).toMatchObject({ name: manifest.name, version: manifest.version, bin: manifest.bin });
  });

  it('lets only sqlite3 and esbuild run scripts at installation', () => {
    expect(manifest.allowScripts).toEqual({ esbuild: true, sqlite3: true });
  });

  it('has no script that runs a file which is not there', () => {
    for (const [name, script] of Object.entries<string>(manifest.scripts)) {
      for (const [file] of script.matchAll(/[\w./-]+\.(?:mjs|ts)\b/g)) {
        expect(existsSync(path.join(root, file)), `${name}: ${file}`).toBe(true);
      }
    }
  });
});
