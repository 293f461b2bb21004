import { once } from 'node:events';
import net, { type AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail as it arrived. */
export interface Arrived {
  from: string;
  to: string[];
  raw: string;
  mail: Email;
  /** Whether it came through TLS, and who had logged in. */
  secure: boolean;
  user: string | undefined;
  /** Which connection it came by. */
  session: string;
}

export interface MailServerUnderTest {
  port: number;
  url: string;
  arrived: Arrived[];
  close: () => Promise<void>;
}

/** An error that the server answers with. */
export const answer = (code: number, text: string): Error =>
  Object.assign(new Error(text), { responseCode: code });

/** A real mail server on this machine; it offers no TLS unless the options say so. */
export async function startMailServer(options: SMTPServerOptions = {}): Promise<MailServerUnderTest> {
  const arrived: Arrived[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        const raw = Buffer.concat(chunks);
        const { mailFrom, rcptTo } = session.envelope;
        arrived.push({
          from: mailFrom === false ? '' : mailFrom.address,
          to: rcptTo.map(({ address }) => address),
          raw: raw.toString('utf8'),
          mail: await PostalMime.parse(raw),
          secure: session.secure,
          user: session.user,
          session: session.id,
        });
        done();
      });
    },
    ...options,
  });
  server.on('error', () => {});
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    arrived,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** What a server does with one line of a client, or with the whole text; nothing is silence. */
export type Script = (line: string, socket: net.Socket) => string | undefined;

export interface RawServer {
  port: number;
  url: string;
  /** All that clients said, the texts of mails included. */
  lines: string[];
  /** How many connections there were. */
  connections: () => number;
  /** When no connection is open any more. */
  allClosed: () => Promise<void>;
  close: () => Promise<void>;
}

/** A server that says exactly what a test wants: greets, and answers each line, and the end of the text as `.`. */
export async function startRawServer(
  script: Script,
  { greeting = '220 raw' }: { greeting?: string | undefined } = {},
): Promise<RawServer> {
  const lines: string[] = [];
  const sockets = new Set<net.Socket>();
  let connections = 0;
  const server = net.createServer((socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => {});
    if (greeting !== '') socket.write(`${greeting}\r\n`);
    let waiting = '';
    let inText = false;
    socket.on('data', (data) => {
      waiting += data.toString('latin1');
      for (let end = waiting.indexOf('\r\n'); end >= 0; end = waiting.indexOf('\r\n')) {
        const line = waiting.slice(0, end);
        waiting = waiting.slice(end + 2);
        lines.push(line);
        if (inText && line !== '.') continue;
        inText = false;
        const reply = script(line, socket);
        if (reply === undefined) continue;
        inText = reply.startsWith('354');
        if (!socket.destroyed) socket.write(`${reply}\r\n`);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    lines,
    connections: () => connections,
    allClosed: async () => {
      for (const socket of [...sockets]) if (!socket.destroyed) await once(socket, 'close');
    },
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets) socket.destroy();
        server.close(() => resolve());
      }),
  };
}

/** The answers of a server that takes everything. */
export const politely: Script = (line) => {
  if (/^EHLO/i.test(line)) return '250-raw\r\n250 8BITMIME';
  if (/^DATA$/i.test(line)) return '354 go on';
  if (/^QUIT/i.test(line)) return '221 bye';
  return '250 ok';
};

/** A port on which nobody listens. */
export async function closedPort(): Promise<number> {
  const server = net.createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
