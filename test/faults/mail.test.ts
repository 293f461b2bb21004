import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as later } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { run, start } from '../e2e/program.ts';
import { dispose, freshDatabase, onEachDatabase } from '../helpers/databases.ts';
import { closedPort, politely, startMailServer, startRawServer } from '../helpers/smtp-server.ts';
import { mailRows, queueInvitations, setUpFirm } from '../mail/outbox.ts';

const closing: Array<() => Promise<void>> = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});
const realServer = async (...options: Parameters<typeof startMailServer>) => {
  const server = await startMailServer(...options);
  closing.push(server.close);
  return server;
};
const rawServer = async (...options: Parameters<typeof startRawServer>) => {
  const server = await startRawServer(...options);
  closing.push(server.close);
  return server;
};
/** Links of these tests outlive the clock of the machine. */
const queue = async (db: Parameters<typeof queueInvitations>[0], addresses: string[]) => {
  await queueInvitations(db, addresses);
  await db.write((deps) => deps.trx('portal_links').update({ expires_at: '2999-01-01T00:00:00.000Z' }));
};
const addresses = (count: number) => Array.from({ length: count }, (_, index) => `client${index}@b.example`);
const until = async (holds: () => boolean | Promise<boolean>) => {
  for (let tries = 0; !(await holds()); tries += 1) {
    if (tries === 500) throw new Error('it did not happen');
    await later(20);
  }
};

describe('mail, by the built program', () => {
  onEachDatabase((db) => {
    const around = (env: Record<string, string> = {}) => ({ db: db().location, folder: db().folder, env });
    const states = async () => (await mailRows(db())).map(({ state }) => state);
    beforeEach(() => setUpFirm(db()));

    it('I6: kill -9 between the text and the answer: uncertain, and not sent again until it is resolved', async () => {
      await queue(db(), ['jan@weiss.example']);
      // It takes the text and says nothing more.
      const silent = await rawServer((line, socket) => (line === '.' ? undefined : politely(line, socket)));
      const { child, ended } = start(around({ KONTOR_SMTP_URL: silent.url }), 'mail', 'send');
      await until(() => silent.lines.includes('.'));
      expect(await states()).toEqual(['sending']);
      child.kill('SIGKILL');
      expect(await ended).toMatchObject({ signal: 'SIGKILL' });

      const shown = await run(around(), 'mail', 'list', '--json');
      expect(JSON.parse(shown.out)).toMatchObject([{ state: 'uncertain', attempts: 1 }]);
      const server = await realServer();
      const env = { KONTOR_SMTP_URL: server.url };
      expect(await run(around(env), 'mail', 'send', '--now')).toMatchObject({
        code: 0,
        err: '✓ no mail waits for its delivery\n',
      });
      expect(await run(around(env), 'mail', 'send', '1')).toMatchObject({
        code: 4,
        err: expect.stringContaining('kontor mail resolve 1 --again'),
      });
      expect([await states(), server.arrived]).toEqual([['uncertain'], []]);
      expect(await run(around(env), 'mail', 'resolve', '1', '--again')).toMatchObject({ code: 0 });
      expect(await run(around(env), 'mail', 'send')).toMatchObject({ code: 0 });
      expect(server.arrived.map(({ to }) => to)).toEqual([['jan@weiss.example']]);
      expect(await states()).toEqual(['sent']);
    });

    it('I6: two senders at once send each mail once', async () => {
      await queue(db(), addresses(40));
      const server = await realServer();
      const env = { KONTOR_SMTP_URL: server.url };
      const ends = await Promise.all([1, 2].map(() => run(around(env), 'mail', 'send', '--json')));
      for (const { code, err } of ends) expect(code, err).toBe(0);
      expect(server.arrived).toHaveLength(40);
      expect(new Set(server.arrived.map(({ to }) => to[0]))).toEqual(new Set(addresses(40)));
      expect(new Set(await states())).toEqual(new Set(['sent']));
      // Each has one connection, however many mails go over it.
      expect(new Set(server.arrived.map(({ session }) => session)).size).toBeLessThanOrEqual(2);
    });

    it('I6: a server that is down delays mail; a later send delivers it once', async () => {
      await queue(db(), addresses(3));
      const port = await closedPort();
      const ran = await run(around({ KONTOR_SMTP_URL: `smtp://127.0.0.1:${port}` }), 'mail', 'send');
      expect(ran).toMatchObject({
        code: 7,
        err: expect.stringContaining('cannot be reached (ECONNREFUSED)'),
      });
      expect(await states()).toEqual(['queued', 'queued', 'queued']);
      const server = await realServer();
      expect(await run(around({ KONTOR_SMTP_URL: server.url }), 'mail', 'send')).toMatchObject({ code: 0 });
      expect(server.arrived).toHaveLength(3);
      const tokens = server.arrived.map(({ mail }) => /token=(\S+)/.exec(mail.text ?? '')?.[1] ?? '');
      const stored = await db().contents();
      for (const token of tokens) expect(stored).not.toContain(token.split('.')[1]);
    });

    it('Ctrl-C ends it behind the current mail, and says what was done', async () => {
      await queue(db(), addresses(3));
      let answerText = () => {};
      const server = await rawServer((line, socket) => {
        if (line !== '.') return politely(line, socket);
        answerText = () => socket.write('250 ok\r\n');
        return undefined;
      });
      const { child, ended } = start(around({ KONTOR_SMTP_URL: server.url }), 'mail', 'send');
      await until(() => server.lines.includes('.'));
      child.kill('SIGINT');
      await later(200);
      answerText();
      expect(await ended).toMatchObject({
        code: 130,
        out: '',
        err:
          'kontor: interrupted while mails were sent: 1 of 3 are sent, 2 wait in the outbox; ' +
          'everything else is saved\n',
      });
      expect(await states()).toEqual(['sent', 'queued', 'queued']);
    });

    it('Ctrl-C does not wait for a server that never answers: nobody knows about that mail, and that is said', async () => {
      await queue(db(), addresses(3));
      const server = await rawServer((line, socket) => (line === '.' ? undefined : politely(line, socket)));
      const { child, ended } = start(around({ KONTOR_SMTP_URL: server.url }), 'mail', 'send');
      await until(() => server.lines.includes('.'));
      child.kill('SIGINT');
      const { code, err } = await ended;
      expect(code).toBe(130);
      expect(err).toContain('0 of 3 are sent, mail 1 to');
      expect(err).toContain('is uncertain');
      expect(err).toContain('2 wait in the outbox');
      expect(err).toContain('kontor mail resolve 1');
      expect(await states()).toEqual(['uncertain', 'queued', 'queued']);
    });
  });
});

