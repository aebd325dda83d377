import { chmodSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { removePostgres, startPostgres } from '#libs/local/start-postgres.js';
import type { SqlSettings } from '../settings.js';

/** A PostgreSQL of its own for one spec file: a fence is the whole server's, so other specs would hold it back. */
export interface TestDatabase {
  readonly settings: Pick<
    SqlSettings,
    'kind' | 'dialect' | 'host' | 'port' | 'database' | 'user' | 'password' | 'timezone'
  >;
  connect(): Promise<Client>;
  /** Another database of the same server. */
  named(database: string): TestDatabase;
  stop(): Promise<void>;
}

export async function startDatabase(): Promise<TestDatabase> {
  const dir = mkdtempSync(join(tmpdir(), 'lintel-pg-'));
  chmodSync(dir, 0o711); // as root, PostgreSQL runs as another user
  const server = await startPostgres({ dir, durable: false });
  const { hostname, port, username, password, pathname } = new URL(server.url);
  const settings = {
    kind: 'sql',
    dialect: 'postgres',
    host: hostname,
    port: Number(port),
    database: pathname.slice(1),
    user: username,
    password,
    timezone: 'Europe/London',
  } as const;
  const open = (settings: TestDatabase['settings']): TestDatabase => ({
    settings,
    connect: async () => {
      const client = new Client({ ...settings });
      client.on('error', () => undefined);
      await client.connect();
      return client;
    },
    named: (database) => open({ ...settings, database }),
    stop: async () => {
      await server.stop();
      removePostgres(dir);
    },
  });
  return open(settings);
}
