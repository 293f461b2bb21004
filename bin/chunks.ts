import { closeSync, existsSync, openSync, readFileSync, readSync } from 'node:fs';
import path from 'node:path';
import { Script } from 'node:vm';
import { type Compiled, codeCacheFolder, readCompiled, writeCompiled } from './code-cache.ts';
import { homeFolder } from './home.ts';

/** Put in by the build: changes with every change of the program. */
declare const KONTOR_BUILD: string;
/**
 * Put in by the build: the files that hold many chunks, in the order in which they are needed. All runs need those
 * without names; another one only who needs a chunk that is named.
 */
declare const KONTOR_PACKS: ReadonlyArray<{ file: string; names?: string }>;

const folder = path.join(__dirname, 'chunks');
/** The entry is CommonJS: what Node has made for it saves `node:module`, which brings the loader of modules along. */
const nodeRequire = require;
const loaded = new Map<string, { exports: unknown }>();
const scripts = new Map<string, Script>();

/** Texts of the packs that all runs need. */
const packs = new Map<string, string>();
/** What earlier runs compiled. */
let kept: Compiled | undefined;
/** Whether this run compiled what is not kept yet. */
let compiledMore = false;

/**
 * Runs of one noun share a file. Only a word in the first place can be one: anything further back may be somebody's
 * name, which has no business in the name of a file.
 */
function nameOfRun([noun = '']: readonly string[]): string {
  const name = /^(?:__)?[a-z][a-z-]{1,19}$/.test(noun) ? noun : 'other';
  return `${KONTOR_BUILD}-${process.version}-${process.arch}-${name}`;
}

type Chunk = (exports: unknown, require: (name: string) => unknown, module: { exports: unknown }) => void;

/** What every run needs, what every command needs, and what many do, are a file each; the other chunks have files of their own. */
const opened: Array<Record<string, Chunk>> = [];

function find(name: string): Chunk {
  for (const [at, { file, names }] of KONTOR_PACKS.entries()) {
    if (names?.includes(name) === false) continue;
    opened[at] ??= evaluate(file) as Record<string, Chunk>;
    const chunk = opened[at][name];
    if (chunk !== undefined) return chunk;
  }
  return evaluate(name) as Chunk;
}

function load(name: string): unknown {
  const earlier = loaded.get(name);
  if (earlier !== undefined) return earlier.exports;
  const module = { exports: {} };
  loaded.set(name, module);
  find(name)(module.exports, requireFrom, module);
  if (kept?.ran.has(name) !== true) compiledMore = true;
  return module.exports;
}

/** The build writes ASCII alone, which is read fastest like this. */
const encoding = 'latin1';

function packText(filename: string, memory: Buffer): string {
  const file = openSync(filename, 'r');
  const length = readSync(file, memory);
  closeSync(file);
  // There may be more of it.
  return length < memory.length ? memory.toString(encoding, 0, length) : readFileSync(filename, encoding);
}

function evaluate(file: string): unknown {
  const filename = path.join(folder, file);
  const source = packs.get(file) ?? readFileSync(filename, encoding);
  const cachedData = kept?.files.get(file);
  const script = new Script(source, cachedData === undefined ? { filename } : { filename, cachedData });
  if (cachedData === undefined || script.cachedDataRejected === true) compiledMore = true;
  scripts.set(file, script);
  return script.runInThisContext();
}

const requireFrom = (name: string): unknown =>
  name.startsWith('./')
    ? load(name.slice(2))
    : slow.has(name)
      ? later(name)
      : name.endsWith('.node')
        ? native(name)
        : nodeRequire(name);

/** A native module, taken from where it usually lies: Node reads descriptions of packages and follows links before it does. */
function native(name: string): unknown {
  for (let above = __dirname; path.dirname(above) !== above; above = path.dirname(above)) {
    const file = path.join(above, 'node_modules', name);
    if (!existsSync(file)) continue;
    const module = { exports: {} };
    process.dlopen(module, file);
    return module.exports;
  }
  return nodeRequire(name);
}

/** Modules of Node that take a millisecond or more to load, which most runs carry along without using them. */
const slow = new Set(
  [
    'assert',
    'child_process',
    'crypto',
    'fs/promises',
    'os',
    'stream',
    'timers/promises',
    'tty',
    'zlib',
  ].flatMap((name) => [name, `node:${name}`]),
);

/**
 * A module that is loaded when something of it is first used. It can be called (`assert(…)`); `stream` is a class by itself,
 * which others extend.
 */
function later(name: string): unknown {
  const module = () => nodeRequire(name);
  const standIn = /stream$/.test(name) ? function stream() {} : () => {};
  return new Proxy(standIn, {
    get: (_, key) => module()[key],
    has: (_, key) => key in module(),
    ownKeys: () => Reflect.ownKeys(module()),
    getOwnPropertyDescriptor: (_, key) => Reflect.getOwnPropertyDescriptor(module(), key),
    apply: (_, self, args) => Reflect.apply(module(), self, args),
    construct: (_, args, made) => Reflect.construct(module(), args, made),
  });
}

/** Runs the program from its chunk, and keeps what was compiled for the next run. */
export function run(name: string): void {
  // What is read in the beginning goes through the same memory: to touch it for the first time takes longer than to read.
  const memory = Buffer.allocUnsafeSlow(2 ** 21);
  for (const { file, names } of KONTOR_PACKS) {
    if (names === undefined) packs.set(file, packText(path.join(folder, file), memory));
  }
  const cacheFolder = codeCacheFolder(process.env, homeFolder());
  if (cacheFolder !== undefined) {
    const cacheName = nameOfRun(process.argv.slice(2));
    kept = readCompiled(cacheFolder, cacheName, memory);
    process.once('exit', (code) => keepCompiled(cacheFolder, cacheName, code));
  }
  load(name);
}

function keepCompiled(cacheFolder: string, cacheName: string, code: number): void {
  // After the run, so that the functions it used are in it, too. A run that failed used others.
  if (!compiledMore || code !== 0) return;
  const fresh = [...scripts].map(([file, script]) => [file, script.createCachedData()] as const);
  writeCompiled(cacheFolder, cacheName, {
    files: new Map([...(kept?.files ?? []), ...fresh]),
    ran: new Set([...(kept?.ran ?? []), ...loaded.keys()]),
  });
}
