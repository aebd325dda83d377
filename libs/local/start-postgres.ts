import { chmodSync, copyFileSync, existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { TransientError } from '#libs/model/errors.js';
import { takeLock } from './lock.js';
import { packageRoot } from './package-root.js';
import { freePort, requireFreePort } from './ports.js';
import { postgresBinaries } from './postgres-binaries.js';
import { environment, initialiseOnce, passwordOf, type PostgresFolders } from './postgres-data.js';
import { giveTo, postgresHome, postgresUser } from './postgres-user.js';
import { commandLine } from './process-identity.js';
import { startTethered, stopOrphan, tailOf, type Tethered } from './tethered.js';

export interface PostgresOptions {
  /** Holds data, password, log and lock of this server, and nothing else's. */
  readonly dir: string;
  /** A fixed port; without it a free one is found. */
  readonly port?: number;
  /** False: does not wait for the disk. For tests; the data does not survive a power cut. Default true. */
  readonly durable?: boolean;
  /** PEM files of certificate and key: the server then takes TLS as well. */
  readonly tls?: { readonly cert: string; readonly key: string };
  /** The checkout whose node_modules hold the binaries. */
  readonly root?: string;
}

export interface LocalPostgres {
  /** Of the superuser, to the database `postgres`; holds the password. */
  readonly url: string;
  readonly pid: number;
  readonly running: () => boolean;
  stop(): Promise<void>;
  /** `kill -9` of the server: the crash in tests. The folder may be started again. */
  kill9(): Promise<void>;
}

/**
 * A real PostgreSQL on loopback with password, UTF-8 and locale C, ready when it resolves; it ends with this process, however
 * that ends. ConfigError `in-use`, `port-taken`, `postgres-other-version`, `no-postgres`; TransientError `postgres-not-started`.
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
    const place = { home, data: join(home, 'data'), log: join(dir, 'postgres.log'), binaries, user };
    await stopLeftOver(place);
    const password = passwordOf(dir);
    await initialiseOnce(place, password);
    const port = options.port ?? (await freePort());
    const settings = { ...(options.durable === false && RECKLESS), ...tlsSettings(place, options.tls) };
    const server = await startServer(place, port, settings);
    const ended = async (how: () => Promise<void>): Promise<void> => {
      await how();
      lock.release();
    };
    return {
      url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
      pid: server.pid,
      running: server.running,
      stop: () => ended(() => server.stop()),
      kill9: () => ended(() => server.kill9()),
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

/** Every folder that `startPostgres` made for `dir`, also one outside of it: for a reset. Only while it does not run. */
export function removePostgres(dir: string): void {
  const note = join(dir, 'postgres-home');
  if (existsSync(note)) rmSync(readFileSync(note, 'utf8').trim(), { recursive: true, force: true });
  rmSync(dir, { recursive: true, force: true });
}

type ServerSettings = Readonly<Record<string, string>>;

const RECKLESS: ServerSettings = { fsync: 'off', full_page_writes: 'off' };

/** The server refuses a key that is not its own user's alone. */
function tlsSettings({ home, user }: PostgresFolders, tls: PostgresOptions['tls']): ServerSettings {
  if (tls === undefined) return {};
  const own = (from: string, name: string): string => {
    const to = join(home, name);
    copyFileSync(from, to);
    chmodSync(to, 0o600);
    giveTo(to, user);
    return to;
  };
  return { ssl: 'on', ssl_cert_file: own(tls.cert, 'server.crt'), ssl_key_file: own(tls.key, 'server.key') };
}

/**
 * Some children live on for a moment after the server's own death and keep its lock: a start that ends at once is tried again.
 */
async function startServer(place: PostgresFolders, port: number, more: ServerSettings): Promise<Tethered> {
  for (let attempt = 1; ; attempt++) {
    const server = spawnServer(place, port, more);
    if (await isReady(place, server)) return server;
    await server.stop(2000);
    if (attempt === 8) {
      throw new TransientError(
        'postgres-not-started',
        `The local PostgreSQL did not start; see ${place.log}:\n${tailOf(place.log)}`,
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
    env: environment(),
    cwd: home,
    log,
    stopSignal: 'INT', // the fast shutdown: does not wait for clients
    ...(user && { user }),
  });
}

/** The last line of postmaster.pid says how far the server is; pg_ctl looks there too. */
async function isReady({ data }: PostgresFolders, server: Tethered): Promise<boolean> {
  for (const end = Date.now() + 60_000; server.running() && Date.now() < end; await sleep(15)) {
    const lines = pidFile(data);
    if (Number(lines[0]) === server.pid && lines[7]?.trim() === 'ready') return true;
  }
  return false;
}

/** A server that an earlier run left behind is stopped; a pid file whose number another program has now is taken away. */
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
