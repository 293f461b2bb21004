import { afterEach, describe, expect, it } from 'vitest';
import type { Carrier, WrittenMail } from '../../src/mail/carriers/carrier.ts';
import { type Patience, smtpCarrier } from '../../src/mail/carriers/smtp.ts';
import { parseServer } from '../../src/mail/server.ts';
import {
  answer,
  closedPort,
  politely,
  type Script,
  startMailServer,
  startRawServer,
} from '../helpers/smtp-server.ts';

const open: Array<() => unknown> = [];
afterEach(async () => {
  for (const close of open.splice(0)) await close();
});

/** Nobody interrupts. */
const never = new AbortController().signal;
const raw = (text = 'Hello\r\n.dotted\r\n') => Buffer.from(`Subject: Test\r\n\r\n${text}`);
const mail = (more: Partial<WrittenMail> = {}): WrittenMail => ({
  id: 1,
  attempt: 1,
  at: '2026-03-04T05:06:07.890Z',
  envelope: { from: 'office@weiss.example', to: ['jan@weiss.example'] },
  raw: raw(),
  ...more,
});

const brief: Patience = { connect: 400, greeting: 400, silence: 400, session: 1500, mail: 2000 };
function carrierTo(url: string, tls: 'required' | 'off' = 'required', wait: Partial<Patience> = {}): Carrier {
  const server = parseServer(url);
  if (server === undefined) throw new Error(`not a URL: ${url}`);
  const carrier = smtpCarrier(server, { tls, wait: { ...brief, ...wait } });
  open.push(() => carrier.close());
  return carrier;
}
const realServer = async (options?: Parameters<typeof startMailServer>[0]) => {
  const server = await startMailServer(options);
  open.push(server.close);
  return server;
};
const rawServer = async (script: Script, options?: { greeting: string }) => {
  const server = await startRawServer(script, options);
  open.push(server.close);
  return server;
};
/** A server that is polite up to the line that begins like this. */
const except =
  (start: string, reply: Script): Script =>
  (line, socket) =>
    line.startsWith(start) ? reply(line, socket) : politely(line, socket);

