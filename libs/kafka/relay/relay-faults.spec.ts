import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ensureKafkaJars, startKafka } from '#libs/local/start-kafka.js';
import { packageRoot } from '#libs/local/package-root.js';
import { freePort } from '#libs/local/ports.js';
import { sharedKafka, uniqueName } from '#libs/local/testing/services.js';
import { until } from '#libs/local/testing/until.js';
import { makeKafka, type KafkaClient } from '../client.js';
import { ensureTopics } from '../ensure-topics.js';
import { faultyKafka, FAULTS, type Fate } from '../testing/faulty-kafka.js';
import { alwaysHeld, numberedOutbox } from '../testing/numbered-outbox.js';
import { readVersions } from '../testing/read-versions.js';
import { startRelay, type Relay } from './relay.js';

/** Small transactions, so that there are many to disturb. */
const limits = { events: 100, bytesPerPartition: 900_000, bytes: 8_000_000 };
const relays: Relay[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.allSettled(relays.splice(0).map((relay) => relay.stop()));
});

function keep(relay: Relay): Relay {
  relays.push(relay);
  return relay;
}

async function topics(
  brokers: readonly string[],
): Promise<{ readonly kafka: KafkaClient; readonly prefix: string }> {
  const kafka = makeKafka({ brokers, clientId: 'spec' });
  const prefix = uniqueName();
  const admin = kafka.admin();
  await admin.connect();
  await ensureTopics(admin, { prefix, ledgerId: prefix, partitions: 3 });
  await admin.disconnect();
  return { kafka, prefix };
}

const relayedTo = (last: number): Promise<unknown> =>
  until(
    `event ${last} is relayed`,
    () => relays.map((relay) => relay.health()),
    (all) => all.some((health) => health.last === last),
  );

/** Every event once, and the versions of each key 1, 2, 3 … (I6). */
async function expectAll(kafka: KafkaClient, prefix: string, size: number): Promise<void> {
  await Promise.all(relays.splice(0).map((relay) => relay.stop()));
  const { records, faults, numbers } = await readVersions(kafka, prefix, size);
  expect({ records, faults: faults.slice(0, 3), distinct: numbers.size }).toEqual({
    records: size,
    faults: [],
    distinct: size,
  });
}

test('3,000 events through lost answers, hung calls, refusals and zombies', async () => {
  const { kafka, prefix } = await topics(await sharedKafka());
  // every so many calls one suffers, until each kind of call has suffered each fault
  const every = { begin: 8, send: 13, commit: 6 };
  const made = { begin: 0, send: 0, commit: 0 };
  const suffered = { begin: 0, send: 0, commit: 0 };
  const fate: Fate = (call) => (++made[call] % every[call] === 0 ? FAULTS[suffered[call]++] : undefined);
  const outbox = numberedOutbox(prefix, 3000);
  keep(
    startRelay({
      kafka: faultyKafka(kafka, fate),
      outbox,
      holdLease: alwaysHeld,
      prefix,
      limits: { ...limits, events: 60 },
      callMs: 1500,
    }),
  );
  await relayedTo(3000);
  expect(Math.min(suffered.begin, suffered.send, suffered.commit)).toBeGreaterThanOrEqual(FAULTS.length);
  await expectAll(kafka, prefix, 3000);
});

test('two relays of one ledger that both believe to hold the lease', async () => {
  const { kafka, prefix } = await topics(await sharedKafka());
  for (let at = 0; at < 2; at++)
    keep(startRelay({ kafka, outbox: numberedOutbox(prefix, 2000), holdLease: alwaysHeld, prefix, limits }));
  await relayedTo(2000);
  await expectAll(kafka, prefix, 2000);
});

test('kill -9 of the process in the middle, again and again', async () => {
  const brokers = await sharedKafka();
  const { kafka, prefix } = await topics(brokers);
  const root = packageRoot();
  const size = 3000;
  for (let round = 0; round < 5; round++) {
    const args = [
      '--import',
      join(root, 'libs/local/testing/typescript-hooks.mjs'),
      join(root, 'libs/kafka/testing/relay-child.ts'),
    ];
    const child = spawn(process.execPath, [...args, brokers.join(','), prefix, prefix, String(size)], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    children.push(child);
    await new Promise<void>((resolve) => {
      child.stdout.once('data', () => resolve());
    });
    await sleep(Math.random() * 60);
    child.kill('SIGKILL');
  }
  keep(startRelay({ kafka, outbox: numberedOutbox(prefix, size), holdLease: alwaysHeld, prefix, limits }));
  await relayedTo(size);
  await expectAll(kafka, prefix, size);
});

test('kill -9 and restart of the broker', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'lintel-broker-'));
  const jarsDir = await ensureKafkaJars(join(packageRoot(), '.lintel/kafka'));
  const place = { dir, jarsDir, port: await freePort() };
  let broker = await startKafka(place);
  try {
    const { kafka, prefix } = await topics(broker.brokers);
    const outbox = numberedOutbox(prefix, 500);
    const relay = keep(startRelay({ kafka, outbox, holdLease: alwaysHeld, prefix, limits }));
    for (let round = 1; round <= 2; round++) {
      const before = outbox.size;
      await relayedTo(before);
      outbox.size += 1500;
      relay.wake();
      await until('some of the new ones are relayed', relay.health, ({ last = 0 }) => last > before);
      await broker.kill9();
      expect(relay.health().last).toBeLessThan(outbox.size); // the others were under way
      broker = await startKafka(place);
    }
    await relayedTo(outbox.size);
    await expectAll(kafka, prefix, outbox.size);
  } finally {
    await Promise.allSettled(relays.splice(0).map((relay) => relay.stop()));
    await broker.stop();
    rmSync(dir, { recursive: true, force: true });
  }
});
