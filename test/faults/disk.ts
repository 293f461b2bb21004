import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { FileCall } from './file-calls.ts';

/** A change of a file that the disk need not have yet. */
type Waiting = { readonly offset: number; readonly data: Buffer } | { readonly size: number };

interface Content {
  /** What the disk surely has. */
  kept: Buffer;
  waiting: Waiting[];
}

/** A name that was given or taken away, which the disk need not have yet. */
interface Naming {
  readonly name: string;
  readonly content: Content | undefined;
}

interface Folder {
  kept: Map<string, Content>;
  waiting: Naming[];
}

/** What a loss of power makes of changes that were not synced; each is asked in the order in which they were made. */
export interface Loss {
  /** How large a piece is that the disk writes whole. */
  readonly sector: number;
  /** Whether this sector of a write, or this change of a size, reached the disk. */
  readonly arrived: () => boolean;
  /** How many of so many changes of names in a folder reached the disk: the first ones. */
  readonly names: (count: number) => number;
}

/** Files by their paths. */
export type Files = ReadonlyMap<string, Buffer>;

/**
 * A disk as POSIX promises one: what was written is there after a sync of the file, its name after a sync of the folder.
 * Until then any sector of any write may be there or not, in any order, and any number of the first changes of names.
 */
export class Disk {
  private readonly folders = new Map<string, Folder>();
  private readonly isSynced: (file: string) => boolean;

  /** With `isSynced` syncs of some files can be made to do nothing, as on a disk that lies. */
  constructor(files: Files, folders: readonly string[], isSynced: (file: string) => boolean = () => true) {
    this.isSynced = isSynced;
    for (const folder of folders) this.folderOf(folder);
    for (const [file, kept] of files)
      this.folderOf(path.dirname(file)).kept.set(path.basename(file), { kept, waiting: [] });
  }

  /** Does what a process did. */
  apply(call: FileCall): void {
    switch (call.kind) {
      case 'create': {
        const there = this.find(call.path);
        if (there === undefined) this.name(call.path, { kept: Buffer.alloc(0), waiting: [] });
        else if (call.empties) there.waiting.push({ size: 0 });
        return;
      }
      case 'write':
        this.find(call.path)?.waiting.push({ offset: call.offset, data: call.data });
        return;
      case 'truncate':
        this.find(call.path)?.waiting.push({ size: call.size });
        return;
      case 'name': {
        const content = this.find(call.from);
        this.name(call.to, content);
        if (!call.keepsOld) this.name(call.from, undefined);
        return;
      }
      case 'unname':
        this.name(call.path, undefined);
        return;
      case 'folder':
        this.folderOf(call.path);
        return;
      case 'sync':
        if (this.isSynced(call.path)) this.sync(call.path);
        return;
      default:
    }
  }

  /** The files as processes see them. */
  whole(): Files {
    return this.after({ sector: Number.POSITIVE_INFINITY, arrived: () => true, names: (count) => count });
  }

  /** The files as they are found when the power comes back. */
  after(loss: Loss): Files {
    const files = new Map<string, Buffer>();
    for (const [folder, { kept, waiting }] of this.folders) {
      const names = new Map(kept);
      for (const { name, content } of waiting.slice(0, loss.names(waiting.length)))
        setOrDelete(names, name, content);
      for (const [name, content] of names) files.set(path.join(folder, name), contentAfter(content, loss));
    }
    return files;
  }

  private folderOf(place: string): Folder {
    const there = this.folders.get(place);
    if (there !== undefined) return there;
    const made: Folder = { kept: new Map(), waiting: [] };
    this.folders.set(place, made);
    return made;
  }

  private find(file: string): Content | undefined {
    const folder = this.folderOf(path.dirname(file));
    const last = folder.waiting.findLast(({ name }) => name === path.basename(file));
    return last === undefined ? folder.kept.get(path.basename(file)) : last.content;
  }

  private name(file: string, content: Content | undefined): void {
    this.folderOf(path.dirname(file)).waiting.push({ name: path.basename(file), content });
  }

  private sync(place: string): void {
    const folder = this.folders.get(place);
    if (folder !== undefined) {
      for (const { name, content } of folder.waiting) setOrDelete(folder.kept, name, content);
      folder.waiting = [];
      return;
    }
    const content = this.find(place);
    if (content === undefined) return;
    content.kept = contentAfter(content, {
      sector: Number.POSITIVE_INFINITY,
      arrived: () => true,
      names: (count) => count,
    });
    content.waiting = [];
  }
}

function setOrDelete<K, V>(map: Map<K, V>, key: K, value: V | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}

function contentAfter({ kept, waiting }: Content, { sector, arrived }: Loss): Buffer {
  if (waiting.length === 0) return kept;
  const end = (change: Waiting) => ('size' in change ? change.size : change.offset + change.data.length);
  const bytes = Buffer.alloc(Math.max(kept.length, ...waiting.map(end)));
  kept.copy(bytes);
  let size = kept.length;
  for (const change of waiting) {
    if ('size' in change) {
      if (!arrived()) continue;
      if (change.size < size) bytes.fill(0, change.size, size);
      size = change.size;
      continue;
    }
    for (let at = change.offset; at < end(change); ) {
      const to = Math.min(
        end(change),
        sector === Number.POSITIVE_INFINITY ? sector : (Math.floor(at / sector) + 1) * sector,
      );
      if (arrived()) {
        change.data.copy(bytes, at, at - change.offset, to - change.offset);
        size = Math.max(size, to);
      }
      at = to;
    }
  }
  return bytes.subarray(0, size);
}

/** Reads all files below a folder. */
export async function readFiles(folder: string): Promise<{ files: Map<string, Buffer>; folders: string[] }> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = new Map<string, Buffer>();
  const folders = [folder];
  for (const entry of entries) {
    const place = path.join(entry.parentPath, entry.name);
    if (entry.isDirectory()) folders.push(place);
    else files.set(place, await readFile(place));
  }
  return { files, folders };
}

/** Writes files that lay below one folder into another, which is emptied before. */
export async function layOut(files: Files, from: string, to: string): Promise<void> {
  await rm(to, { recursive: true, force: true });
  await mkdir(to, { recursive: true });
  const made = new Set([to]);
  for (const [file, bytes] of files) {
    const place = path.join(to, path.relative(from, file));
    const folder = path.dirname(place);
    if (!made.has(folder)) await mkdir(folder, { recursive: true });
    made.add(folder);
    await writeFile(place, bytes);
  }
}