describe('the secrets of mail', () => {
  it('TLS: a certificate of a known authority is trusted, and the password goes through TLS alone', async () => {
    const db = await freshDatabase('sqlite');
    try {
      const [key, cert] = [path.join(db.folder, 'key.pem'), path.join(db.folder, 'cert.pem')];
      execFileSync(
        'openssl',
        `req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=test -addext subjectAltName=IP:0.0.0.0 -keyout ${key} -out ${cert}`.split(
          ' ',
        ),
        { stdio: 'ignore' },
      );
      const server = await realServer({
        disabledCommands: [],
        authOptional: false,
        key: readFileSync(key),
        cert: readFileSync(cert),
        onAuth: ({ username, password }, session, done) =>
          done(session.secure && password === 'hunter2-secret' ? null : new Error('no'), {
            user: username ?? '',
          }),
      });
      await setUpFirm(db);
      await queue(db, ['jan@weiss.example']);
      const env = {
        // 0.0.0.0 leads to this machine and is no name of it.
        KONTOR_SMTP_URL: `smtp://erika:hunter2-secret@0.0.0.0:${server.port}`,
        NODE_EXTRA_CA_CERTS: cert,
      };
      const ran = await run({ db: db.location, folder: db.folder, env }, 'mail', 'send', '--debug');
      expect(ran, ran.err).toMatchObject({ code: 0 });
      expect(server.arrived).toMatchObject([{ secure: true, user: 'erika' }]);
    } finally {
      await dispose(db);
    }
  });

  it('I5: no password of a mail server and no token is in any output, also with --debug', async () => {
    const db = await freshDatabase('sqlite');
    try {
      let token = '';
      // It quotes everything back: the password when logging in, the link when refusing the text.
      let login = '535 no';
      const server = await rawServer((line, socket) => {
        if (/^EHLO/.test(line)) return '250-raw\r\n250 AUTH PLAIN';
        if (/^AUTH/.test(line)) return `${login} ${line} ${Buffer.from(line.split(' ')[2] ?? '', 'base64')}`;
        if (line !== '.') return politely(line, socket);
        const text = server.lines.join('\n').replace(/=\n/g, '').replaceAll('=3D', '=');
        token = /token=([\w.-]+)/.exec(text)?.[1] ?? '';
        return `554 spam: https://portal.weiss.example/accept?token=${token}`;
      });
      await setUpFirm(db);
      await queue(db, ['jan@weiss.example']);
      const url = `smtp://erika:hunter2-secret@127.0.0.1:${server.port}`;
      const around = { db: db.location, folder: db.folder, env: { KONTOR_SMTP_URL: url } };
      const outputs: string[] = [];
      const say = async (...argv: string[]) => {
        for (const more of [[], ['--json'], ['--debug']]) {
          const { out, err } = await run(around, ...argv, ...more);
          outputs.push(out, err);
        }
      };
      await say('mail', 'send', '--now');
      expect(outputs.join('')).toContain('refused the user or password');
      login = '235 welcome';
      await say('mail', 'send', '--now');
      expect(token).toMatch(/^[\w-]+\.[\w-]+$/);
      for (const line of [
        'mail list',
        'mail show 1',
        'audit list',
        'config list --origin',
        'config get smtp-url',
      ]) {
        await say(...line.split(' '));
      }
      await say('mail', 'send', '--nonsense');
      const said = outputs.join('\n');
      expect(said).toContain('smtp://erika:***@127.0.0.1');
      expect(said).toContain('554 spam');
      const password = ['hunter2', Buffer.from('\0erika\0hunter2-secret').toString('base64')];
      const [selector = '', verifier = ''] = token.split('.');
      for (const secret of [...password, selector, verifier]) expect(said).not.toContain(secret);
      // By the selector a token is found; it opens nothing.
      const stored = await db.contents();
      for (const secret of [...password, verifier]) expect(stored).not.toContain(secret);
    } finally {
      await dispose(db);
    }
  });
});
