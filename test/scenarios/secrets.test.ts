import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { contentsOf, onEachDatabase } from '../helpers/databases.ts';
import { cli } from '../helpers/run-cli.ts';

const secret = 'gehe1m-w0rt';

/** URLs as people write them, the password in each of them, right and wrong. */
const databases = [
  `postgres://kontor:${secret}@127.0.0.1:1/kontor`,
  `postgres://kontor:%40${secret}%2F%3F@127.0.0.1:1/kontor`,
  `postgres://kontor:a@${secret}@127.0.0.1:1/kontor`,
  `postgres://127.0.0.1:1/kontor?user=kontor&password=${secret}`,
  `postgres://kontor:${secret}/x#y@127.0.0.1:1/kontor`,
  `postgres://kontor:${secret}%zz@127.0.0.1:1/kontor`,
  `postgres://kontor:${secret}@127.0.0.1:no-port/kontor`,
  `postgres://kontor:${secret}@[::1`,
  `postgres:kontor:${secret}@127.0.0.1/kontor`,
  `postgres:/kontor:${secret}@127.0.0.1/kontor`,
  ` postgres://kontor:${secret}@127.0.0.1:1/kontor\n`,
  `"postgres://kontor:${secret}@127.0.0.1:1/kontor"`,
  `mysql://root:${secret}@127.0.0.1/kontor`,
  `postgres://kontor:${secret}@127.0.0.1:1/\u001b[2J`,
];
const mailServers = [
  `smtp://office:${secret}@127.0.0.1:1`,
  `smtps://office%40weiss.example:%40${secret}%2F@127.0.0.1:1`,
  `smtp://office:a@${secret}@127.0.0.1:1`,
  `smtp://office:${secret}/x@127.0.0.1:1`,
  `smtp://office:${secret}%zz@127.0.0.1:1`,
  `smtp://office:${secret}@127.0.0.1:no-port`,
  `smtp:office:${secret}@127.0.0.1`,
  `smtp://:${secret}@127.0.0.1:1`,
  `http://office:${secret}@127.0.0.1:1`,
];

/** What looks at settings, and what fails because of them. */
const lines = [
  ['config', 'list', '--origin'],
  ['config', 'get', 'db'],
  ['config', 'get', 'smtp-url'],
  ['doctor'],
  ['account', 'list'],
  ['db', 'status'],
  ['db', 'backup', 'x.backup'],
  ['mail', 'send'],
];

describe('passwords in URLs', () => {
  it.each(databases)('of a database are masked everywhere: %j', async (url) => {
    for (const line of lines) {
      for (const more of [[], ['--json'], ['--debug'], ['--debug', '--json']]) {
        const { code, out, err } = await cli({ db: url }).run(...line, ...more);
        expect(`${out}${err}`, line.join(' ')).not.toContain(secret);
        expect([0, 2, 6, 8]).toContain(code);
      }
    }
  });

  it.each(databases)('are masked also where they are no setting: %j', async (url) => {
    for (const line of [
      [url, 'list'],
      ['account', url.trim()],
      ['account', 'list', `--datenbank=${url}`],
      ['account', 'list', '-o', url],
    ]) {
      const { code, out, err } = await cli({ db: '/nowhere/kontor.db' }).run(...line);
      expect(code).toBe(2);
      // Of quotes and blanks within a password nobody knows where it ends.
      expect(`${out}${err}`, line.join(' ')).not.toContain(secret);
    }
  });

  it('a configuration file that is no JSON is not quoted: what stands around the mistake may be one', async () => {
    const { mkdtemp, rm } = await import('node:fs/promises');
    const folder = await mkdtemp('/tmp/kontor-');
    try {
      for (const broken of [
        `{ "smtp-url": "smtp://o:${secret}@h", }`,
        `{ "db": x${secret} }`,
        `${secret}`,
        `{ "db": "postgres://u:${secret}@h\n" }`,
        `{ "db": "postgres://u:p@h" "${secret}" }`,
      ]) {
        await writeFile(path.join(folder, 'kontor.config.json'), broken);
        const { code, out, err } = await cli({ cwd: folder }).run('account', 'list', '--debug');
        expect(code).toBe(2);
        expect(err).toContain('is not valid JSON');
        expect(`${out}${err.split('\n    at ')[0]}`, broken).not.toContain(secret);
      }
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  onEachDatabase((db) => {
    it.each(mailServers)('of a mail server are masked everywhere: %j', async (url) => {
      for (const line of lines) {
        const { out, err } = await db().runWith({ env: { KONTOR_SMTP_URL: url } }, ...line, '--debug');
        expect(`${out}${err}`, line.join(' ')).not.toContain(secret);
      }
    });

    it('of the database and of the mail server are in no record of changes and in no backup', async () => {
      const location = new URL(db().kind === 'postgres' ? db().location : 'postgres://none');
      location.password = secret;
      const env = { KONTOR_SMTP_URL: `smtp://office:${secret}@127.0.0.1:1`, PATH: process.env.PATH ?? '' };
      const settings = { env, ...(db().kind === 'postgres' ? { db: location.href } : {}) };
      for (const line of [
        ['init', '--firm-name', 'Weiß'],
        ['config', 'set', 'portal-address', 'https://portal.weiss.example'],
        ['config', 'set', 'sender', 'office@weiss.example'],
        ['contact', 'create', '--last-name', 'Weiß', '--email', 'jan@weiss.example'],
        ['account', 'create', '--contact', '1', '--login', 'on', '--invite'],
        ['mail', 'send', '--now'],
        ['db', 'backup', 'secrets.backup'],
      ]) {
        const { code, out, err } = await db().runWith(settings, ...line);
        expect([0, 7], `${line.join(' ')}: ${err}`).toContain(code);
        expect(`${out}${err}`).not.toContain(secret);
      }
      expect(await db().database.read(contentsOf)).not.toContain(secret);
      expect((await readFile(path.join(db().folder, 'secrets.backup'))).includes(secret)).toBe(false);
    });
  });
});

describe('errors that nobody foresaw', () => {
  it('say nothing that may be about a client, but with --debug', async () => {
    const { realApplication } = await import('../helpers/run-cli.ts');
    const said = 'insert into contacts values (Erika Müller)';
    const failing = (error: Error) => ({
      ...realApplication,
      openDatabase: async () => {
        throw error;
      },
    });
    for (const error of [
      new Error(said),
      Object.assign(new TypeError(said), { code: 'ERR_X' }),
      new SyntaxError(said),
    ]) {
      const application = failing(error);
      const ran = await cli({ db: '/x.db', application }).run('account', 'list', '--json');
      expect(ran.code).toBe(1);
      expect(ran.err).not.toContain('Erika');
      expect(ran.error().message).toContain(error.name);
      expect((await cli({ db: '/x.db', application }).run('account', 'list', '--debug')).err).toContain(
        'Erika',
      );
    }
  });
});
