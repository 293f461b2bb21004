/**
 * Builds dist/: one entry per program and one chunk for what several commands share, so that a run loads only what
 * its command needs. Node loads CommonJS about twice as fast as modules, but esbuild splits only modules; so the
 * first pass bundles and splits modules, and the second turns each of them into CommonJS, where `import()` becomes a
 * lazy `require`.
 */
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { build, transform } from 'esbuild';

const dist = path.resolve('dist');
const { version } = JSON.parse(await readFile('package.json', 'utf8'));
const programs = { kontor: 'bin/kontor.ts', demo: 'bin/demo.ts', bench: 'test/bench/main.ts' };

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

const { outputFiles } = await build({
  entryPoints: Object.fromEntries(Object.entries(programs).filter(([, source]) => existsSync(source))),
  outdir: dist,
  outExtension: { '.js': '.cjs' },
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.17',
  // Native, or looked up at run time only when they are needed.
  external: ['sqlite3', 'pg', 'pg-native', 'pg-query-stream'],
  define: { KONTOR_VERSION: JSON.stringify(version) },
  plugins: [withoutOtherDialects],
  legalComments: 'none',
  minify: true,
  write: false,
});

await mkdir(path.join(dist, 'chunks'), { recursive: true });
await Promise.all(
  outputFiles.map(async (file) => {
    const { code } = await transform(file.text, {
      format: 'cjs',
      platform: 'node',
      target: 'node20.17',
      supported: { 'dynamic-import': false },
      minify: true,
    });
    const isEntry = path.dirname(file.path) === dist;
    await writeFile(file.path, isEntry ? `#!/usr/bin/env node\n${code}` : code, {
      mode: isEntry ? 0o755 : 0o644,
    });
  }),
);

const fresh = new Set(outputFiles.map((file) => path.relative(dist, file.path)));
for (const entry of await readdir(dist, { recursive: true, withFileTypes: true })) {
  const file = path.relative(dist, path.join(entry.parentPath ?? entry.path, entry.name));
  if (entry.isFile() && !fresh.has(file)) await rm(path.join(dist, file));
}
