import {
  closeSync,
  constants,
  fstatSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';

/** What earlier runs compiled. */
export interface Compiled {
  /** Compiled code of files, by their names. */
  readonly files: ReadonlyMap<string, Buffer>;
  /** The chunks that ran: V8 compiles a function when it is first called, so what others need is not in it. */
  readonly ran: ReadonlySet<string>;
}

interface Head {
  files: Array<[name: string, size: number]>;
  ran: string[];
}

const nothing: Compiled = { files: new Map(), ran: new Set() };
const magic = 'kontor-code-4\n';
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

/**
 * Reads what earlier runs of the same noun compiled, into `memory` where that is large enough. Whatever is wrong with it, the
 * answer is "nothing".
 */
export function readCompiled(folder: string, name: string, memory = Buffer.allocUnsafeSlow(0)): Compiled {
  let file: number | undefined;
  try {
    if (!onlyOurs(lstatSync(folder))) return nothing;
    file = openSync(path.join(folder, name), constants.O_RDONLY | constants.O_NOFOLLOW);
    const found = fstatSync(file);
    if (!onlyOurs(found)) return nothing;
    const content = readTwin(file, found.size, memory);
    return (content && unpack(content)) ?? nothing;
  } catch {
    // Not there yet, damaged, or not readable: the code is compiled as always.
    return nothing;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * V8 runs what it is given without looking at it closely: a single wrong bit can crash the process. So all is there twice,
 * and both have to be the same: to load Node's checksums takes longer than to compare megabytes. The second one passes through
 * a small buffer: memory that is touched for the first time takes longer than what is done with it.
 */
function readTwin(file: number, size: number, memory: Buffer): Buffer | undefined {
  if (size % 2 !== 0) return undefined;
  const half = size / 2;
  const content = half <= memory.length ? memory.subarray(0, half) : Buffer.allocUnsafeSlow(half);
  if (readSync(file, content) !== content.length) return undefined;
  const piece = Buffer.allocUnsafeSlow(pieceSize);
  for (let at = 0; at < content.length; at += pieceSize) {
    const first = content.subarray(at, at + pieceSize);
    const second = piece.subarray(0, readSync(file, piece));
    if (!first.equals(second)) return undefined;
  }
  return content;
}

const pieceSize = 65_536;

function unpack(content: Buffer): Compiled | undefined {
  if (content.toString('latin1', 0, magic.length) !== magic) return undefined;
  const begin = magic.length + 4;
  let at = begin + content.readUInt32LE(magic.length);
  const head = JSON.parse(content.toString('utf8', begin, at)) as Head;
  const files = new Map<string, Buffer>();
  for (const [file, size] of head.files) {
    at = aligned(at);
    files.set(file, content.subarray(at, at + size));
    at += size;
  }
  return at === content.length ? { files, ran: new Set(head.ran) } : undefined;
}

/** V8 makes a copy of what does not begin at a multiple of eight. */
const aligned = (at: number): number => Math.ceil(at / 8) * 8;

/** Keeps compiled code for the next run, whole or not at all. It costs time only when it fails. */
export function writeCompiled(folder: string, name: string, { files, ran }: Compiled): void {
  try {
    makeFolders(path.dirname(folder), folder);
    if (!onlyOurs(lstatSync(folder))) return;
    const head: Head = { files: [...files].map(([file, { length }]) => [file, length]), ran: [...ran] };
    const headBytes = Buffer.from(JSON.stringify(head));
    const headSize = Buffer.alloc(4);
    headSize.writeUInt32LE(headBytes.length);
    const content: Buffer[] = [Buffer.from(magic, 'latin1'), headSize, headBytes];
    let length = magic.length + headSize.length + headBytes.length;
    for (const file of files.values()) {
      content.push(Buffer.alloc(aligned(length) - length), file);
      length = aligned(length) + file.length;
    }
    const whole = Buffer.concat([...content, ...content]);
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
