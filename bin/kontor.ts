import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import path from 'node:path';
import { Script } from 'node:vm';
import { type CompiledChunks, codeCacheFolder, readCompiled, writeCompiled } from './code-cache.ts';

/** Put in by the build: changes with every change of the program. */
declare const KONTOR_BUILD: string;

/**
 * The entry of the built program. It loads the chunks of dist/chunks by itself: that saves Node's search for files, and
 * the compiled form of the code can be kept from run to run, which is most of the start of a small command.
 */
const folder = path.join(__dirname, 'chunks');
const nodeRequire = createRequire(__filename);
const loaded = new Map<string, { exports: unknown }>();
/** What had to be compiled in this run. */
const compiled = new Map<string, Script>();

const cacheFolder = codeCacheFolder(process.env, homedir());
const cacheName = nameOfRun(process.argv.slice(2));
const known: CompiledChunks = cacheFolder === undefined ? new Map() : readCompiled(cacheFolder, cacheName);

/**
 * Runs of one noun share a file. Only a word in the first place can be one: anything further back may be somebody's
 * name, which has no business in the name of a file.
 */
function nameOfRun([noun = '']: readonly string[]): string {
  const name = /^[a-z][a-z-]{1,19}$/.test(noun) ? noun : 'other';
  return `${KONTOR_BUILD}-${process.version}-${process.arch}-${name}`;
}

function load(chunk: string): unknown {
  const earlier = loaded.get(chunk);
  if (earlier !== undefined) return earlier.exports;
  const filename = path.join(folder, chunk);
  const module = { exports: {} };
  loaded.set(chunk, module);
  const script = compile(chunk, filename);
  const run = script.runInThisContext() as (
    exports: unknown,
    require: (name: string) => unknown,
    module: { exports: unknown },
    dirname: string,
    filename: string,
  ) => void;
  run(module.exports, requireFrom, module, folder, filename);
  return module.exports;
}

function compile(chunk: string, filename: string): Script {
  const source = `(function(exports,require,module,__dirname,__filename){${readFileSync(filename, 'utf8')}\n})`;
  const cachedData = known.get(chunk);
  const script = new Script(source, cachedData === undefined ? { filename } : { filename, cachedData });
  if (cachedData === undefined || script.cachedDataRejected === true) compiled.set(chunk, script);
  return script;
}

const requireFrom = (name: string): unknown =>
  name.startsWith('.') ? load(path.basename(name)) : nodeRequire(name);

if (cacheFolder !== undefined) {
  process.once('exit', (code) => {
    // After the run, so that the functions it used are in it, too. A run that failed used others.
    if (compiled.size === 0 || code !== 0) return;
    const fresh = [...compiled].map(([chunk, script]) => [chunk, script.createCachedData()] as const);
    writeCompiled(cacheFolder, cacheName, new Map([...known, ...fresh]));
  });
}
load('main.cjs');
