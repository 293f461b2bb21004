import net from 'node:net';

/** A server between a client and PostgreSQL that loses the connection at a certain moment. */
export interface CuttingServer {
  /** The same URL by way of this server. */
  readonly url: string;
  /** How often it cut a connection. */
  cuts: number;
  close: () => Promise<void>;
}

/** Passes on what both say until the client has said `words`; that still arrives, but its answer does not. */
export async function cutAfter(target: string, words: string): Promise<CuttingServer> {
  const { hostname, port } = new URL(target);
  const sockets = new Set<net.Socket>();
  const server = net.createServer((client) => {
    const upstream = net.connect(Number(port || 5432), hostname);
    let isCut = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    client.on('data', (data) => {
      upstream.write(data);
      isCut ||= data.includes(words);
    });
    upstream.on('data', (data) => {
      if (!isCut) client.write(data);
      else if (!client.destroyed) {
        // It has been answered, so it is done; nobody will hear of it.
        cutting.cuts += 1;
        client.destroy();
        upstream.end();
      }
    });
    client.on('close', () => upstream.end());
    upstream.on('close', () => client.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(target);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as net.AddressInfo).port);
  const cutting: CuttingServer = {
    url: url.href,
    cuts: 0,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return cutting;
}
