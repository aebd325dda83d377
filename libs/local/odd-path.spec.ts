import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { makeKafka } from '#libs/kafka/client.js';
import { packageRoot } from './package-root.js';
import { ensureKafkaJars, startKafka } from './start-kafka.js';
import { removePostgres, startPostgres } from './start-postgres.js';

/** A checkout in a folder with blanks, a letter that is not ASCII, and one that a shell would take for its own. */
let base: string;
let checkout: string;
beforeAll(async () => {
  base = mkdtempSync(join(tmpdir(), 'lintel-odd-'));
  chmodSync(base, 0o711);
  checkout = join(base, 'pä th & co');
  mkdirSync(checkout);
  const jars = await ensureKafkaJars(join(packageRoot(), '.lintel/kafka'));
  symlinkSync(jars, join(checkout, 'kafka'));
  symlinkSync(join(packageRoot(), 'node_modules'), join(checkout, 'node_modules'));
});
afterAll(() => {
  removePostgres(join(checkout, 'postgres'));
  rmSync(base, { recursive: true, force: true });
});

test('PostgreSQL starts there, and again on what it has stored', async () => {
  const place = { dir: join(checkout, 'postgres'), root: checkout, durable: false };
  const first = await startPostgres(place);
  await ask(first.url, "create table kept as select 'ü' as what");
  await first.kill9();
  const second = await startPostgres(place);
  expect(await ask(second.url, 'select what from kept')).toEqual([{ what: 'ü' }]);
  expect(await ask(second.url, 'show data_directory')).toEqual([
    { data_directory: expect.stringContaining('/pä th & co/') as string },
  ]);
  await second.stop();
});

test('Kafka starts there, and again on what it has stored', async () => {
  const place = { dir: join(checkout, 'broker'), jarsDir: join(checkout, 'kafka') };
  const first = await startKafka(place);
  const admin = makeKafka({ brokers: first.brokers, clientId: 'spec' }).admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic: 'kept', numPartitions: 1 }] });
  await admin.disconnect();
  await first.kill9();
  const second = await startKafka(place);
  const again = makeKafka({ brokers: second.brokers, clientId: 'spec' }).admin();
  await again.connect();
  expect(await again.listTopics()).toContain('kept');
  await again.disconnect();
  await second.stop();
});

async function ask(url: string, statement: string): Promise<unknown> {
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query({ text: statement })).rows;
  } finally {
    await client.end();
  }
}
