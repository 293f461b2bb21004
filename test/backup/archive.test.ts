import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeHeader, encodeHeader } from '../../src/backup/archive/header.ts';
import { openArchive } from '../../src/backup/archive/read.ts';
import { startArchive } from '../../src/backup/archive/write.ts';
import { contentEntry, entryNames, type Manifest } from '../../src/backup/schema.ts';
import { verifyBackup } from '../../src/backup/verify.ts';
import { KontorError } from '../../src/errors.ts';

const at = new Date('2026-03-04T05:06:07.890Z');
const hashOf = (text: string) => createHash('sha256').update(text).digest('hex');
const content = 'Coffee 3.20';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'kontor-archive-'));
});
afterEach(() => rm(folder, { recursive: true }));

const manifest: Manifest = {
  format: 1,
  kontor: '0.1.0',
  takenAt: at.toISOString(),
  firm: 'Weiß & Partner',
  database: { kind: 'sqlite', engine: '3.52.0', schema: null, bytes: 8, sha256: hashOf('database') },
  migrations: [{ id: 1, name: 'one', batch: 1, at: '1' }],
  tables: { accounts: 1 },
  chainHead: null,
  files: { [hashOf(content)]: content.length },
  missing: [],
  damaged: {},
};

/** A backup as bytes; entries may be made otherwise, left out or given twice. */
async function backupOf(
  change: (entries: Array<readonly [name: string, text: string]>) => void = () => {},
): Promise<Buffer> {
  const text = JSON.stringify(manifest);
  const entries: Array<readonly [name: string, text: string]> = [
    [entryNames.head, '{"format":1,"kontor":"0.1.0","database":"sqlite"}\n'],
    [contentEntry(hashOf(content)), content],
    [entryNames.database.sqlite, 'database'],
    [entryNames.manifest, text],
    [entryNames.digest, `${hashOf(text)}  manifest.json\n`],
  ];
  change(entries);
  const pieces: Uint8Array[] = [];
  const archive = startArchive(async (piece) => void pieces.push(Buffer.from(piece)), at);
  for (const [name, entry] of entries) await archive.addText(name, entry);
  await archive.end();
  return Buffer.concat(pieces);
}

/** The code of the error with which a file is refused; undefined for one that is sound. */
async function refusal(bytes: Buffer): Promise<string | undefined> {
  const file = path.join(folder, 'x.backup');
  await writeFile(file, bytes);
  const archive = await openArchive(file, 'x.backup');
  try {
    const nothing = async () => ({});
    const { signal } = new AbortController();
    await verifyBackup(archive, { content: nothing, database: nothing, signal, read: () => {} });
    return undefined;
  } catch (error) {
    if (error instanceof KontorError) return error.code;
    throw error;
  } finally {
    await archive.close();
  }
}

describe('the file of a backup', () => {
  it('is a tar file that any tar can read', async () => {
    await writeFile(path.join(folder, 'x.backup'), await backupOf());
    execFileSync('tar', ['xf', 'x.backup'], { cwd: folder });
    expect(await readFile(path.join(folder, contentEntry(hashOf(content))), 'utf8')).toBe(content);
    execFileSync('sha256sum', ['--check', '--status', entryNames.digest], { cwd: folder });
  });

  it('holds contents of any size', () => {
    for (const bytes of [0, 1, 8 * 1024 ** 3 - 1, 8 * 1024 ** 3, 2 ** 45]) {
      expect(decodeHeader(encodeHeader({ name: 'x', bytes }, at))).toEqual({ name: 'x', bytes });
    }
  });

  it('is refused when any of its bytes was changed', async () => {
    const bytes = await backupOf();
    expect(await refusal(bytes)).toBeUndefined();
    for (let place = 0; place < bytes.length; place += 29) {
      const changed = Buffer.from(bytes);
      changed[place] = (changed[place] ?? 0) ^ 0x21;
      expect(await refusal(changed), `byte ${place}`).toMatch(/^(BACKUP_DAMAGED|NOT_A_BACKUP)$/);
    }
  });

  it('is refused when it was cut off, or something was put behind it', async () => {
    const bytes = await backupOf();
    for (let length = bytes.length - 1; length >= 0; length -= 101) {
      expect(await refusal(bytes.subarray(0, length)), `${length} bytes`).toMatch(
        /^(BACKUP_DAMAGED|NOT_A_BACKUP)$/,
      );
    }
    expect(await refusal(Buffer.concat([bytes, Buffer.alloc(512)]))).toBe('BACKUP_DAMAGED');
    expect(await refusal(Buffer.concat([bytes, Buffer.from('more')]))).toBe('BACKUP_DAMAGED');
  });

  it('is refused when an entry is missing, doubled, unknown, or not what its manifest says', async () => {
    const [head, file, database, text, digest] = [0, 1, 2, 3, 4];
    const cases: Record<string, Parameters<typeof backupOf>[0]> = {
      'no content': (entries) => entries.splice(file, 1),
      'a content twice': (entries) => entries.splice(file, 0, ...entries.slice(file, file + 1)),
      'another content': (entries) => entries.splice(file, 1, [contentEntry(hashOf(content)), 'Tea']),
      'a content that no manifest knows': (entries) =>
        entries.splice(file, 0, [contentEntry(hashOf('Tea')), 'Tea']),
      'no database': (entries) => entries.splice(database, 1),
      'two databases': (entries) => entries.splice(database, 0, [entryNames.database.sqlite, 'database']),
      'that of the other kind': (entries) => entries.splice(database, 1, ['database.pgdump', 'database']),
      'no manifest': (entries) => entries.splice(text, 1),
      'no digest': (entries) => entries.splice(digest, 1),
      'a path out of the folder': (entries) => entries.splice(file, 0, ['../../etc/cron.d/x', 'x']),
      'an entry behind the digest': (entries) => entries.push(['more', 'x']),
      'the head twice': (entries) => entries.splice(file, 0, ...entries.slice(head, 1)),
    };
    for (const [name, change] of Object.entries(cases)) {
      expect(await refusal(await backupOf(change)), name).toBe('BACKUP_DAMAGED');
    }
  });

  it('of a later form is refused as such; what does not begin like a backup is none', async () => {
    const newer = '{"format":2,"kontor":"9.0.0","database":"sqlite"}';
    expect(await refusal(await backupOf((entries) => entries.splice(0, 1, [entryNames.head, newer])))).toBe(
      'BACKUP_NEWER',
    );
    expect(await refusal(await backupOf((entries) => entries.splice(0, 1)))).toBe('NOT_A_BACKUP');
    for (const text of ['', 'x', 'a text'.repeat(200), 'SQLite format 3\0', '\0'.repeat(2048)]) {
      expect(await refusal(Buffer.from(text)), text.slice(0, 10)).toBe('NOT_A_BACKUP');
    }
  });
});
