import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { crc32 } from 'node:zlib';

/** Compiled code of chunks, by chunk name. */
export type CompiledChunks = Map<string, Buffer>;

const magic = 'kontor-code-2\n';
const staleAfterMs = 30 * 24 * 3_600_000;

/**
 * The folder of compiled code: in the user's cache folder, and only theirs. Compiled code is run as it is found, so a
 * folder or file that anybody else could write is not used. Undefined where that cannot be told (Windows).
 */
export function codeCacheFolder(env: NodeJS.ProcessEnv, home: string): string | undefined {
  if (process.getuid === undefined) return undefined;
  const base = env.XDG_CACHE_HOME;
  return path.join(base !== undefined && path.isAbsolute(base) ? base : path.join(home, '.cache'), 'kontor');
}

const onlyOurs = ({ uid, mode }: { uid: number; mode: number }): boolean =>
  uid === process.getuid?.() && (mode & 0o022) === 0;

/** Reads what an earlier run of the same command compiled. Whatever is wrong with it, the answer is "nothing". */
export function readCompiled(folder: string, name: string): CompiledChunks {
  const chunks: CompiledChunks = new Map();
  let file: number | undefined;
  try {
    if (!onlyOurs(lstatSync(folder))) return chunks;
    file = openSync(path.join(folder, name), constants.O_RDONLY | constants.O_NOFOLLOW);
    if (!onlyOurs(fstatSync(file))) return chunks;
    const bytes = readFileSync(file);
    if (bytes.toString('latin1', 0, magic.length) !== magic) return chunks;
    // V8 runs what it is given without looking at it closely: a single wrong bit can crash the process.
    if (crc32(bytes.subarray(magic.length + 4)) !== bytes.readUInt32LE(magic.length)) return chunks;
    const headAt = magic.length + 8;
    let at = headAt + bytes.readUInt32LE(magic.length + 4);
    const sizes = JSON.parse(bytes.toString('utf8', headAt, at)) as Array<[string, number]>;
    for (const [chunk, size] of sizes) {
      chunks.set(chunk, bytes.subarray(at, at + size));
      at += size;
    }
  } catch {
    // Not there yet, damaged, or not readable: the code is compiled as always.
    return new Map();
  } finally {
    if (file !== undefined) closeSync(file);
  }
  return chunks;
}

/** Keeps compiled code for the next run, whole or not at all. It costs time only when it fails. */
export function writeCompiled(folder: string, name: string, chunks: CompiledChunks): void {
  try {
    makeFolders(path.dirname(folder), folder);
    if (!onlyOurs(lstatSync(folder))) return;
    const head = Buffer.from(JSON.stringify([...chunks].map(([chunk, { length }]) => [chunk, length])));
    const headSize = Buffer.alloc(4);
    headSize.writeUInt32LE(head.length);
    const content = Buffer.concat([headSize, head, ...chunks.values()]);
    const checksum = Buffer.alloc(4);
    checksum.writeUInt32LE(crc32(content));
    const whole = Buffer.concat([Buffer.from(magic, 'latin1'), checksum, content]);
    const unfinished = path.join(folder, `.${name}.${process.pid}`);
    writeFileSync(unfinished, whole, { mode: 0o600, flag: 'wx' });
    renameSync(unfinished, path.join(folder, name));
    removeStale(folder);
  } catch {
    // A full or read-only disk: the next run compiles again.
  }
}

/** One after the other: Node's `recursive` never ends below some folders that nobody can write (/proc). */
function makeFolders(...folders: string[]): void {
  for (const folder of folders) {
    try {
      mkdirSync(folder, { mode: 0o700 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

/** Earlier versions of the program leave their files behind. */
function removeStale(folder: string): void {
  for (const entry of readdirSync(folder)) {
    const file = path.join(folder, entry);
    if (Date.now() - statSync(file).mtimeMs > staleAfterMs) rmSync(file, { force: true });
  }
}
