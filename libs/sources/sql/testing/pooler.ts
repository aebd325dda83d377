import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from '#libs/local/ports.js';
import { until } from '#libs/local/testing/until.js';
import { startTethered } from '#libs/local/tethered.js';
import type { TestDatabase } from './database.js';

/** Debian puts it where only root looks. */
const PROGRAM = ['/usr/sbin/pgbouncer'].find((path) => existsSync(path)) ?? 'pgbouncer';
/** `nobody`: it refuses to run as root. */
const NOBODY = { uid: 65_534, gid: 65_534 };

export const hasPooler = (): boolean => spawnSync(PROGRAM, ['--version']).status === 0;

/**
 * pgbouncer in front of a database, as a housing system runs it: `pool_mode=transaction`, and a single session with the server that all
 * clients share. When it resolves it takes connections.
 */
export async function startPooler({ settings }: TestDatabase): Promise<{
  readonly port: number;
  connect(): Promise<Client>;
  stop(): Promise<void>;
}> {
  const dir = mkdtempSync(join(tmpdir(), 'lintel-pooler-'));
  const port = await freePort();
  const { host, database, user, password } = settings;
  writeFileSync(join(dir, 'users.txt'), `"${user}" "${password}"\n`);
  writeFileSync(
    join(dir, 'pooler.ini'),
    `[databases]
${database} = host=${host} port=${settings.port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port}
unix_socket_dir =
auth_type = plain
auth_file = ${dir}/users.txt
pool_mode = transaction
default_pool_size = 1
`,
  );
  chmodSync(dir, 0o755);
  const program = startTethered({
    command: PROGRAM,
    args: [join(dir, 'pooler.ini')],
    env: {},
    cwd: dir,
    log: join(dir, 'pooler.log'),
    stopSignal: 'INT',
    ...(process.getuid?.() === 0 ? { user: NOBODY } : {}),
  });
  const connect = async (): Promise<Client> => {
    const client = new Client({ ...settings, port });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  };
  const answers = (): Promise<boolean> =>
    connect().then(
      async (client) => (await client.end(), true),
      () => false,
    );
  await until('the pooler takes connections', answers);
  return {
    port,
    connect,
    stop: async () => {
      await program.stop();
      rmSync(dir, { recursive: true });
    },
  };
}
