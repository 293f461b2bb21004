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
const magic = 'kontor-code-3\n';
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

/** Reads what earlier runs of the same noun compiled. Whatever is wrong with it, the answer is "nothing". */
export function readCompiled(folder: string, name: string): Compiled {
  let file: number | undefined;
  try {
    if (!onlyOurs(lstatSync(folder))) return nothing;
    file = openSync(path.join(folder, name), constants.O_RDONLY | constants.O_NOFOLLOW);
    if (!onlyOurs(fstatSync(file))) return nothing;
    return unpack(readFileSync(file)) ?? nothing;
  } catch {
    // Not there yet, damaged, or not readable: the code is compiled as always.
    return nothing;
  } finally {
    if (file !== undefined) closeSync(file);
  }
}

/**
 * V8 runs what it is given without looking at it closely: a single wrong bit can crash the process. So all is there twice,
 * and both have to be the same: to load Node's checksums takes longer than to compare megabytes.
 */
function unpack(bytes: Buffer): Compiled | undefined {
  if (bytes.toString('latin1', 0, magic.length) !== magic) return undefined;
  const middle = magic.length + (bytes.length - magic.length) / 2;
  if (!Number.isInteger(middle)) return undefined;
  const content = bytes.subarray(magic.length, middle);
  if (!content.equals(bytes.subarray(middle))) return undefined;
  let at = 4 + content.readUInt32LE(0);
  const head = JSON.parse(content.toString('utf8', 4, at)) as Head;
  const files = new Map<string, Buffer>();
  for (const [file, size] of head.files) {
    files.set(file, content.subarray(at, at + size));
    at += size;
  }
  return at === content.length ? { files, ran: new Set(head.ran) } : undefined;
}

/** Keeps compiled code for the next run, whole or not at all. It costs time only when it fails. */
export function writeCompiled(folder: string, name: string, { files, ran }: Compiled): void {
  try {
    makeFolders(path.dirname(folder), folder);
    if (!onlyOurs(lstatSync(folder))) return;
    const head: Head = { files: [...files].map(([file, { length }]) => [file, length]), ran: [...ran] };
    const headBytes = Buffer.from(JSON.stringify(head));
    const headSize = Buffer.alloc(4);
    headSize.writeUInt32LE(headBytes.length);
    const content = [headSize, headBytes, ...files.values()];
    const whole = Buffer.concat([Buffer.from(magic, 'latin1'), ...content, ...content]);
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
