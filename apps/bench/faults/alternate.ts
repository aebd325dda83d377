import { connect, createServer, type Server, type Socket } from 'node:net';

/** Spreads connections over ports, as a load balancer that notices after a while that one of them does not answer. */
export interface Alternator {
  readonly port: number;
  /** Takes a port out of turn and cuts what it holds, or takes it in again. */
  use(port: number, is: boolean): void;
  add(port: number): void;
  close(): Promise<void>;
}

export async function alternate(): Promise<Alternator> {
  const ports = new Map<number, boolean>();
  const pairs = new Map<Socket, { readonly port: number; readonly other: Socket }>();
  let turn = 0;
  const server = createServer((socket) => {
    const inTurn = [...ports].filter(([, is]) => is).map(([port]) => port);
    const port = inTurn[turn++ % Math.max(1, inTurn.length)];
    if (port === undefined) return void socket.destroy();
    const other = connect(port, '127.0.0.1');
    pairs.set(socket, { port, other });
    const cut = (): void => {
      pairs.delete(socket);
      socket.destroy();
      other.destroy();
    };
    for (const end of [socket, other]) end.on('error', cut).on('close', cut);
    socket.pipe(other).pipe(socket);
  });
  return {
    port: await listen(server),
    add: (port) => void ports.set(port, true),
    use: (port, is) => {
      ports.set(port, is);
      // their answers never come; what was already sent may still be taken in by the one that sleeps
      if (!is) for (const [socket, pair] of pairs) if (pair.port === port) socket.destroy();
    },
    close: async () => {
      for (const socket of pairs.keys()) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listen(server: Server): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('no port'));
    });
  });
}
