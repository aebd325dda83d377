import { createServer, connect } from 'node:net';
import { ConfigError } from '#libs/model/errors.js';

const LOOPBACK = '127.0.0.1';

/** A loopback port that nobody listens on now. Nothing reserves it: another program may take it at any time. */
export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, LOOPBACK, () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}

/** Throws ConfigError `port-taken` where somebody listens on the loopback port. `what` is it for; `variable` is the setting that chooses another. */
export async function requireFreePort(port: number, what: string, variable: string): Promise<void> {
  if (await isFree(port)) return;
  throw new ConfigError(
    'port-taken',
    `Port ${port} for ${what} is taken by another program`,
    undefined,
    `Stop that program, or choose another port: ${variable}=<port>.`,
  );
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen({ port, host: LOOPBACK, exclusive: true }, () => server.close(() => resolve(true)));
  });
}

/** Tells whether somebody takes a connection on the loopback port within a second. */
export function isAnswering(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ port, host: LOOPBACK });
    const finish = (open: boolean) => () => {
      socket.destroy();
      resolve(open);
    };
    socket.once('connect', finish(true)).once('error', finish(false)).setTimeout(1000, finish(false));
  });
}
