import { chmod, mkdir, mkdtemp, open, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import net, { type AddressInfo } from 'node:net';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { migrations } from '../../migrations/index.ts';
import type { Finding } from '../../src/domain/check/model.ts';
import { dispose, freshDatabase, onEachDatabase, type TestDatabase } from '../helpers/databases.ts';
import { type CliOptions, cli } from '../helpers/run-cli.ts';
import { startMailServer } from '../helpers/smtp-server.ts';
import { fillBook } from './book.ts';

/** A book of a firm that has said what mails need, and the tools of PostgreSQL. */
async function furnish({ folder, run, ...database }: TestDatabase): Promise<void> {
  await fillBook({ folder, run, ...database });
  await run('config', 'set', 'portal-address', 'https://portal.example');
  await run('config', 'set', 'sender', 'office@firm.example');
  await mkdir(path.join(folder, 'tools'));
  for (const tool of ['pg_dump', 'pg_restore']) {
    await writeFile(path.join(folder, 'tools', tool), '', { mode: 0o700 });
  }
}

/** The doctor where all is well but for what the options say. */
async function visit({ folder, runWith }: TestDatabase, options: CliOptions = {}, ...more: string[]) {
  const env = { KONTOR_MAIL_FOLDER: path.join(folder, 'mails'), PATH: path.join(folder, 'tools') };
  const ran = await runWith({ ...options, env: { ...env, ...options.env } }, 'doctor', '--json', ...more);
  const findings: Finding[] = ran.json().findings;
  return { ...ran, findings, told: findings.map(({ check, severity }) => `${check} ${severity}`) };
}

describe('doctor on a database', () => {
  onEachDatabase((db) => {
    beforeEach(() => furnish(db()));
    /** Servers for tests need not survive a loss of power, and do not have the time of tests. */
    const withoutServer = (told: string[]) => told.filter((one) => !/^engine|^clock warning/.test(one));

    it('tells what whoever helps wants to know, no secret, and nothing of clients', async () => {
      const { told, json } = await visit(db(), { env: { KONTOR_SMTP_URL: 'smtp://me:hunter2@x.example' } });
      expect(withoutServer(told)).toEqual([]);
      const { facts, checks } = json();
      expect(facts.map(({ name }: { name: string }) => name)).toEqual([
        'kontor',
        'node',
        'database',
        'configuration',
        'files',
        'terminal',
        'clock',
      ]);
      expect(checks.length).toBeGreaterThan(50);
      const page = await db().runWith({ env: { KONTOR_MAIL_FOLDER: '/nowhere' } }, 'doctor');
      expect(page.out).toMatch(/^kontor: +0\.0\.0-test\n/);
      expect(`${JSON.stringify(json())}${page.out}`).not.toMatch(/hunter2|kontor_test:kontor_test|Müller/);
    });

    it('says how safe the engine keeps data, and on PostgreSQL which tools are missing', async () => {
      const { findings } = await visit(db(), { env: { PATH: db().folder } });
      const messages = findings.map(({ message }) => message);
      if (db().kind === 'sqlite') return expect(messages).toEqual([]);
      expect(messages).toContainEqual(expect.stringContaining('pg_dump and pg_restore are not on the PATH'));
      expect(messages).toContainEqual(expect.stringMatching(/^synchronous_commit is off, not on: a loss/));
      expect(messages).toContainEqual(expect.stringContaining('the database server are'));
    });

    it('finds what the database breaks, too, and --fix mends it', async () => {
      const sql = `update tags set name_key = 'x' where id = 1`;
      await db().database.write((trx) => trx.raw(sql), { dryRun: false });
      const broken = await visit(db());
      expect([broken.code, withoutServer(broken.told)]).toEqual([8, ['tag-names error']]);
      const mended = await visit(db(), {}, '--fix', '--yes');
      expect([withoutServer(mended.told), mended.json().fixed.length]).toEqual([[], 1]);
    });
  });
});

describe('doctor of the surroundings', () => {
  let book: TestDatabase;
  beforeEach(async () => {
    book = await freshDatabase('sqlite');
    await furnish(book);
  });
  afterEach(() => dispose(book));
  const told = async (options: CliOptions = {}) => (await visit(book, options)).told;

  it('ends with 0 where all is well', async () => {
    expect(await visit(book, {}, '--strict')).toMatchObject({ code: 0, err: '', findings: [] });
  });

  it('finds a clock that is behind the newest change', async () => {
    const early = await visit(book, { clock: () => new Date('2026-03-01T00:00:00Z') });
    expect([early.code, early.told]).toEqual([8, ['clock error']]);
    expect(early.findings[0]?.message).toContain('3 days later');
    const longAgo = await visit(book, { clock: () => new Date('1970-01-01T00:00:00Z') });
    expect(longAgo.findings[0]?.message).toContain('before this program was written');
  });

  it.each([
    ['newer', `update kontor_migrations set name = 'later' where name = ?`, 'Install the newer kontor'],
    ['older', 'delete from kontor_migrations where name = ?', 'kontor db migrate'],
  ])('finds a schema that is %s', async (_, statement, hint) => {
    const newest = migrations.at(-1)?.name ?? '';
    await book.database.write((trx) => trx.raw(statement, [newest]), { dryRun: false });
    const { code, told: found, findings } = await visit(book);
    expect([code, found, findings[0]?.hint]).toEqual([8, ['database error'], expect.stringContaining(hint)]);
  });

  it('finds a journal that makes readers and writers wait for each other', async () => {
    await book.database.close();
    // Where the header of the file says whether there is a write-ahead log.
    const file = await open(book.location, 'r+');
    await file.write(Buffer.from([1, 1]), 0, 2, 18);
    await file.close();
    const { told: found, findings } = await visit(book);
    expect([found, findings[0]?.message]).toEqual([
      ['engine error'],
      expect.stringMatching(/^journal_mode is delete, not wal/),
    ]);
  });

  it('finds an old Node.js, and a terminal that cannot show umlauts', async () => {
    expect(await told({ nodeVersion: '18.20.1' })).toEqual(['node error']);
    expect(await told({ nodeVersion: '20.9.0' })).toEqual(['node error']);
    const terminal = { stdout: true };
    expect(await told({ terminal, env: { LANG: 'C' } })).toEqual(['terminal warning']);
    expect(await told({ terminal, env: { LANG: 'de_DE.UTF-8' } })).toEqual([]);
  });

  it('tries the mail server without sending', async () => {
    const server = await startMailServer({
      onAuth: ({ password }, _, done) => done(password === 'good' ? null : new Error('no'), { user: 'me' }),
    });
    const by = (url: string) => visit(book, { env: { KONTOR_MAIL_FOLDER: '', KONTOR_SMTP_URL: url } });
    const url = (password: string) => `smtp://me:${password}@127.0.0.1:${server.port}`;
    try {
      expect((await by(url('good'))).told).toEqual([]);
      const refused = await by(url('s3cret'));
      expect([refused.code, refused.told]).toEqual([8, ['mail error']]);
      expect(refused.findings[0]?.message).toMatch(/refused the user or password/);
      expect(refused.out).not.toContain('s3cret');
      expect(server.arrived).toEqual([]);
    } finally {
      await server.close();
    }
    const gone = await by(url('good'));
    expect([gone.told, gone.findings[0]?.message]).toEqual([
      ['mail error'],
      expect.stringContaining('cannot be reached'),
    ]);
  });

  it('looks whether the mail folder can be written, and warns where mails go nowhere', async () => {
    expect(await told({ env: { KONTOR_MAIL_FOLDER: '' } })).toEqual(['mail warning']);
    await writeFile(path.join(book.folder, 'file'), 'no folder', { mode: 0o600 });
    expect(await told({ env: { KONTOR_MAIL_FOLDER: path.join(book.folder, 'file', 'mails') } })).toEqual([
      'mail error',
    ]);
  });

  it('finds what the firm has not said', async () => {
    await book.run('config', 'set', 'sender', '');
    await book.run('config', 'set', 'portal-address', '');
    const { code, findings, told: found } = await visit(book);
    expect([code, found]).toEqual([0, ['firm warning', 'firm warning']]);
    expect(findings[0]?.hint).toBe('kontor config set portal-address https://portal.example');
    expect((await visit(book, {}, '--strict')).code).toBe(8);
  });

  it('finds a copy of the database that was never finished, and --fix deletes it', async () => {
    const half = path.join(book.folder, '.kontor-00000000-0000-4000-8000-000000000000');
    await writeFile(half, 'half', { mode: 0o600 });
    expect(await told()).toEqual([]);
    await utimes(half, 0, 0);
    expect(await told()).toEqual(['leftovers warning']);
    expect((await visit(book, {}, '--fix', '--yes')).json().fixed).toEqual([
      { check: 'leftovers', message: 'deleted 1 file that runs left which were stopped', count: 1 },
    ]);
    expect(await readdir(book.folder)).not.toContain(path.basename(half));
  });

  it('finds a database and a configuration file that are open to others', async () => {
    await chmod(book.location, 0o640);
    expect(await told()).toEqual(['file-modes error']);
    await chmod(book.location, 0o600);
    const file = path.join(book.folder, 'kontor.config.json');
    await writeFile(file, '{ "actor": "Ada" }');
    await chmod(file, 0o644);
    expect(await told()).toEqual([]);
    await chmod(file, 0o666);
    expect(await told()).toEqual(['file-modes error']);
    await writeFile(file, '{ "smtp-url": "smtp://me:hunter2@x.example" }');
    await chmod(file, 0o644);
    const readable = await visit(book);
    expect([readable.told, readable.findings[0]?.examples]).toEqual([['file-modes error'], [file]]);
    expect(readable.out).not.toContain('hunter2');
  });
});

describe('doctor without a database', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(os.tmpdir(), 'kontor-doctor-'));
  });
  afterEach(() => rm(folder, { recursive: true, force: true }));
  const seen = async (db: string) => {
    const ran = await cli({ db, cwd: folder, homeDir: folder }).run('doctor', '--json');
    expect([ran.code, ran.err]).toEqual([8, '']);
    expect(ran.out).not.toContain('hunter2');
    return (ran.json().findings as Finding[]).find(({ check }) => check === 'database');
  };

  it('says what to do where there is none', async () => {
    const missing = path.join(folder, 'none.db');
    expect(await seen(missing)).toMatchObject({
      severity: 'error',
      hint: expect.stringContaining('kontor init'),
    });
    const page = await cli({ db: missing, cwd: folder }).run('doctor');
    expect(page.out).toContain('database: Make one with kontor init');
  });

  it('says so where it is none of ours, and where a server does not answer', async () => {
    const foreign = path.join(folder, 'foreign.db');
    await writeFile(foreign, 'a text of some length, and no database at all'.repeat(99));
    expect((await seen(foreign))?.message).toContain('is not a SQLite database');
    const closed = net.createServer();
    await new Promise<void>((resolve) => closed.listen(0, '127.0.0.1', resolve));
    const { port } = closed.address() as AddressInfo;
    await new Promise((resolve) => closed.close(resolve));
    expect((await seen(`postgres://me:hunter2@127.0.0.1:${port}/x`))?.message).toContain('cannot be reached');
  });
});