describe('I6: what became of a mail', () => {
  it('sent, when the server took it; many go over one connection', async () => {
    const server = await realServer();
    const carrier = carrierTo(server.url);
    for (let id = 1; id <= 5; id += 1) {
      expect(await carrier.hand(mail({ id }), never)).toEqual({ state: 'sent', reason: null, stop: false });
    }
    expect(server.arrived.map(({ to }) => to)).toEqual(Array(5).fill(['jan@weiss.example']));
    expect(server.arrived[0]?.raw).toContain('Hello\r\n.dotted\r\n');
    expect(new Set(server.arrived.map(({ session }) => session)).size).toBe(1);
  });

  it.each([
    ['MAIL', '550 5.7.1 not from you', 'failed'],
    ['RCPT', '550 5.1.1 nobody here', 'failed'],
    ['DATA', '554 no', 'failed'],
    ['.', '554 5.7.1 looks like spam', 'failed'],
    ['MAIL', '451 4.3.0 later', 'deferred'],
    ['RCPT', '450 4.7.1 greylisted', 'deferred'],
    ['DATA', '451 later', 'deferred'],
    ['.', '452 4.3.1 no space', 'deferred'],
  ] as const)('%s answered with %s: %s, and the next one is tried', async (command, reply, state) => {
    let refused = false;
    const server = await rawServer(
      except(command, (line, socket) => {
        if (refused) return politely(line, socket);
        refused = true;
        return reply;
      }),
    );
    const carrier = carrierTo(server.url);
    expect(await carrier.hand(mail(), never)).toEqual({
      state,
      reason: `the mail server answered: ${reply}`,
      stop: false,
    });
    expect(await carrier.hand(mail(), never)).toMatchObject({ state: 'sent' });
  });

  it.each([
    ['a login is wanted', 'MAIL', '530 5.7.0 authentication required', 'deferred'],
    ['TLS is wanted', 'MAIL', '538 5.7.11 encryption required', 'deferred'],
    ['the server closes', 'MAIL', '421 4.7.0 too many connections', 'deferred'],
  ] as const)(
    '%s: that is no fault of the mail, and others are not tried',
    async (_what, command, reply, state) => {
      const server = await rawServer(except(command, () => reply));
      expect(await carrierTo(server.url).hand(mail(), never)).toEqual({
        state,
        reason: `the mail server answered: ${reply}`,
        stop: true,
      });
    },
  );

  const drop: Script = (_line, socket) => void socket.destroy();
  const end: Script = (_line, socket) => void socket.end();
  const silence: Script = () => undefined;
  const half: Script = (_line, socket) => void socket.end('2');

  it.each([
    ['MAIL', 'lost', drop],
    ['RCPT', 'lost', drop],
    ['DATA', 'lost', end],
    ['MAIL', 'silent', silence],
    ['DATA', 'silent', silence],
  ] as const)('connection %s: %s before the text: deferred', async (command, how, script) => {
    const server = await rawServer(except(command, script));
    const ended = await carrierTo(server.url).hand(mail(), never);
    expect(ended).toMatchObject({ state: 'deferred', stop: true });
    expect(ended.reason).toContain(how === 'lost' ? 'was lost before' : 'did not answer in time');
  });

  it('connection lost in the midst of the text: deferred, for the server has no end of it', async () => {
    const server = await rawServer((line, socket): string | undefined => {
      if (line === 'DATA') {
        // It takes nothing more, so the text cannot have gone out as a whole.
        socket.pause();
        setTimeout(() => socket.destroy(), 200);
      }
      return politely(line, socket);
    });
    const large = raw(`${'x'.repeat(76)}\r\n`.repeat(400_000));
    expect(await carrierTo(server.url).hand(mail({ raw: large }), never)).toMatchObject({
      state: 'deferred',
      reason: expect.stringContaining('was lost before the mail was handed over'),
    });
  });

  it.each([
    ['lost', drop],
    ['ended', end],
    ['silent', silence],
    ['nonsense', () => 'what?'],
    ['half an answer', half],
  ] as const)('connection %s behind the text: uncertain', async (_how, script) => {
    const server = await rawServer(except('.', script));
    expect(await carrierTo(server.url).hand(mail(), never)).toEqual({
      state: 'uncertain',
      reason: expect.stringMatching(/^the mail server 127\.0\.0\.1:\d+ got the mail and did not answer$/),
      stop: true,
    });
    expect(server.lines.filter((line) => line === '.')).toHaveLength(1);
  });

  it.each([
    ['EHLO', 'queued', 'was interrupted before'],
    ['RCPT', 'queued', 'was interrupted before'],
    ['.', 'uncertain', 'got the mail and had not answered'],
  ] as const)('given up while the server is silent at %s: %s', async (command, state, reason) => {
    const giveUp = new AbortController();
    const server = await rawServer(
      except(command, () => {
        setTimeout(() => giveUp.abort(), 50);
        return undefined;
      }),
    );
    const patient = { connect: 60_000, greeting: 60_000, silence: 60_000, session: 60_000, mail: 60_000 };
    expect(await carrierTo(server.url, 'required', patient).hand(mail(), giveUp.signal)).toEqual({
      state,
      reason: expect.stringContaining(reason),
      stop: true,
    });
  });

  it('a server that goes on slowly is not waited for without end', async () => {
    const server = await rawServer(
      except('MAIL', (_line, socket) => {
        const timer = setInterval(() => socket.write('250-wait\r\n'), 100);
        socket.on('close', () => clearInterval(timer));
        return undefined;
      }),
    );
    expect(await carrierTo(server.url, 'required', { mail: 600 }).hand(mail(), never)).toMatchObject({
      state: 'deferred',
      reason: expect.stringContaining('did not answer in time'),
    });
  });

  it('nor is one that is slow to open a session', async () => {
    const server = await rawServer(
      except('EHLO', (_line, socket) => {
        const timer = setInterval(() => socket.write('250-wait\r\n'), 100);
        socket.on('close', () => clearInterval(timer));
        return undefined;
      }),
    );
    expect(await carrierTo(server.url, 'required', { session: 600 }).hand(mail(), never)).toMatchObject({
      state: 'queued',
      reason: expect.stringContaining('did not answer in time'),
    });
  });

  it('a server that is down leaves it in the outbox; nothing is wrong with the mail', async () => {
    const port = await closedPort();
    expect(await carrierTo(`smtp://127.0.0.1:${port}`).hand(mail(), never)).toEqual({
      state: 'queued',
      reason: `the mail server 127.0.0.1:${port} cannot be reached (ECONNREFUSED)`,
      stop: true,
    });
    expect(await carrierTo('smtp://mail.invalid').hand(mail(), never)).toMatchObject({
      state: 'queued',
      stop: true,
    });
  });

  it('so does one that does not greet; one that greets with a refusal puts it off', async () => {
    const silent = await rawServer(politely, { greeting: '' });
    expect(await carrierTo(silent.url).hand(mail(), never)).toMatchObject({
      state: 'queued',
      reason: expect.stringContaining('did not answer in time'),
    });
    const closed = await rawServer(politely, { greeting: '554 no service' });
    expect(await carrierTo(closed.url).hand(mail(), never)).toMatchObject({
      state: 'deferred',
      reason: expect.stringContaining('takes no mail now: 554 no service'),
      stop: true,
    });
  });

  it('a connection that the server ended between two mails is made anew', async () => {
    let mails = 0;
    const server = await rawServer((line, socket) => {
      if (line === '.') mails += 1;
      // Behind every second mail it hangs up without a word, at the next command.
      if (line.startsWith('MAIL') && mails % 2 === 1) {
        mails += 1;
        socket.destroy();
        return undefined;
      }
      return politely(line, socket);
    });
    const carrier = carrierTo(server.url);
    for (let id = 1; id <= 4; id += 1) {
      expect(await carrier.hand(mail({ id }), never), `mail ${id}`).toMatchObject({ state: 'sent' });
    }
    expect(server.lines.filter((line) => line === '.')).toHaveLength(4);
    expect(server.connections()).toBe(4);
  });
});

