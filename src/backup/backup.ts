import { randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { type CopySource, copySource, type Session } from '../db/backup/copies.ts';
import { type Survey, surveyOf } from '../db/backup/survey.ts';
import { neededContents } from '../domain/file/needed.ts';
import { readFirm } from '../domain/firm/read.ts';
import { cancelledError, usageError } from '../errors.ts';
import { requireFree, type WholeFile, writeWhole } from '../whole-file.ts';
import { type ArchiveWriter, startArchive, type Written } from './archive/write.ts';
import { chainHeadIn } from './chain-head.ts';
import { type CopiedContents, contentCopier, sizesIn } from './contents.ts';
import type { BackupContents, BackupPlace } from './model.ts';
import { describeBackup, headIn, surveyFacts } from './rules.ts';
import { backupFormat, entryNames, headText, type Manifest } from './schema.ts';

/** The database as it was at one moment. */
interface Moment {
  survey: Survey;
  firm: string;
  chainHead: Manifest['chainHead'];
  contents: string[];
}

/**
 * Writes a backup: one file with the database as of one moment, the contents of documents and photos that it needs, and a
 * manifest. Nobody who works with the database meanwhile waits or fails; the file is there whole or not at all. A content
 * that the store has lost does not keep the rest from being saved: it is named in what is returned. Throws FILE_EXISTS (exit
 * 4), FILE_UNWRITABLE, FILES_NOT_SET (exit 2), STORE_FAILED, and what {@link copySource} throws (exit 6).
 */
export async function backUp(
  place: BackupPlace,
  { file, force }: { file: string; force: boolean },
): Promise<BackupContents> {
  const target: WholeFile = { path: path.resolve(place.cwd, file), name: file, replace: force };
  await requireFree(target);
  await requireApart(target, place);
  const source = copySource(place.location, place);
  if (place.dryRun) return preview(place, source, file);
  let done: { manifest: Manifest; bytes: number } | undefined;
  await writeWhole(target, async (write) => {
    const archive = startArchive(write, place.clock());
    const manifest = await writeBackup(place, source, archive, path.dirname(target.path));
    done = { manifest, bytes: archive.size() };
  });
  if (done === undefined) throw new Error('the backup was not written');
  return describeBackup(done.manifest, { file, bytes: done.bytes });
}

/** A backup that replaced the database itself would be the end of both. Throws INVALID_INPUT (exit 2). */
async function requireApart({ path: target, name }: WholeFile, { location }: BackupPlace): Promise<void> {
  const own = await stat(target).catch(() => undefined);
  for (const suffix of own === undefined ? [] : ['', '-wal', '-shm', '-journal']) {
    const other = await stat(`${location}${suffix}`).catch(() => undefined);
    if (other?.ino !== own?.ino || other?.dev !== own?.dev) continue;
    throw usageError('INVALID_INPUT', `${name} is the database itself.`, { hint: 'Name another file.' });
  }
}

/** How often the database is copied again because a content was swept right behind its copy. */
const mostCopies = 10;

async function writeBackup(
  place: BackupPlace,
  source: CopySource,
  archive: ArchiveWriter,
  folder: string,
): Promise<Manifest> {
  const head = { format: backupFormat, kontor: place.version, database: source.kind };
  await archive.addText(entryNames.head, headText(head));
  const now = await source.read(neededContents);
  requireStoreFor(place.files, now);
  const contents = contentCopier(place.files, archive, {
    signal: place.signal,
    copied: (done) => place.progress({ unit: 'files', done, total: Math.max(done, now.length) }),
  });
  // Contents first: what is deleted while they are copied, which may take long, is then not missed in the database.
  await contents.add(now);
  const copy = path.join(folder, `.kontor-${randomUUID()}`);
  try {
    const { moment, missing } = await copyDatabase(place, source, { copy, contents });
    place.progress({ unit: 'files', done: contents.sizes.size, note: 'writing the database' });
    const database = await addCopy(archive, entryNames.database[source.kind], copy, place.signal);
    return await addManifest(place, { archive, source, moment, contents, missing, database });
  } finally {
    for (const suffix of ['', '-journal', '-wal', '-shm']) await rm(`${copy}${suffix}`, { force: true });
  }
}

/** A database without documents needs no store. Throws FILES_NOT_SET (exit 2). */
function requireStoreFor(files: string, contents: readonly string[]): void {
  if (files !== '' || contents.length === 0) return;
  throw usageError('FILES_NOT_SET', 'It is not known where documents and photos are kept.', {
    hint: 'Name the folder: KONTOR_FILES=/srv/kontor-files, or "files" in kontor.config.json.',
  });
}

async function momentOf(session: Session): Promise<Moment> {
  const survey = await surveyOf(session);
  const { firmName: firm } = await readFirm(session);
  const chainHead = await chainHeadIn(session, survey.tables);
  return { survey, firm, chainHead, contents: await neededContents(session) };
}

/**
 * Copies the database, and the contents that came in meanwhile. One that was deleted in the short time between is in neither:
 * then the database is copied again, and does not need it any more.
 */
async function copyDatabase(
  place: BackupPlace,
  source: CopySource,
  { copy, contents }: { copy: string; contents: CopiedContents },
): Promise<{ moment: Moment; missing: string[] }> {
  for (let copies = 1; ; copies += 1) {
    if (place.signal.aborted) throw cancelledError();
    place.progress({ unit: 'files', done: contents.sizes.size, note: 'copying the database' });
    await rm(copy, { force: true });
    await (await open(copy, 'wx', 0o600)).close();
    const moment = await source.copyTo(copy, momentOf);
    requireStoreFor(place.files, moment.contents);
    const missing = await contents.add(moment.contents);
    if (missing.length === 0 || copies === mostCopies) return { moment, missing };
    const stillNeeded = new Set(await source.read(neededContents));
    if (missing.every((sha256) => stillNeeded.has(sha256))) return { moment, missing };
  }
}

async function addCopy(
  archive: ArchiveWriter,
  name: string,
  copy: string,
  signal: AbortSignal,
): Promise<Written> {
  const { size } = await stat(copy);
  return archive.add(name, size, async (take) => {
    for await (const piece of createReadStream(copy, { highWaterMark: 256 * 1024 })) {
      if (signal.aborted) throw cancelledError();
      await take(piece as Buffer);
    }
  });
}

interface Parts {
  archive: ArchiveWriter;
  source: CopySource;
  moment: Moment;
  contents: CopiedContents;
  missing: string[];
  database: Written;
}

async function addManifest(
  { version, clock }: BackupPlace,
  { archive, source, moment, contents, missing, database }: Parts,
): Promise<Manifest> {
  const { engine, schema, migrations, tables } = moment.survey;
  const manifest: Manifest = {
    format: backupFormat,
    kontor: version,
    takenAt: clock().toISOString(),
    firm: moment.firm,
    chainHead: moment.chainHead,
    database: { kind: source.kind, engine, schema, ...database },
    migrations,
    tables,
    files: Object.fromEntries(contents.sizes),
    missing,
    damaged: Object.fromEntries(contents.damaged),
  };
  const { sha256 } = await archive.addText(entryNames.manifest, `${JSON.stringify(manifest, null, 1)}\n`);
  await archive.addText(entryNames.digest, `${sha256}  ${entryNames.manifest}\n`);
  await archive.end();
  return manifest;
}

/** What a backup would hold, by a look at the database and the store. */
async function preview(
  { version, clock, files }: BackupPlace,
  source: CopySource,
  file: string,
): Promise<BackupContents> {
  const size = await source.size();
  const { survey, contents, firm, chainHead } = await source.read(momentOf);
  requireStoreFor(files, contents);
  const found = await sizesIn(files, contents);
  return {
    file,
    bytes: size + found.bytes,
    takenAt: clock().toISOString(),
    kontor: version,
    firm,
    database: source.kind,
    ...surveyFacts(survey),
    files: { count: contents.length - found.missing.length, bytes: found.bytes },
    chainHead: headIn(chainHead),
    missing: found.missing,
    damaged: [],
  };
}
