/**
 * Builds dist/: kontor.cjs, which starts the program, and dist/chunks, so that a run loads only what its command needs.
 * Node loads CommonJS about twice as fast as modules, but esbuild splits only modules; so the program is first bundled
 * and split as modules, and then each chunk is turned into CommonJS, where `import()` becomes a lazy `require`.
 *
 * `node esbuild.config.mjs kontor` builds only what is published; without a name the demo, the benchmarks and the fault suite, too.
 */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, transform } from 'esbuild';

const root = import.meta.dirname;
const dist = path.join(root, 'dist');
// Everything is written beside dist and then moved: a program that starts meanwhile finds the old files or the new.
const fresh = path.join(root, `.dist-${process.pid}`);
const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
const wanted = process.argv.slice(2);
const programs = {
  kontor: 'bin/kontor.ts',
  demo: 'bin/demo.ts',
  bench: 'test/bench/main.ts',
  faults: 'test/faults/main.ts',
  racer: 'test/faults/races/racer.ts',
};

/** We hand knex its dialect classes; its own table of names would bring all ten dialects with it. */
const withoutOtherDialects = {
  name: 'without-other-dialects',
  setup({ onLoad }) {
    onLoad({ filter: /knex[\\/]lib[\\/]dialects[\\/]index\.js$/ }, () => ({
      contents: `exports.getDialectByNameOrAlias = (name) => {
        throw new Error(\`the dialect "\${name}" is not part of this build: hand its class to knex\`);
      };`,
    }));
  },
};

/** A bundle has one folder; a test finds its neighbours from the folder of its source. */
const foldersOfTests = {
  name: 'folders-of-tests',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]test[\\/].*\.ts$/ }, async ({ path: file }) => ({
      contents: (await readFile(file, 'utf8')).replaceAll(
        'import.meta.dirname',
        JSON.stringify(path.dirname(file)),
      ),
      loader: 'ts',
    }));
  },
};

const settings = {
  absWorkingDir: root,
  bundle: true,
  platform: 'node',
  target: 'node20.17',
  // Native, or looked up by their users at run time only where they are needed.
  external: ['sqlite3', '@node-rs/argon2', 'pg', 'pg-native', 'pg-query-stream', '@colors/colors'],
  plugins: [withoutOtherDialects],
  outExtension: { '.js': '.cjs' },
  legalComments: 'none',
  minify: true,
};

const { outputFiles } = await build({
  ...settings,
  entryPoints: { main: 'bin/main.ts' },
  outdir: path.join(fresh, 'chunks'),
  chunkNames: '[name]-[hash]',
  splitting: true,
  format: 'esm',
  define: { KONTOR_VERSION: JSON.stringify(version) },
  write: false,
});
await mkdir(path.join(fresh, 'chunks'), { recursive: true });
const digest = createHash('sha256');
for (const file of outputFiles) {
  const { code } = await transform(file.text, {
    format: 'cjs',
    platform: 'node',
    target: 'node20.17',
    supported: { 'dynamic-import': false },
    minify: true,
  });
  digest.update(code);
  await writeFile(file.path, code);
}

await build({
  ...settings,
  entryPoints: Object.fromEntries(
    Object.entries(programs).filter(
      ([name, source]) =>
        existsSync(path.join(root, source)) && (wanted.length === 0 || wanted.includes(name)),
    ),
  ),
  outdir: fresh,
  format: 'cjs',
  plugins: [...settings.plugins, foldersOfTests],
  banner: { js: '#!/usr/bin/env node' },
  define: { KONTOR_BUILD: JSON.stringify(digest.digest('hex').slice(0, 16)) },
});

// For editors: what `kontor seed schema` prints.
await copyFile(path.join(root, 'commands/seed/fixture.schema.json'), path.join(fresh, 'fixture.schema.json'));

await chmod(path.join(fresh, 'kontor.cjs'), 0o755);
const old = `${fresh}-old`;
if (existsSync(dist)) await rename(dist, old);
await rename(fresh, dist);
await rm(old, { recursive: true, force: true });