describe('the end of a connection', () => {
  it('is not waited for where the server does not say goodbye', async () => {
    const server = await rawServer(except('QUIT', () => undefined));
    const carrier = carrierTo(server.url);
    expect(await carrier.hand(mail(), never)).toMatchObject({ state: 'sent' });
    const before = performance.now();
    carrier.close();
    await server.allClosed();
    expect(performance.now() - before).toBeLessThan(4000);
    expect(server.lines.at(-1)).toBe('QUIT');
  });
});

describe('who logs in', () => {
  const password = 'päss:w@rd/?#%';
  const loggingIn = (port: number, secret = password) =>
    `smtp://erika%40weiss.example:${encodeURIComponent(secret)}@127.0.0.1:${port}`;
  const checking = () =>
    realServer({
      authOptional: false,
      onAuth: ({ username, password: given }, _session, done) =>
        given === password
          ? done(null, { user: username ?? '' })
          : done(answer(535, `5.7.8 wrong password ${given}`)),
    });

  it('user and password of the URL are decoded', async () => {
    const server = await checking();
    expect(await carrierTo(loggingIn(server.port)).hand(mail(), never)).toMatchObject({ state: 'sent' });
    expect(server.arrived[0]?.user).toBe('erika@weiss.example');
  });

  it('a wrong password puts the mail off', async () => {
    const server = await checking();
    const ended = await carrierTo(loggingIn(server.port, 'wrong-password')).hand(mail(), never);
    expect(ended).toMatchObject({ state: 'deferred', stop: true });
    expect(ended.reason).toContain('refused the user or password');
    expect(server.arrived).toEqual([]);
  });
});

describe('TLS', () => {
  /** On this machine, too, but not known to be: 0.0.0.0 leads here and is no name of it. */
  const elsewhere = (port: number) => `smtp://0.0.0.0:${port}`;

  it('is required: a server without it gets nothing in the clear', async () => {
    const server = await rawServer(except('STARTTLS', () => '502 not implemented'));
    const url = elsewhere(server.port).replace('//', '//erika:secret-password@');
    const ended = await carrierTo(url).hand(mail(), never);
    expect(ended).toMatchObject({ state: 'deferred', stop: true });
    expect(ended.reason).toContain('offers no TLS, so nothing was sent: 502');
    expect(ended.reason).toContain('KONTOR_SMTP_TLS=off');
    expect(server.lines.join('\n')).toMatch(/^EHLO [^\n]+\nSTARTTLS(\n|$)/);
    expect(server.lines.join('\n')).not.toMatch(/AUTH|MAIL|Hello/);
  });

  it('is required: a certificate of nobody knows whom is not trusted', async () => {
    for (const scheme of ['smtp', 'smtps'] as const) {
      const server = await realServer({ disabledCommands: [], secure: scheme === 'smtps' });
      const ended = await carrierTo(elsewhere(server.port).replace('smtp', scheme)).hand(mail(), never);
      expect(ended, scheme).toMatchObject({ state: 'deferred', stop: true });
      expect(ended.reason, scheme).toMatch(/cannot be trusted with TLS: .*certificate/);
      expect(server.arrived).toEqual([]);
    }
  });

  it('can be switched off by name', async () => {
    const server = await realServer();
    expect(await carrierTo(elsewhere(server.port), 'off').hand(mail(), never)).toMatchObject({
      state: 'sent',
    });
    expect(server.arrived[0]?.secure).toBe(false);
  });

  it('is used where this machine offers it, whatever its certificate says', async () => {
    const server = await realServer({ disabledCommands: [] });
    expect(await carrierTo(server.url).hand(mail(), never)).toMatchObject({ state: 'sent' });
    expect(server.arrived[0]?.secure).toBe(true);
  });
});
