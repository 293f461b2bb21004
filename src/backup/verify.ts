import { databaseError } from '../errors.ts';
import { type ArchiveEntry, type ArchiveReader, entriesOf, readEntry } from './archive/read.ts';
import { damaged, notABackup } from './failures.ts';
import {
  backupFormat,
  contentOf,
  entryNames,
  type Head,
  headSchema,
  headText,
  type Manifest,
  manifestSchema,
} from './schema.ts';

/** Takes what is read of a backup while it is verified. */
export interface Taking {
  /** Where the bytes of a content go, and what is done when all were read. */
  readonly content: (sha256: string) => Promise<Sink>;
  readonly database: () => Promise<Sink>;
  readonly signal: AbortSignal;
  /** How far reading is, in bytes of the backup. */
  readonly read: (bytes: number) => void;
}

/** Takes the pieces of an entry; nothing where it is only to be verified. */
export interface Sink {
  readonly take?: (piece: Buffer) => Promise<void>;
  readonly end?: () => Promise<void>;
}

/** A backup of which every byte was read and found as it should be. */
export interface VerifiedBackup {
  manifest: Manifest;
  /** Where the copy of the database is. */
  database: ArchiveEntry;
}

/** A backup that is longer than that has a manifest, but no program could hold it as one text. */
const mostText = 512 * 1024 * 1024 - 1024;

/** What the first entry says. Throws NOT_A_BACKUP, BACKUP_NEWER (exit 6). */
export async function readHead(archive: ArchiveReader): Promise<Head> {
  const head = await firstEntry(archive);
  if (head.format > backupFormat) {
    throw databaseError(
      'BACKUP_NEWER',
      `The backup ${archive.name} was written by a newer kontor (${head.kontor}).`,
      { hint: 'Install the newer kontor; this one cannot read it.', details: { format: head.format } },
    );
  }
  return head;
}

async function firstEntry(archive: ArchiveReader): Promise<Head> {
  const start = await archive.readAt(0, 16);
  if (start.length === 0) throw notABackup(archive.name, 'it is empty');
  if (start.toString('latin1').startsWith('SQLite format 3')) {
    throw notABackup(
      archive.name,
      'it is a SQLite database',
      'Name it with --db where it is; or stop all programs that use it, and copy it.',
    );
  }
  const entry = await first(archive);
  if (entry?.name !== entryNames.head) throw notABackup(archive.name, 'it does not begin like one');
  const parsed = headSchema.safeParse(parseJson(await textOf(archive, entry)));
  if (!parsed.success) throw notABackup(archive.name, 'it does not begin like one');
  return parsed.data;
}

async function first(archive: ArchiveReader): Promise<ArchiveEntry | undefined> {
  try {
    for await (const entry of entriesOf(archive)) return entry;
  } catch {
    // No archive at all.
  }
  return undefined;
}

/**
 * Reads a backup from one end to the other: each entry has to be what the manifest says, and the manifest what its digest
 * says. Throws BACKUP_DAMAGED (exit 6) for the first thing that is not.
 */
export async function verifyBackup(archive: ArchiveReader, taking: Taking): Promise<VerifiedBackup> {
  const head = await readHead(archive);
  const { name, bytes } = archive;
  const contents = new Map<string, { bytes: number; sha256: string }>();
  let database: (ArchiveEntry & { sha256: string }) | undefined;
  let manifest: { text: string; sha256: string } | undefined;
  let beginning = '';
  let digest: string | undefined;
  const read = async (entry: ArchiveEntry, { take, end }: Sink): Promise<string> => {
    const sha256 = await readEntry(archive, entry, {
      ...(take === undefined ? {} : { take }),
      signal: taking.signal,
    });
    await end?.();
    return sha256;
  };
  for await (const entry of entriesOf(archive)) {
    const content = contentOf(entry.name);
    const isSecond = digest !== undefined || (manifest !== undefined && entry.name !== entryNames.digest);
    if (isSecond) throw damaged(name, `${entry.name} has no place in it`);
    if (content !== undefined && database === undefined && !contents.has(content)) {
      contents.set(content, { bytes: entry.bytes, sha256: await read(entry, await taking.content(content)) });
    } else if (entry.name === entryNames.database[head.database] && database === undefined) {
      database = { ...entry, sha256: await read(entry, await taking.database()) };
    } else if (entry.name === entryNames.manifest) {
      manifest = { text: await textOf(archive, entry), sha256: await read(entry, {}) };
    } else if (entry.name === entryNames.digest && manifest !== undefined) {
      digest = await textOf(archive, entry);
    } else if (entry.name === entryNames.head && entry.offset === bytesOfHead) {
      beginning = await textOf(archive, entry);
    } else throw damaged(name, `${entry.name} has no place in it`);
    taking.read(Math.min(bytes, entry.offset + entry.bytes));
  }
  if (database === undefined || manifest === undefined || digest === undefined) {
    throw damaged(name, 'it has no end: something is missing');
  }
  if (digest !== `${manifest.sha256}  ${entryNames.manifest}\n`) {
    throw damaged(name, 'its manifest was changed');
  }
  const checked = checkManifest(name, manifest.text, beginning);
  requireAsSaid(name, checked, database, contents);
  return { manifest: checked, database };
}

/** The first entry begins behind one header. */
const bytesOfHead = 512;

function checkManifest(name: string, text: string, head: string): Manifest {
  const parsed = manifestSchema.safeParse(parseJson(text));
  if (!parsed.success) throw damaged(name, 'its manifest cannot be read');
  const { format, kontor, database } = parsed.data;
  if (headText({ format, kontor, database: database.kind }) !== head) {
    throw damaged(name, 'its beginning is that of another one');
  }
  return parsed.data;
}

function requireAsSaid(
  name: string,
  manifest: Manifest,
  database: { bytes: number; sha256: string },
  contents: ReadonlyMap<string, { bytes: number; sha256: string }>,
): void {
  const { bytes, sha256 } = manifest.database;
  if (database.bytes !== bytes || database.sha256 !== sha256) throw damaged(name, 'its database was changed');
  const { files } = manifest;
  for (const content of Object.keys(files)) {
    if (!contents.has(content)) throw damaged(name, `the content ${content} is missing`);
  }
  for (const [content, found] of contents) {
    const wanted = manifest.damaged[content] ?? content;
    if (found.bytes !== files[content] || found.sha256 !== wanted) {
      throw damaged(name, `the content ${content} was changed`);
    }
  }
}

async function textOf(archive: ArchiveReader, { name, offset, bytes }: ArchiveEntry): Promise<string> {
  if (bytes > mostText) throw damaged(archive.name, `${name} is too large`);
  return (await archive.readAt(offset, bytes)).toString('utf8');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
