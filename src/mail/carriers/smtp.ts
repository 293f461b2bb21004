import { Readable } from 'node:stream';
import type SMTPConnection from 'nodemailer/lib/smtp-connection';
import type { Handover } from '../../domain/mail/model.ts';
import { isThisMachine, type MailServer } from '../server.ts';
import type { Carrier, WrittenMail } from './carrier.ts';
import { endingOf, givenUp } from './smtp-endings.ts';

/** How long to wait for the server, in milliseconds; together well below the time that a claim holds. */
export interface Patience {
  connect: number;
  greeting: number;
  /** Without a word from the server. */
  silence: number;
  /** For opening a session as a whole: connection, greeting, TLS, login. */
  session: number;
  /** For one mail as a whole. */
  mail: number;
}

/** How long a server may take to end a connection that we ended. */
const farewell = 1000;

const patience: Patience = {
  connect: 60_000,
  greeting: 30_000,
  silence: 300_000,
  session: 120_000,
  mail: 420_000,
};

/**
 * Mails by SMTP, over one connection for as many as it lasts. TLS is required and the server's certificate checked, unless
 * the host is this machine or `tls` is off.
 */
export function smtpCarrier(
  server: MailServer,
  { tls, wait = patience }: { tls: 'required' | 'off'; wait?: Patience },
): Carrier {
  const { host, port, user, password } = server;
  let connection: SMTPConnection | undefined;

  const connect = async (giveUp: AbortSignal): Promise<SMTPConnection> => {
    const { default: Connection } = await import('nodemailer/lib/smtp-connection');
    if (giveUp.aborted) throw interrupted();
    const made = new Connection({ host, port, ...encryption(server, tls), ...timeouts(wait) });
    return new Promise((resolve, reject) => {
      const unlimited = limit(wait.session, giveUp, (error) => opened(error));
      made.on('error', reject);
      made.once('end', () => {
        unlimited();
        if (connection === made) connection = undefined;
        reject(Object.assign(new Error('closed'), { code: 'ECONNECTION' }));
      });
      const opened = (error?: Error | null) => {
        unlimited();
        if (!error) return resolve(made);
        reject(error);
        made.close();
      };
      made.connect((error) => {
        if (error || user === undefined || password === undefined) return opened(error);
        made.login({ credentials: { user, pass: password } }, opened);
      });
    });
  };

  /** One try on one connection, the one that is open or a new one. */
  const attempt = async (mail: WrittenMail, giveUp: AbortSignal): Promise<Ended> => {
    const reused = connection !== undefined;
    try {
      connection ??= await connect(giveUp);
    } catch (error) {
      return { ...endingOf(error, 'opening', server), worn: false };
    }
    const text = Readable.from(slices(mail.raw), { objectMode: false });
    try {
      await send(connection, mail, text, { milliseconds: wait.mail, giveUp });
      return { state: 'sent', reason: null, stop: false, worn: false };
    } catch (error) {
      // What a server remembers of a mail that it did not take is no foundation for the next one.
      connection?.close();
      connection = undefined;
      // The dot that ends the text goes out behind its last piece and not before.
      const ended = endingOf(error, text.readableEnded ? 'sent' : 'sending', server);
      const inTime = (error as { code?: string }).code !== 'ETIMEDOUT';
      return { ...ended, worn: reused && inTime && ended.stop && ended.state === 'deferred' };
    }
  };

  return {
    secrets: secretsOf(server),
    hand: async (mail, giveUp) => {
      const first = await attempt(mail, giveUp);
      const { state, reason, stop } = first.worn ? await attempt(mail, giveUp) : first;
      return { state, reason, stop };
    },
    tryOut: async (giveUp) => {
      try {
        connection ??= await connect(giveUp);
        return undefined;
      } catch (error) {
        const ended = giveUp.aborted ? timedOut() : error;
        return endingOf(ended, 'opening', server).reason ?? '';
      }
    },
    close: () => {
      const last = connection;
      connection = undefined;
      last?.quit();
      // Nobody waits for a server that does not say goodbye.
      setTimeout(() => last?.close(), farewell).unref();
    },
  };
}

interface Ended extends Handover {
  /** The connection had carried mails before: servers end it after some of them, which says nothing about a new one. */
  worn: boolean;
}

const encryption = ({ host, secure }: MailServer, tls: 'required' | 'off'): SMTPConnection.Options => {
  // Nobody stands between us and this machine, and its certificates seldom bear the name `localhost`.
  if (isThisMachine(host)) return { secure, tls: { rejectUnauthorized: false } };
  return tls === 'required' ? { secure, requireTLS: true } : { secure, ignoreTLS: true };
};

const timeouts = ({ connect, greeting, silence }: Patience): SMTPConnection.Options => ({
  connectionTimeout: connect,
  greetingTimeout: greeting,
  socketTimeout: silence,
  socketCloseTimeout: farewell,
});

/** The password, and the forms in which it goes to the server. */
const secretsOf = ({ user, password }: MailServer): string[] => {
  if (password === undefined) return [];
  const base64 = (text: string) => Buffer.from(text).toString('base64');
  return [password, base64(password), base64(`\0${user}\0${password}`)];
};

const timedOut = () => Object.assign(new Error('timeout'), { code: 'ETIMEDOUT' });
const interrupted = () => Object.assign(new Error('interrupted'), { code: givenUp });

/** Ends something after so many milliseconds or when it is given up, once; returns what takes that back. */
function limit(milliseconds: number, giveUp: AbortSignal, end: (error: Error) => void): () => void {
  const forget = () => {
    clearTimeout(timer);
    giveUp.removeEventListener('abort', stop);
  };
  const timer = setTimeout(() => {
    forget();
    end(timedOut());
  }, milliseconds);
  const stop = () => {
    forget();
    end(interrupted());
  };
  giveUp.addEventListener('abort', stop, { once: true });
  return forget;
}

/** Small pieces: how far the sending came can be told only between two of them. */
function* slices(raw: Buffer): Generator<Buffer> {
  for (let start = 0; start < raw.length; start += 16_384) yield raw.subarray(start, start + 16_384);
}

const send = (
  connection: SMTPConnection,
  mail: WrittenMail,
  text: Readable,
  { milliseconds, giveUp }: { milliseconds: number; giveUp: AbortSignal },
) =>
  new Promise<void>((resolve, reject) => {
    if (giveUp.aborted) return reject(interrupted());
    const unlimited = limit(milliseconds, giveUp, reject);
    connection.send({ ...mail.envelope }, text, (error) => {
      unlimited();
      if (error) reject(error);
      else resolve();
    });
  });
