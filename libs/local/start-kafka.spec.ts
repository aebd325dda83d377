import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureKafkaJars, startKafka, type LocalKafka } from './start-kafka.js';
import { packageRoot } from './package-root.js';
import { isAnswering } from './ports.js';
import { isAlive } from './process-identity.js';
import { startedByAnother } from './testing/killed-starter.js';
import { until } from './testing/until.js';

let dir: string;
let jarsDir: string;
let broker: LocalKafka | undefined;
beforeAll(async () => {
  jarsDir = await ensureKafkaJars(join(packageRoot(), '.lintel/kafka'));
});
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'lintel-kafka-'));
});
afterEach(async () => {
  await broker?.stop();
  broker = undefined;
  rmSync(dir, { recursive: true, force: true });
});

const portOf = ({ brokers }: LocalKafka): number => Number(brokers[0]?.split(':')[1]);

test('starts on data that is kept, on any port, and only once', async () => {
  broker = await startKafka({ dir, jarsDir });
  const port = portOf(broker);
  const cluster = readFileSync(join(dir, 'formatted'), 'utf8');
  expect(await isAnswering(port)).toBe(true);
  await expect(startKafka({ dir, jarsDir })).rejects.toMatchObject({ name: 'ConfigError', code: 'in-use' });
  await expect(startKafka({ dir: `${dir}/other`, jarsDir, port })).rejects.toMatchObject({
    code: 'port-taken',
  });
  await broker.kill9();
  broker = await startKafka({ dir, jarsDir });
  expect(portOf(broker)).not.toBe(port);
  expect(readFileSync(join(dir, 'formatted'), 'utf8')).toBe(cluster);
  await broker.stop();
  expect(await isAnswering(portOf(broker))).toBe(false);
});

test('ends with the process that started it, and an orphan is stopped', async () => {
  const first = await startedByAnother('kafka', dir, jarsDir);
  await first.kill(false);
  await until(
    'it has ended',
    () => isAlive(first.pid),
    (alive) => !alive,
  );
  const second = await startedByAnother('kafka', dir, jarsDir);
  await second.kill(true);
  expect(isAlive(second.pid)).toBe(true);
  broker = await startKafka({ dir, jarsDir });
  expect(isAlive(second.pid)).toBe(false);
});
