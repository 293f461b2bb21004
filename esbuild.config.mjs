/**
 * Builds dist/: kontor.cjs, which starts the program, and dist/chunks, so that a run loads only what its command needs.
 * Node loads CommonJS about twice as fast as modules, but esbuild splits only modules; so the program is first bundled
 * and split as modules, and then each chunk is turned into CommonJS, where `import()` becomes a lazy `require`. What most runs need is put together in
 * two files; bin/kontor.ts finds the chunks.
 *
 * `node esbuild.config.mjs kontor` builds only what is published; without a name the demo, the benchmarks and the fault suite, too.
 */

import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { chmod, copyFile, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import { chunkOf } from './esbuild.chunks.mjs';
import { leanLibraries } from './esbuild.libraries.mjs';

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
  external: [
    'sqlite3/build/Release/node_sqlite3.node',
    'sqlite3/lib/sqlite3-binding.js',
    '@node-rs/argon2',
    '@silvia-odwyer/photon-node',
    'pg',
    'pg-native',
    'pg-query-stream',
    '@colors/colors',
  ],
  plugins: leanLibraries,
  outExtension: { '.js': '.cjs' },
  legalComments: 'none',
  minify: true,
};

const { outputFiles, metafile } = await build({
  ...settings,
  entryPoints: { main: 'bin/main.ts' },
  outdir: path.join(fresh, 'chunks'),
  // No modules of Node: bin/chunks.ts alone can read them.
  outExtension: { '.js': '.chunk' },
  chunkNames: '[name]-[hash]',
  splitting: true,
  format: 'esm',
  define: { KONTOR_VERSION: JSON.stringify(version) },
  metafile: true,
  write: false,
});

/** What stands behind an output of the bundler: itself, and what it imports at once. */
function withImports(output, found = new Set()) {
  if (found.has(output)) return found;
  found.add(output);
  for (const { kind, path: imported } of metafile.outputs[output].imports) {
    if (kind === 'import-statement' && metafile.outputs[imported] !== undefined) withImports(imported, found);
  }
  return found;
}

const entries = Object.entries(metafile.outputs).flatMap(([output, { entryPoint }]) =>
  entryPoint === undefined ? [] : [{ output, entryPoint }],
);
const namesBehind = (chosen) =>
  chosen.flatMap(({ output }) => [...withImports(output)]).map((output) => path.basename(output));
const behind = (...sources) => namesBehind(entries.filter(({ entryPoint }) => sources.includes(entryPoint)));

/** What people look at most: a file of its own for each would have to be opened. */
const usual = [
  'commands/account/index.ts',
  'commands/account/list.ts',
  'commands/overview.ts',
  'src/cli/pager.ts',
];
/** What is in that file of what else many commands need: what these do. */
const reading = ['commands/account/show.ts', 'commands/contact/list.ts', 'commands/search.ts'];

/** Chunks that so many commands need are in the pack of what all of them need. */
const shared = 5;
const uses = new Map();
for (const name of namesBehind(entries.filter(({ entryPoint }) => entryPoint.startsWith('commands/')))) {
  uses.set(name, (uses.get(name) ?? 0) + 1);
}
// A file for each chunk would cost a command a hundred openings of files.
const packs = [
  { file: 'start.chunk', names: behind('bin/main.ts', 'src/cli/help.ts') },
  {
    file: 'core.chunk',
    names: [
      ...behind(
        'src/cli/program.ts',
        'src/config.ts',
        'src/cli/run-command.ts',
        'src/db/open.ts',
        'src/db/connect-sqlite.ts',
        'src/output/people.ts',
        ...usual,
      ),
      ...behind(...reading).filter((name) => uses.get(name) >= shared),
    ],
  },
  // Of what writes, a list knows the names alone.
  {
    file: 'more.chunk',
    names: [...uses].flatMap(([name, count]) => (count >= shared ? [name] : [])),
    listed: true,
  },
];

await mkdir(path.join(fresh, 'chunks'), { recursive: true });
const digest = createHash('sha256');
const write = async (name, code) => {
  digest.update(name).update(code);
  await writeFile(path.join(fresh, 'chunks', name), code);
};
const chunks = new Map();
for (const file of outputFiles) {
  chunks.set(path.basename(file.path), await chunkOf(file.text));
}
/** V8 compiles a function in parentheses with the file, whether it is run or not; kept from run to run, it would have to be read each time. */
const lazy = (chunk) => chunk.slice(1, -1);
for (const pack of packs) {
  const packed = [...new Set(pack.names)].filter((name) => chunks.has(name));
  await write(
    pack.file,
    `({${packed.map((name) => `${JSON.stringify(name)}:${lazy(chunks.get(name))}`).join(',\n')}})`,
  );
  for (const name of packed) chunks.delete(name);
  pack.names = pack.listed ? packed.join(' ') : undefined;
}
for (const [name, code] of chunks) await write(name, code);

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
  define: {
    KONTOR_BUILD: JSON.stringify(digest.digest('hex').slice(0, 16)),
    KONTOR_VERSION: JSON.stringify(version),
    KONTOR_PACKS: JSON.stringify(packs.map(({ file, names }) => ({ file, names }))),
  },
});

// What the program says about itself does not change any more: it is written down.
const kontor = path.join(fresh, 'kontor.cjs');
const said = async (...argv) =>
  (await promisify(execFile)(process.execPath, [kontor, ...argv], { env: { XDG_CACHE_HOME: '/dev/null' } }))
    .stdout;
await writeFile(path.join(fresh, 'help.txt'), await said('--help'));
await writeFile(path.join(fresh, 'kontor.1'), await said('help', '--format', 'man'));

// For editors: what `kontor seed schema` prints.
await copyFile(path.join(root, 'commands/seed/fixture.schema.json'), path.join(fresh, 'fixture.schema.json'));

await chmod(kontor, 0o755);
const old = `${fresh}-old`;
if (existsSync(dist)) await rename(dist, old);
await rename(fresh, dist);
await rm(old, { recursive: true, force: true });
