import { createServer, connect, type Server, type Socket } from 'node:net';

/** A TCP proxy on loopback. It can take a server away from its clients, and counts what they open. */
export interface TcpProxy {
  readonly port: number;
  /** Connections accepted since the beginning. */
  readonly accepted: () => number;
  /** Connections open now. */
  readonly open: () => number;
  /** Cuts every connection and takes none. */
  goAway(): Promise<void>;
  /** Takes connections and what comes through them, and passes nothing on. */
  goSilent(): void;
  /** Cuts what was silent. */
  comeBack(): Promise<void>;
}

/** Starts a proxy to `target`. When it resolves it takes connections. */
export async function startTcpProxy(target: {
  readonly host: string;
  readonly port: number;
}): Promise<TcpProxy> {
  const clients = new Set<Socket>();
  let accepted = 0;
  let isSilent = false;
  const cutAll = (): void => clients.forEach((client) => client.destroy());
  const server = createServer((client) => {
    accepted += 1;
    clients.add(client);
    const upstream = connect(target.port, target.host);
    client.on('data', (chunk) => isSilent || upstream.write(chunk));
    upstream.on('data', (chunk) => isSilent || client.write(chunk));
    client.on('close', () => {
      clients.delete(client);
      upstream.destroy();
    });
    upstream.on('close', () => isSilent || client.destroy());
    for (const socket of [client, upstream]) socket.on('error', () => undefined); // its close follows
  });
  const port = await listen(server, 0);
  return {
    port,
    accepted: () => accepted,
    open: () => clients.size,
    async goAway() {
      if (!server.listening) return;
      const closed = new Promise((resolve) => server.close(resolve));
      cutAll();
      await closed;
    },
    goSilent() {
      isSilent = true;
    },
    async comeBack() {
      if (isSilent) cutAll();
      isSilent = false;
      if (!server.listening) await listen(server, port);
    },
  };
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address !== null ? address.port : port);
    });
  });
