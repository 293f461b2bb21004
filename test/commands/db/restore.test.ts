import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, inject, it } from 'vitest';
import { migrationSource } from '../../../migrations/index.ts';
import { entriesOf, openArchive } from '../../../src/backup/archive/read.ts';
import { startArchive } from '../../../src/backup/archive/write.ts';
import { entryNames, type Manifest } from '../../../src/backup/schema.ts';
import { connectTo, openDatabase } from '../../../src/db/open.ts';
import { fillExampleBook } from '../../contract/example-book.ts';
import { contentsOf, onEachDatabase } from '../../helpers/databases.ts';
import { databaseName, onServer } from '../../helpers/global-setup.ts';
import type { Ran } from '../../helpers/run-cli.ts';
import { words } from '../words.ts';
import { dropPlaces, freePlace, runAt } from './target.ts';

/** Every row of every table, by table. */
async function rowsAt(location: string): Promise<Record<string, string[]>> {
  const database = openDatabase(location);
  try {
    return JSON.parse(await database.read(contentsOf));
  } finally {
    await database.close();
  }
}

/** Writes a backup anew with another manifest, as if its program had said so. */
async function changeManifest(file: string, change: (manifest: Manifest) => void): Promise<void> {
  const archive = await openArchive(file, file);
  const pieces: Buffer[] = [];
  const fresh = startArchive(async (piece) => void pieces.push(Buffer.from(piece)), new Date(0));
  for await (const { name, offset, bytes } of entriesOf(archive)) {
    let content = await archive.readAt(offset, bytes);
    if (name === entryNames.manifest) {
      const manifest: Manifest = JSON.parse(content.toString());
      change(manifest);
      content = Buffer.from(JSON.stringify(manifest));
      const { sha256 } = await fresh.add(name, content.length, (take) => take(content));
      await fresh.addText(entryNames.digest, `${sha256}  ${name}\n`);
    } else if (name !== entryNames.digest) await fresh.add(name, content.length, (take) => take(content));
  }
  await fresh.end();
  await archive.close();
  await writeFile(file, Buffer.concat(pieces));
}

const restoredKeys = [
  'outcome',
  'location',
  ...[
    'file',
    'bytes',
    'takenAt',
    'kontor',
    'firm',
    'database',
    'engine',
    'schema',
    'tables',
    'rows',
    'files',
    'chainHead',
  ],
  ...['missing', 'damaged', 'migrated', 'ended', 'kept', 'warnings'],
];

