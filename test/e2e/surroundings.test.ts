import { chmod, cp, lstat, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { straceMissing } from '../faults/strace.ts';
import { dispose, freshDatabase, type TestDatabase } from '../helpers/databases.ts';
import { startMailServer } from '../helpers/smtp-server.ts';
import { onTerminal, program, run, type Surroundings, screenLines, shell } from './program.ts';

const portrait = path.resolve(import.meta.dirname, '../fixtures/portrait.png');
let db: TestDatabase;
let around: Surroundings;

beforeAll(async () => {
  db = await freshDatabase('sqlite');
  around = { db: db.location, folder: db.folder };
  for (const argv of [
    [
      'contact',
      'create',
      '--first-name',
      'Erika',
      '--last-name',
      'Müller',
      '--email',
      'erika@mueller.example',
    ],
    ['account', 'create', '--contact', '1', '--key', 'k1'],
    ['tag', 'create', 'VIP'],
    ['config', 'set', 'portal-address', 'https://portal.weiss.example'],
    ['config', 'set', 'sender', 'Weiß <office@weiss.example>'],
  ]) {
    expect(await db.run(...argv)).toMatchObject({ code: 0 });
  }
});
afterAll(() => dispose(db));

/** No trace, no more than anybody reads. */
const expectBrief = (err: string) => {
  expect(err).not.toMatch(/^\s+at /m);
  expect(err.length).toBeLessThan(2_000);
};

describe('long command lines', () => {
  it('10,000 arguments are taken, or refused with what is wrong', async () => {
    const same = Array.from({ length: 10_000 }, () => 'k1');
    expect(await run(around, 'tag', 'add', 'VIP', '--dry-run', '--to', ...same)).toMatchObject({ code: 0 });
    const filters = Array.from({ length: 10_000 }, () => ['--tag', 'VIP']).flat();
    const filtered = await run(around, 'account', 'list', ...filters, '--json');
    expect(filtered).toMatchObject({ code: 2, out: '' });
    expect(JSON.parse(filtered.err).error.message).toContain('--tag must be given at most 100 times');
    const excess = await run(around, 'contact', 'show', ...same);
    expect(excess.code).toBe(2);
    expectBrief(excess.err);
  });

  // One argument of Linux holds 128 KiB, its end included.
  const long = 'ä'.repeat(65_530);
  it.each([
    [['search', long], 2],
    [['account', 'show', long], 3],
    [['account', 'create', '--contact', '1', '--name', long], 2],
    [['account', 'list', '--sort', long], 2],
    [['account', 'list', '--field', `${long}=1`], 3],
    [['account', `--${long}`], 2],
    [['account', 'list', '--db', long], 6],
    [[long], 2],
    [['note', 'add', '1', long], 0],
  ])('an argument of 128 KiB is not repeated in full: %#', async (argv, code) => {
    const ran = await run(around, ...argv, ...(argv.length > 1 ? ['--dry-run'] : []));
    expect(ran.code).toBe(code);
    expectBrief(ran.err);
  });
});

describe('the environment', () => {
  it.each(['C', 'tr_TR.UTF-8', '../../etc'])('texts stay as they are with LANG=%j', async (lang) => {
    const ran = await run(
      { ...around, env: { LANG: lang, LC_ALL: lang } },
      'account',
      'list',
      '-o',
      'csv',
      '--fields',
      'name',
    );
    expect(ran).toMatchObject({ code: 0, out: 'name\r\nErika Müller\r\n', err: '' });
  });

  it.each(['Pacific/Kiritimati', 'AAA-24:59:59', ':/etc/passwd'])(
    'moments are the same with TZ=%j',
    async (zone) => {
      const inZone = { ...around, env: { TZ: zone } };
      const added = await run(inZone, 'note', 'add', '1', 'x', '--at', '2026-02-28T23:30-01:00', '--json');
      expect(added.code).toBe(0);
      const { id } = JSON.parse(added.out).results[0];
      const listed = JSON.parse((await run(inZone, 'note', 'list', '1', '--json')).out);
      expect(listed.find((note: { id: number }) => note.id === id).createdAt).toBe(
        '2026-03-01T00:30:00.000Z',
      );
      expect(await run(inZone, 'overview', '1')).toMatchObject({ code: 0, err: '' });
    },
  );

  it.each(['0', '-1', 'abc'])('COLUMNS=%s breaks no table', async (columns) => {
    const ran = await run({ ...around, env: { COLUMNS: columns } }, 'account', 'list');
    expect(ran).toMatchObject({ code: 0, out: expect.stringContaining('Erika Müller') });
  });

  it.each([0, 1])('a terminal that says it has %i columns shows what there is', async (columns) => {
    const ran = await onTerminal(
      { ...around, env: { COLUMNS: String(columns) } },
      { columns },
      'account',
      'show',
      '1',
    );
    expect(ran.code).toBe(0);
    expect(screenLines(ran.out).join('').replace(/\s/g, '')).toContain('Erika');
  });

  it.each(['env -u HOME', 'env HOME=', 'env HOME=relative'])(
    '%s: data and compiled code are where the system says that the user is at home',
    async (without) => {
      const empty = path.join(around.folder, 'elsewhere');
      await mkdir(empty, { recursive: true });
      const ran = await shell(
        { ...around, folder: empty },
        `unset KONTOR_DB; exec ${without} XDG_CACHE_HOME= "$NODE" "$KONTOR" config get db`,
      );
      expect(ran).toMatchObject({ code: 0, err: '' });
      expect(ran.out).toMatch(/^\/.*\/\.local\/share\/kontor\/kontor\.db\n$/);
      expect(await readdir(empty)).toEqual([]);
    },
  );

  it('a user that the system does not know, without a home, is told where it looked', async ({ skip }) => {
    if (process.getuid?.() !== 0) skip('only root can become somebody else');
    const ran = await shell(
      { ...around, folder: '/' },
      `unset KONTOR_DB HOME; exec setpriv --reuid 54321 --clear-groups "$NODE" "$KONTOR" account list`,
    );
    // That nobody may read where the program lies is no answer of the program.
    if (/EACCES|MODULE_NOT_FOUND/.test(ran.err) && !ran.err.startsWith('kontor:'))
      skip('the program is out of reach');
    expect(ran).toMatchObject({
      code: 6,
      err: expect.stringContaining('no kontor database at /.local/share'),
    });
  });

  it('a working folder that is gone is said, and needed by nothing else', async () => {
    const gone = (words: string) =>
      shell(around, `mkdir -p gone && cd gone && rmdir ../gone && kontor ${words}`);
    expect(await gone('--version')).toMatchObject({ code: 0, err: '' });
    expect(await gone('account list --help')).toMatchObject({ code: 0, err: '' });
    const ran = await gone('account list --json');
    expect(ran).toMatchObject({ code: 2, out: '' });
    expect(JSON.parse(ran.err).error.code).toBe('NO_WORKING_FOLDER');
  });

  it('a working folder that cannot be read is said', async ({ skip }) => {
    if (process.getuid?.() === 0) skip('root may read everything');
    const closed = path.join(around.folder, 'closed');
    await mkdir(closed);
    await chmod(closed, 0o300);
    expect((await shell(around, 'cd closed && kontor account list')).code).toBe(0);
    await chmod(closed, 0o600);
    const ran = await shell(around, 'cd closed 2> /dev/null || exit 9');
    expect(ran.code).toBe(9);
  });
});

describe.each(['000', '077'])('files that are made with umask %s', (umask) => {
  it('are for their owner alone', async () => {
    const folder = path.join(db.folder, `umask-${umask}`);
    await mkdir(folder);
    await cp(portrait, path.join(folder, 'portrait.png'));
    await writeFile(path.join(folder, 'receipt.txt'), 'Coffee 3.20\n');
    await writeFile(
      path.join(folder, 'clients.csv'),
      'account.key,First name,Last name,E-mail\nk-1,Jan,Weiß,jan@weiss.example\nk-2,No,Mail,no mail\n',
    );
    const given = new Set(await readdir(folder));
    const place = {
      db: path.join(folder, 'data', 'kontor.db'),
      folder,
      env: { KONTOR_MAIL_FOLDER: path.join(folder, 'mails') },
    };
    const ran = await shell(
      place,
      [
        `umask ${umask}`,
        'set -e',
        'kontor init --firm-name Weiß',
        'kontor config set portal-address https://portal.weiss.example',
        'kontor config set sender office@weiss.example',
        'kontor import clients.csv --keep-going || [ $? = 5 ]',
        'kontor contact access jan@weiss.example k-1 --login on --invite',
        'kontor document add k-1 receipt.txt',
        'kontor account photo set k-1 portrait.png',
        'kontor export accounts --out accounts.csv',
        'kontor document get 1 --out got.txt',
        'kontor account photo export k-1 photo.png',
        'kontor seed generate --accounts 1 --emit-ids ids.json',
        'kontor seed generate --accounts 1 --out firm.yaml',
        'kontor db backup nightly.backup',
        'KONTOR_DB=restored/kontor.db kontor db restore nightly.backup',
        // While somebody reads, what belongs to the log lies beside the database.
        `"$NODE" -e '
          const { Database } = require(process.argv[1]);
          const { statSync } = require("fs");
          const database = new Database(process.env.KONTOR_DB);
          database.configure("busyTimeout", 20000);
          database.all("select 1 from accounts", (error) => {
            if (error) throw error;
            const modes = ["", "-wal", "-shm"].map((end) => statSync(process.env.KONTOR_DB + end).mode & 0o777);
            console.log("modes " + modes.map((mode) => mode.toString(8)));
            database.close();
          });' "${path.resolve(import.meta.dirname, '../../node_modules/sqlite3')}"`,
      ].join('\n'),
    );
    expect(ran.err).not.toMatch(/^kontor:/m);
    expect(ran.code, ran.err).toBe(0);
    expect(ran.out).toContain('modes 600,600,600\n');
    const made = (await readdir(folder, { recursive: true })).filter((name) => !given.has(name));
    // All of them were really made.
    for (const name of [
      ...[
        'data/kontor.db',
        'data/kontor.db.files',
        'mails',
        'clients.csv.rejects.csv',
        'accounts.csv',
        'got.txt',
        'photo.png',
      ],
      ...[
        'ids.json',
        'firm.yaml',
        'nightly.backup',
        'restored/kontor.db',
        'restored/kontor.db.files',
        '.cache/kontor',
      ],
    ]) {
      expect(made).toContain(name);
    }
    const open: string[] = [];
    for (const name of made) {
      const stats = await lstat(path.join(folder, name));
      if ((stats.mode & 0o777) !== (stats.isDirectory() ? 0o700 : 0o600))
        open.push(`${(stats.mode & 0o777).toString(8)} ${name}`);
    }
    expect(open).toEqual([]);
    await rm(folder, { recursive: true });
  });
});

const reason = await straceMissing();

describe.skipIf(reason !== undefined)('the network', () => {
  /** Where processes of a line connected to, and the names that they looked up. */
  async function connections(env: Record<string, string>, ...argv: string[]) {
    const log = path.join(around.folder, 'network.log');
    const words = argv.map((word) => `'${word}'`).join(' ');
    const ran = await shell(
      { ...around, env },
      `exec strace -f -qq -s 200 -e trace=network,execve -e signal=none -o '${log}' "$NODE" '${program}' ${words}`,
    );
    const lines = (await readFile(log, 'utf8')).split('\n');
    const telling = lines.filter((line) => /\b(?:connect|sendto|sendmsg|bind|listen|execve)\(/.test(line));
    // The first one is the program itself; and the system may look up the name of a user.
    return { ran, lines: telling.slice(1).filter((line) => !line.includes('/nscd/socket')) };
  }

  it.each([
    [['account', 'list']],
    [['account', 'create', '--company-name', 'Bau AG', '--contact', '1']],
    [['doctor']],
    [['db', 'backup', 'network.backup', '--force']],
    [['export', 'accounts', '--out', 'network.csv', '--force']],
    [['contact', 'access', '1', '1', '--login', 'on', '--invite']],
    [['no-such-command']],
  ])('%j uses none', async (argv) => {
    const { ran, lines } = await connections({}, ...argv);
    expect(ran.err).not.toContain('Unexpected');
    expect(lines).toEqual([]);
  });

  it('is used for the mail server that is set, and nothing else', async () => {
    const server = await startMailServer();
    try {
      const { ran, lines } = await connections({ KONTOR_SMTP_URL: server.url }, 'mail', 'send');
      expect(ran.code).toBe(0);
      const port = new URL(server.url).port;
      const places = lines.filter((line) => line.includes('connect('));
      expect(places.length).toBeGreaterThan(0);
      for (const line of places) expect(line).toContain(`htons(${port})`);
      expect(server.arrived.length).toBeGreaterThan(0);
    } finally {
      await server.close();
    }
  });
});
