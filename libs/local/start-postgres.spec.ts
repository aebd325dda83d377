import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { freePort } from './ports.js';
import { removePostgres, startPostgres, type LocalPostgres } from './start-postgres.js';
import { isAlive } from './process-identity.js';
import { startedByAnother } from './testing/killed-starter.js';
import { until } from './testing/until.js';

let base: string;
let dir: string;
let server: LocalPostgres | undefined;
beforeEach(() => {
  base = mkdtempSync(join(tmpdir(), 'lintel-postgres-'));
  chmodSync(base, 0o711);
  dir = join(base, 'postgres');
});
afterEach(async () => {
  await server?.stop();
  server = undefined;
  removePostgres(dir);
  rmSync(base, { recursive: true, force: true });
});

async function ask(url: string, statement: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows } = await client.query<Record<string, unknown>>({ text: statement });
    return Object.values(rows[0] ?? {})[0];
  } finally {
    await client.end();
  }
}

test('UTF-8, locale C, a password, and the data stays', async () => {
  server = await startPostgres({ dir, durable: false });
  expect(
    await ask(
      server.url,
      "select pg_encoding_to_char(encoding) || ' ' || datcollate from pg_database where datname = 'postgres'",
    ),
  ).toBe('UTF8 C');
  const other = new URL(server.url);
  other.password = 'guessed';
  await expect(ask(other.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  await ask(server.url, "create table kept as select 'ü' as what");
  await server.kill9();
  server = await startPostgres({ dir, durable: false, port: await freePort() }); // at once, while its children still end
  expect(await ask(server.url, 'select what from kept')).toBe('ü');
  await expect(startPostgres({ dir })).rejects.toMatchObject({ name: 'ConfigError', code: 'in-use' });
  await server.stop();
  expect(server.running()).toBe(false);
});

test('a port that is taken', async () => {
  server = await startPostgres({ dir, durable: false });
  const port = Number(new URL(server.url).port);
  await expect(startPostgres({ dir: `${dir}2`, port })).rejects.toMatchObject({
    code: 'port-taken',
    way: expect.stringContaining('LINTEL_POSTGRES_PORT'),
  });
});

test('ends with the process that started it, and an orphan is stopped', async () => {
  const first = await startedByAnother('postgres', dir);
  await first.kill(false);
  await until(
    'it has ended',
    () => isAlive(first.pid),
    (alive) => !alive,
  );
  const second = await startedByAnother('postgres', dir);
  await second.kill(true);
  expect(isAlive(second.pid)).toBe(true);
  server = await startPostgres({ dir, durable: false });
  expect(isAlive(second.pid)).toBe(false);
  expect(await ask(server.url, 'select 1')).toBe(1);
});

const asRoot = process.getuid?.() === 0 ? test : test.skip;

asRoot('below a 0700 folder of root', async () => {
  const home = join(base, 'home');
  mkdirSync(home, { mode: 0o700 });
  dir = join(home, 'postgres');
  server = await startPostgres({ dir, durable: false });
  const elsewhere = readFileSync(join(dir, 'postgres-home'), 'utf8').trim();
  expect(await ask(server.url, 'show data_directory')).toBe(join(elsewhere, 'data'));
  await server.stop();
  server = await startPostgres({ dir, durable: false });
  expect(await ask(server.url, 'show data_directory')).toBe(join(elsewhere, 'data'));
});