describe('db restore', () => {
  dropPlaces();
  onEachDatabase((db) => {
    const at = (name: string) => path.join(db().folder, name);
    const env = { PATH: process.env.PATH ?? '' };
    const run = (line: string) => db().runWith({ env }, ...words(line));
    const restoreTo = (location: string, line = ''): Promise<Ran> =>
      runAt(db(), location, ['db', 'restore', 'x.backup', ...words(line)]);
    let taken: Buffer | undefined;
    /** Lays out a backup of the example book, which is taken once. */
    const backedUp = async () => {
      if (taken === undefined) {
        await fillExampleBook(db());
        const ran = await run('db backup x.backup');
        expect(ran.code, ran.err).toBe(0);
        taken = await readFile(at('x.backup'));
      } else await writeFile(at('x.backup'), taken);
    };

    it('brings every row back, but ends what must not live twice, and says so', async () => {
      await fillExampleBook(db());
      const before = JSON.parse(await db().contents());
      await run('db backup x.backup');
      const place = await freePlace(db());
      const ran = await restoreTo(place, '--json');
      expect(ran, ran.err).toMatchObject({ code: 0, err: '' });
      expect(Object.keys(ran.json())).toEqual(restoredKeys);
      expect(ran.json()).toMatchObject({
        outcome: 'created',
        file: 'x.backup',
        migrated: [],
        ended: { invitations: 1, resets: 1, sessions: 1, mails: 1 },
        kept: null,
        warnings: [],
      });
      const after = await rowsAt(place);
      const changed = ['portal_links', 'portal_sessions', 'mails'];
      const grown = ['audit_entries', 'audit_seals', 'audit_head'];
      for (const [table, rows] of Object.entries(before)) {
        if (!changed.includes(table) && !grown.includes(table)) expect(after[table], table).toEqual(rows);
      }
      for (const table of changed) expect(after[table]?.length, table).toBe(before[table].length);
      // What was recorded before still stands, word for word, and all of it is sealed.
      expect(after.audit_entries).toEqual(expect.arrayContaining(before.audit_entries));
      // The head that was noted when the backup was taken is still a part of the chain.
      const { chainHead } = ran.json();
      expect((await runAt(db(), place, ['audit', 'verify', '--head', chainHead])).code).toBe(0);
      // The database that the backup is of goes on as before.
      expect(JSON.parse(await db().contents())).toEqual(before);
      const [content = ''] = (await readdir(at('files'), { recursive: true })).filter((name) =>
        /[\da-f]{64}$/.test(name),
      );
      expect(await readFile(path.join(at('restored-files'), content))).toEqual(
        await readFile(path.join(at('files'), content)),
      );
      if (db().kind === 'postgres') return;
      expect((await stat(place)).mode & 0o777).toBe(0o600);
      const other = await runAt(db(), at('other.db'), ['db', 'restore', 'x.backup']);
      expect(other.err).toContain(`${at('restored-files')} held documents and photos before`);
    });

    it('never sends, lets nobody in by old links, and leaves an entry for each of them (H1)', async () => {
      await backedUp();
      const place = await freePlace(db());
      expect((await restoreTo(place, '--actor admin')).code).toBe(0);
      const mails = (await runAt(db(), place, ['mail', 'list', '--json'])).json();
      expect(mails.map(({ state }: { state: string }) => state).sort()).toEqual(['cancelled', 'uncertain']);
      const env = { KONTOR_MAIL_FOLDER: at('sent') };
      expect((await runAt(db(), place, ['mail', 'send'], { env })).code).toBe(0);
      expect(existsSync(at('sent'))).toBe(false);
      const invitations = (
        await runAt(db(), place, ['invite', 'list', '--status', 'pending', '--json'])
      ).json();
      expect(invitations).toEqual([]);
      const entries = (await runAt(db(), place, ['audit', 'list', '--limit', '5', '--json'])).json();
      expect(entries.every(({ actor }: { actor: string }) => actor === 'admin')).toBe(true);
      expect(
        entries.map(({ record, action, command }: Record<string, string>) => [record, action, command]),
      ).toEqual([
        ['database', 'restored', 'db restore'],
        ['mail', 'updated', 'db restore'],
        ['portal-user', 'updated', 'db restore'],
        ['portal-user', 'updated', 'db restore'],
        ['invitation', 'updated', 'db restore'],
      ]);
    });

    it('a dry run verifies the backup and leaves nothing', async () => {
      await backedUp();
      const place = await freePlace(db());
      const files = await readdir(db().folder);
      const ran = await restoreTo(place, '--dry-run');
      expect(ran, ran.err).toMatchObject({ code: 0 });
      expect(ran.err).toContain('verified x.backup: it could be restored to');
      expect(await readdir(db().folder)).toEqual(files);
      expect((await runAt(db(), place, ['account', 'list'])).code).toBe(6);
    });

    it('refuses a place that is taken (4); by force what was there is kept, and can be used', async () => {
      await backedUp();
      const place = await freePlace(db());
      await runAt(db(), place, ['init', '--firm-name', 'Old firm']);
      await writeFile(at('old.txt'), 'of the old firm');
      await runAt(db(), place, ['account', 'create', '--new-contact', 'Otto Alt']);
      await runAt(db(), place, ['document', 'add', '1', 'old.txt']);
      const old = await rowsAt(place);
      const refused = await restoreTo(place, '--json');
      expect([refused.code, refused.error().code]).toEqual([4, 'DATABASE_EXISTS']);
      expect(await rowsAt(place)).toEqual(old);

      const ran = await restoreTo(place, '--force --json');
      expect(ran.code, ran.err).toBe(0);
      const { outcome, kept } = ran.json();
      expect(outcome).toBe('updated');
      expect((await runAt(db(), place, ['account', 'list', '-o', 'count'])).out).toBe('3\n');
      const aside =
        db().kind === 'sqlite'
          ? kept.location
          : place.replace(databaseName(place), new URL(kept.location).pathname.slice(1));
      expect(await rowsAt(aside)).toEqual(old);
      const got = await runAt(db(), aside, ['document', 'get', '1', '--out', 'got.txt'], {
        env: { KONTOR_FILES: kept.files },
      });
      expect(got.code, got.err).toBe(0);
      expect(await readFile(at('got.txt'), 'utf8')).toBe('of the old firm');
      // The folder of the restored one holds its own contents only.
      expect(
        (await readdir(at('restored-files'), { recursive: true })).filter((name) => name.length > 60),
      ).toHaveLength(1);
      const server = inject('postgres')?.server;
      if (db().kind === 'postgres') await onServer(server ?? '', [`drop database ${databaseName(aside)}`]);
    });

    it('by force twice in one second keeps both that were there', async () => {
      await backedUp();
      const place = await freePlace(db());
      await runAt(db(), place, ['init']);
      const kept: string[] = [];
      for (const time of ['first', 'second', 'third']) {
        const ran = await restoreTo(place, '--force --json');
        expect(ran.code, time + ran.err).toBe(0);
        kept.push(ran.json().kept.location);
      }
      expect(new Set(kept).size).toBe(3);
      if (db().kind === 'sqlite') return;
      const server = inject('postgres')?.server ?? '';
      const besides = kept.map((location) => new URL(location).pathname.slice(1));
      await onServer(server, [
        ...besides.map((name) => `drop database ${name}`),
        `create database ${databaseName(place)}_restoring`,
      ]);
      // Who made it is not known: somebody may need it.
      const refused = await restoreTo(place, '--force --json');
      expect([refused.code, refused.error()]).toMatchObject([
        4,
        { code: 'DATABASE_EXISTS', hint: expect.stringContaining('drop database') },
      ]);
      await onServer(server, [`drop database ${databaseName(place)}_restoring`]);
    });

    it('while another program works in the place it is left alone (6)', async () => {
      await backedUp();
      const place = await freePlace(db());
      await runAt(db(), place, ['init']);
      const other = openDatabase(place);
      await other.read(async () => {
        const ran = await restoreTo(place, '--force --json');
        expect([ran.code, ran.error().code]).toEqual([6, 'DATABASE_LOCKED']);
      });
      await other.close();
      expect((await runAt(db(), place, ['account', 'list', '-o', 'count'])).out).toBe('0\n');
      const left = (await readdir(db().folder, { recursive: true })).filter((name) =>
        /restoring|\.kontor-|before/.test(name),
      );
      expect(left).toEqual([]);
    });

    it('whoever is just leaving the place is waited for, as a program that has ended is still known to a server', async () => {
      if (db().kind !== 'postgres') return;
      await backedUp();
      const place = await freePlace(db());
      await runAt(db(), place, ['init']);
      const other = openDatabase(place);
      const left = other.read(async () => setTimeout(800)).then(() => other.close());
      const ran = await restoreTo(place, '--force --json');
      await left;
      expect([ran.code, ran.err]).toEqual([0, '']);
      expect((await runAt(db(), place, ['account', 'list', '-o', 'count'])).out).toBe('3\n');
      const aside = new URL(ran.json().kept.location).pathname.slice(1);
      await onServer(inject('postgres')?.server ?? '', [`drop database ${aside}`]);
    });

    it('what is damaged, cut off or no backup is refused (6), and nothing is touched', async () => {
      await backedUp();
      const place = await freePlace(db());
      const bytes = await readFile(at('x.backup'));
      const files = await readdir(db().folder);
      const changed = Buffer.from(bytes);
      changed[bytes.length >> 1] = (changed[bytes.length >> 1] ?? 0) ^ 1;
      const cases = [
        [changed, 'BACKUP_DAMAGED'],
        [bytes.subarray(0, bytes.length - 700), 'BACKUP_DAMAGED'],
        [Buffer.from('no backup'), 'NOT_A_BACKUP'],
        [Buffer.alloc(0), 'NOT_A_BACKUP'],
      ] as const;
      for (const [content, code] of cases) {
        await writeFile(at('x.backup'), content);
        const ran = await restoreTo(place, '--json');
        expect([ran.code, ran.error().code], ran.err).toEqual([6, code]);
      }
      const gone = await runAt(db(), place, ['db', 'restore', 'gone.backup', '--json']);
      expect([gone.code, gone.error().code]).toEqual([3, 'FILE_NOT_FOUND']);
      expect(await readdir(db().folder)).toEqual(files);
      expect((await runAt(db(), place, ['account', 'list'])).code).toBe(6);
    });

    it('what does not hold what its manifest says, or is of a newer kontor, is refused (6) and leaves nothing', async () => {
      await backedUp();
      const place = await freePlace(db());
      const whole = await readFile(at('x.backup'));
      const cases: Array<[code: string, says: RegExp, change: (manifest: Manifest) => void]> = [
        [
          'DATABASE_NEWER',
          /x\.backup was written by a newer kontor \(29990101_future\)/,
          ({ migrations }) => migrations.push({ id: 99, name: '29990101_future', batch: 9, at: '1' }),
        ],
        [
          'BACKUP_DAMAGED',
          /the table accounts has 3 rows, and its manifest says 4/,
          ({ tables }) => {
            tables.accounts = 4;
          },
        ],
        [
          'BACKUP_DAMAGED',
          /its record of changes does not end where its manifest says/,
          ({ chainHead }) => {
            if (chainHead !== null) chainHead.position -= 1;
          },
        ],
      ];
      for (const [code, says, change] of cases) {
        await writeFile(at('x.backup'), whole);
        await changeManifest(at('x.backup'), change);
        const ran = await restoreTo(place, '--json');
        expect([ran.code, ran.error().code], ran.err).toEqual([6, code]);
        expect(ran.error().message).toMatch(says);
      }
      expect((await runAt(db(), place, ['account', 'list'])).code).toBe(6);
      const left = await readdir(db().folder, { recursive: true });
      expect(
        left.filter((name) => /restored-files.*[\da-f]{64}|\.kontor-|restored.kontor/.test(name)),
      ).toEqual([]);
      await writeFile(at('x.backup'), whole);
      expect((await restoreTo(place)).code).toBe(0);
    });

    it('by force a damaged database is put aside as it is, one of another program never (6)', async () => {
      await backedUp();
      if (db().kind === 'postgres') {
        const place = await freePlace(db());
        await onServer(place, ['create table recipes (id integer)']);
        const foreign = await restoreTo(place, '--force --json');
        expect([foreign.code, foreign.error().code]).toEqual([6, 'DATABASE_FOREIGN']);
        return;
      }
      await writeFile(at('damaged.db'), 'no database any more '.repeat(99));
      await writeFile(at('damaged.db-wal'), 'what it had beside it');
      const ran = await restoreTo(at('damaged.db'), '--force --json');
      expect(ran.code, ran.err).toBe(0);
      const { location } = ran.json().kept;
      expect(await readFile(location, 'utf8')).toContain('no database any more');
      expect(await readFile(`${location}-wal`, 'utf8')).toBe('what it had beside it');
      expect((await runAt(db(), at('damaged.db'), ['account', 'list', '-o', 'count'])).out).toBe('3\n');
      const knex = await connectTo(at('foreign.db'), { foreignKeys: false });
      await knex.raw('create table recipes (id integer)');
      await knex.destroy();
      const foreign = await restoreTo(at('foreign.db'), '--force --json');
      expect([foreign.code, foreign.error().code]).toEqual([6, 'DATABASE_FOREIGN']);
    });

    it('is no line of a batch, nor is db backup (2)', async () => {
      const stdin = 'db restore x.backup\ndb backup x.backup\n';
      const ran = await db().runWith({ stdin }, 'batch', '-', '--json');
      const codes = ran.json().results.map(({ error }: { error: { code: string } }) => error.code);
      expect([ran.code, codes]).toEqual([5, ['NOT_IN_BATCH', 'NOT_IN_BATCH']]);
    });

    it('a backup of the other kind of database says what it is (2)', async () => {
      await backedUp();
      const other = db().kind === 'sqlite' ? 'postgres://127.0.0.1/none' : at('new.db');
      const ran = await restoreTo(other, '--json');
      expect([ran.code, ran.error().code]).toEqual([2, 'OTHER_DATABASE']);
      expect(ran.error().message).toMatch(
        /a (SQLite|PostgreSQL) database, and .* is one of (SQLite|PostgreSQL)/,
      );
    });

    it('a backup of an older schema is brought up to date', async () => {
      const older = await freePlace(db());
      if (db().kind === 'sqlite') {
        await mkdir(path.dirname(older), { recursive: true });
        await writeFile(older, '');
      }
      const knex = await connectTo(older, { foreignKeys: false });
      const first = (await migrationSource.getMigrations([])).slice(0, 6);
      await knex.migrate.latest({
        migrationSource: { ...migrationSource, getMigrations: async () => first },
        tableName: 'kontor_migrations',
      });
      await knex.destroy();
      const backup = await runAt(db(), older, ['db', 'backup', 'x.backup']);
      expect(backup.code, backup.err).toBe(0);
      const place = await freePlace(db()).then((found) => (found === older ? at('other.db') : found));
      const ran = await restoreTo(place, '--json');
      expect(ran.code, ran.err).toBe(0);
      expect(ran.json().migrated.length).toBeGreaterThan(0);
      expect((await runAt(db(), place, ['db', 'status', '--json'])).json().state).toBe('current');
      expect((await runAt(db(), place, ['audit', 'verify'])).code).toBe(0);
    });

    it('brings back the rest of a backup in which contents were missing', async () => {
      await fillExampleBook(db());
      await rm(at('files'), { recursive: true });
      expect((await run('db backup x.backup')).code).toBe(5);
      const ran = await restoreTo(await freePlace(db()));
      expect(ran.code, ran.err).toBe(0);
      expect(ran.err).toMatch(/the content [\da-f]{64} is missing: look for it in an older backup/);
    });
  });
});
