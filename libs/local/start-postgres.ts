import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TransientError } from '#libs/model/errors.js';
import { takeLock } from './lock.js';
import { packageRoot } from './package-root.js';
import { freePort, requireFreePort } from './ports.js';
import { postgresBinaries } from './postgres-binaries.js';
import {
  serverEnvironment,
  initialiseOnce,
  superuserPassword,
  type PostgresFolders,
} from './postgres-data.js';
import { changeOwner, postgresHome, postgresUser } from './postgres-user.js';
import { commandLine } from './process-identity.js';
import { startTethered, stopOrphan, tailOf, type Tethered } from './tethered.js';

/** How a PostgreSQL of our own is started. */
export interface PostgresOptions {
  /** Holds data, password, log and lock of this server, and of nothing else. */
  readonly dir: string;
  /** A fixed port; without it a free one is found. */
  readonly port?: number;
  /** False, for tests: the server does not wait for the disk, and its data does not survive a loss of power. Default true. */
  readonly durable?: boolean;
  /** PEM files of certificate and key. With them the server takes TLS as well. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** The checkout whose node_modules hold the binaries. */
  readonly root?: string;
}

/** A PostgreSQL of our own that was started. */
export interface LocalPostgres {
  /** Connects the superuser to the database `postgres`; holds the password. */
  readonly url: string;
  readonly pid: number;
  /** False once the server has ended, for whatever reason. Nobody starts it again. */
  readonly running: () => boolean;
  /** Stops the server without waiting for its clients, waits for its end and frees the folder. Idempotent. */
  stop(): Promise<void>;
  /** `kill -9` of the server, for tests of a crash: resolves when it is gone and the folder is free to be started again. */
  kill9(): Promise<void>;
}

/**
 * Starts a real PostgreSQL on loopback, with a password, UTF-8 and locale C.
 *
 * - When it resolves the server takes connections.
 * - It ends with this process, however that ends (`startTethered`); a server that an earlier run of the folder left behind is stopped first.
 * - A folder has one server at a time: the call takes the folder's lock and holds it until `stop` or `kill9`. Servers in different folders may be
 *   started at once.
 * - What is stored stays in the folder and is there again at the next start, if Lintel still brings the same major version.
 *
 * Throws ConfigError `in-use`, `port-taken`, `no-postgres`, `no-postgres-user`, `postgres-no-place`, `postgres-not-initialised`,
 * `postgres-other-version`; TransientError `postgres-not-started`, with the end of the log, and `cannot-start`. After an error no server runs and
 * the folder is free.
 */
export async function startPostgres(options: PostgresOptions): Promise<LocalPostgres> {
  const dir = resolve(options.dir);
  mkdirSync(dir, { recursive: true });
  const lock = takeLock(join(dir, 'lock'), 'The local PostgreSQL');
  try {
    if (options.port !== undefined)
      await requireFreePort(options.port, 'the local PostgreSQL', 'LINTEL_POSTGRES_PORT');
    const user = postgresUser();
    const home = postgresHome(dir, user);
    const binaries = postgresBinaries(options.root ?? packageRoot(), home, user);
    const folders = { home, data: join(home, 'data'), log: join(dir, 'postgres.log'), binaries, user };
    await stopLeftOver(folders);
    const password = superuserPassword(dir);
    await initialiseOnce(folders, password);
    const port = options.port ?? (await freePort());
    const settings = { ...(options.durable === false && RECKLESS), ...tlsSettings(folders, options.tls) };
    const server = await startServer(folders, port, settings);
    const endBy = async (end: () => Promise<void>): Promise<void> => {
      await end();
      lock.release();
    };
    return {
      url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      pid: server.pid,
      running: server.running,
      stop: () => endBy(() => server.stop()),
      kill9: () => endBy(() => server.kill9()),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Removes every folder that `startPostgres` made for `dir`, also one outside of it, for a reset. Nobody may call it while the server runs. */
export function removePostgres(dir: string): void {
  const note = join(dir, 'postgres-home');
  if (existsSync(note)) rmSync(readFileSync(note, 'utf8').trim(), { recursive: true, force: true });
  rmSync(dir, { recursive: true, force: true });
}

type ServerSettings = Readonly<Record<string, string>>;

const RECKLESS: ServerSettings = { fsync: 'off', full_page_writes: 'off' };

/** The settings for TLS. The server refuses a key that others than its own user may read, so it gets copies. */
function tlsSettings({ home, user }: PostgresFolders, tls: PostgresOptions['tls']): ServerSettings {
  if (tls === undefined) return {};
  const copyForServer = (from: string, name: string): string => {
    const to = join(home, name);
    copyFileSync(from, to);
    chmodSync(to, 0o600);
    changeOwner(to, user);
    return to;
  };
  return {
    ssl: 'on',
    ssl_cert_file: copyForServer(tls.cert, 'server.crt'),
    ssl_key_file: copyForServer(tls.key, 'server.key'),
  };
}

/** Starts the server, and again where it ends at once: after a crash some of its children live on for a moment and keep its own lock. */
async function startServer(
  folders: PostgresFolders,
  port: number,
  serverSettings: ServerSettings,
): Promise<Tethered> {
  for (let attempt = 1; ; attempt++) {
    const server = spawnServer(folders, port, serverSettings);
    if (await isReady(folders, server)) return server;
    await server.stop(2000);
    if (attempt === 8) {
      throw new TransientError(
        'postgres-not-started',
        `The local PostgreSQL did not start; see ${folders.log}:\n${tailOf(folders.log)}`,
      );
    }
    await sleep(250);
  }
}

function spawnServer(
  { home, data, log, binaries, user }: PostgresFolders,
  port: number,
  more: ServerSettings,
): Tethered {
  const settings = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    timezone: 'UTC',
    log_timezone: 'UTC',
    ...more,
  };
  const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  return startTethered({
    command: join(binaries.folder, 'bin/postgres'),
    args: ['-D', data, '-p', String(port), ...args],
    env: serverEnvironment(),
    cwd: home,
    log,
    stopSignal: 'INT', // the fast shutdown, which does not wait for clients
    ...(user && { user }),
  });
}

/** Waits until the server is ready; false where it ends or a minute passes. The last line of postmaster.pid says how far it is; pg_ctl reads it too. */
async function isReady({ data }: PostgresFolders, server: Tethered): Promise<boolean> {
  for (const end = Date.now() + 300_000; server.running() && Date.now() < end; await sleep(15)) {
    const lines = pidFile(data);
    if (Number(lines[0]) === server.pid && lines[7]?.trim() === 'ready') return true;
  }
  return false;
}

/** Stops a server that an earlier run left behind, and removes a pid file whose number another program has now. */
async function stopLeftOver({ data }: PostgresFolders): Promise<void> {
  const pid = Number(pidFile(data)[0] ?? 0);
  if (!(pid > 0)) return;
  if (commandLine(pid).includes(`-D ${data} `)) await stopOrphan(pid, 'SIGINT');
  else rmSync(join(data, 'postmaster.pid'), { force: true });
}

function pidFile(data: string): readonly string[] {
  try {
    return readFileSync(join(data, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}
