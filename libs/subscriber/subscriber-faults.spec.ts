import { Controller, Module, type INestMicroservice } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer } from 'kafkajs';
import { ensureKafkaJars, startKafka } from '#libs/local/start-kafka.js';
import { packageRoot } from '#libs/local/package-root.js';
import { freePort } from '#libs/local/ports.js';
import { sharedKafka, uniqueName } from '#libs/local/testing/services.js';
import { until } from '#libs/local/testing/until.js';
import { makeKafka, type KafkaClient } from '#libs/kafka/client.js';
import type { ChangeEvent } from './change-event.js';
import { OnChange } from './on-change.decorator.js';
import { SubscriberTransport, type SubscriberOptions } from './subscriber.transport.js';
import {
  entityId,
  makeTopics,
  writeSamples,
  writeAborted,
  type SampleEvent,
} from './testing/sample-topics.js';

const ENTITIES = 120;
const VERSIONS = 10;

let brokers: readonly string[];
let kafka: KafkaClient;
/** Of topics that hold all events; each test reads them as a group of its own. */
let filled: string;
beforeAll(async () => {
  brokers = await sharedKafka();
  kafka = makeKafka({ brokers, clientId: 'spec' });
  filled = uniqueName();
  await makeTopics(kafka, filled);
  await writeSamples(kafka, filled, versionsOf(1, 5));
  await writeAborted(kafka, filled, versionsOf(90, 90));
  await writeSamples(kafka, filled, versionsOf(6, VERSIONS));
});

const apps: INestMicroservice[] = [];
const children: ChildProcess[] = [];
afterEach(async () => {
  for (const child of children.splice(0)) child.kill('SIGKILL');
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

const versionsOf = (from: number, to: number): readonly SampleEvent[] =>
  Array.from({ length: to - from + 1 }, (_, at) => from + at).flatMap((version) =>
    Array.from({ length: ENTITIES }, (_, number): SampleEvent => ({
      topic: 'work-order',
      key: entityId(number),
      version,
      changes: ['amended'],
    })),
  );

async function subscribe(
  group: string,
  work: (event: ChangeEvent<'work-order'>) => Promise<void> | void,
  change: Partial<SubscriberOptions> = {},
): Promise<SubscriberTransport> {
  @Controller()
  class Orders {
    @OnChange('work-order.*')
    async any(event: ChangeEvent<'work-order'>): Promise<void> {
      await work(event);
    }
  }
  class App {}
  Module({ controllers: [Orders] })(App);
  const strategy = new SubscriberTransport({ kafka, prefix: filled, group, sessionMs: 10_000, ...change });
  const app = await NestFactory.createMicroservice(App, { strategy, logger: false, abortOnError: false });
  apps.push(app);
  await app.listen();
  return strategy;
}

/** Every event has been handled, at least once. */
const allOf = (ids: readonly string[]): Promise<unknown> =>
  until(
    'every event is handled',
    () => withoutRepeats(ids),
    ({ kept }) => kept >= ENTITIES * VERSIONS,
  );
const moreThan = (count: number, ids: readonly string[]): Promise<unknown> =>
  until(
    `more than ${count} events are handled`,
    () => ids.length,
    (length) => length > count,
  );

/** What is left of `ids` when repeats are dropped by entity and version, as a subscriber with a store of its own would. */
function withoutRepeats(ids: readonly string[]): { readonly kept: number; readonly gaps: number } {
  const last = new Map<string, number>();
  let kept = 0;
  let gaps = 0;
  for (const id of ids) {
    const at = id.lastIndexOf(':');
    const [key, version] = [id.slice(0, at), Number(id.slice(at + 1))];
    const before = last.get(key) ?? 0;
    if (version <= before) continue;
    kept++;
    if (version !== before + 1) gaps++;
    last.set(key, version);
  }
  return { kept, gaps };
}

test('kill -9 in the middle, again and again: nothing is lost, repeats are known by their id', async () => {
  const group = uniqueName();
  const root = packageRoot();
  const ids: string[] = [];
  const start = (): ChildProcess => {
    const child = spawn(
      process.execPath,
      [
        '--import',
        join(root, 'libs/local/testing/typescript-hooks.mjs'),
        join(root, 'libs/subscriber/testing/subscriber-child.ts'),
        brokers.join(','),
        filled,
        group,
      ],
      { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
    );
    children.push(child);
    let rest = '';
    child.stdout?.on('data', (chunk: Buffer) => {
      const lines = (rest + chunk.toString()).split('\n');
      rest = lines.pop() ?? '';
      ids.push(...lines);
    });
    return child;
  };
  for (let round = 0; round < 3; round++) {
    const before = ids.length;
    const child = start();
    await moreThan(before + 50, ids);
    await sleep(Math.random() * 100);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
  }
  expect(withoutRepeats(ids).kept).toBeLessThan(ENTITIES * VERSIONS); // it was in the middle
  start();
  await allOf(ids);
  expect(withoutRepeats(ids)).toEqual({ kept: ENTITIES * VERSIONS, gaps: 0 });
  expect(ids.length).toBeGreaterThan(ENTITIES * VERSIONS); // something did come twice
});

test('a second member comes and the first goes: the work is shared, in order, and nothing is done twice', async () => {
  const group = uniqueName();
  const ids: string[] = [];
  const shares = [0, 0];
  const hasShare = (): boolean => (shares[1] ?? 0) > 100;
  const work = (member: number) => async (event: ChangeEvent<'work-order'>) => {
    // the first takes its time while the second comes: however long that takes, something is left to share
    await sleep(member === 0 && ids.length > 100 && !hasShare() ? 100 : 2);
    shares[member] = (shares[member] ?? 0) + 1;
    ids.push(event.id);
  };
  await subscribe(group, work(0));
  await moreThan(100, ids);
  await subscribe(group, work(1));
  await until(
    'the second has its share',
    () => shares[1],
    () => hasShare(),
  );
  await apps.shift()?.close();
  await allOf(ids);
  expect(withoutRepeats(ids)).toEqual({ kept: ENTITIES * VERSIONS, gaps: 0 });
  expect(ids.length).toBe(ENTITIES * VERSIONS);
  expect(Math.min(...shares)).toBeGreaterThan(100);
});

test('a handler that works longer than a session keeps its partition: heartbeats go on', async () => {
  const group = uniqueName();
  const ids: string[] = [];
  const slow = entityId(3);
  const sessionMs = 4000;
  let begun = 0;
  const work = async ({ id, key, version }: ChangeEvent<'work-order'>): Promise<void> => {
    if (key === slow && version === 2) {
      begun++;
      await sleep(1.5 * sessionMs);
    }
    ids.push(id);
  };
  await subscribe(group, work, { sessionMs });
  await subscribe(group, work, { sessionMs }); // which would be given the partition
  await moreThan(ENTITIES * VERSIONS - 1, ids);
  expect(begun).toBe(1);
  expect(withoutRepeats(ids)).toEqual({ kept: ENTITIES * VERSIONS, gaps: 0 });
  expect(ids.length).toBe(ENTITIES * VERSIONS);
});

test('a consumer that stands still while its heartbeats go on is made anew', async () => {
  let consumers = 0;
  let looks = 0;
  const stalling: KafkaClient = {
    admin: (config) => {
      const admin = kafka.admin(config);
      const fetchOffsets: typeof admin.fetchOffsets = (asked) => ((looks += 1), admin.fetchOffsets(asked));
      return { ...admin, fetchOffsets };
    },
    producer: (config) => kafka.producer(config),
    consumer: (config) => {
      const consumer: Consumer = kafka.consumer(config);
      if (consumers++ === 0)
        consumer.on(consumer.events.GROUP_JOIN, () => consumer.pause([{ topic: `${filled}.work-order.v1` }]));
      return consumer;
    },
  };
  const ids: string[] = [];
  const transport = await subscribe(uniqueName(), ({ id }) => void ids.push(id), {
    kafka: stalling,
    stallMs: 3000,
  });
  await moreThan(ENTITIES * VERSIONS - 1, ids);
  expect(transport.health()).toMatchObject({
    state: 'consuming',
    restarts: 1,
    code: 'kafka-consumer-stalled',
  });
  // three looks in the time of a stall: at the end of its topic it is not behind, and left alone
  const looksBefore = looks;
  await until(
    'its place was looked at again and again',
    () => looks,
    (count) => count > looksBefore + 4,
  );
  expect(transport.health().restarts).toBe(1);
  expect(withoutRepeats(ids)).toEqual({ kept: ENTITIES * VERSIONS, gaps: 0 });
});

test('the broker is killed and started again: the subscriber goes on by itself, dead letters included', async () => {
  const dir = mkdtempSync(join(tmpdir(), 'lintel-broker-'));
  const jarsDir = await ensureKafkaJars(join(packageRoot(), '.lintel/kafka'));
  const place = { dir, jarsDir, port: await freePort() };
  let broker = await startKafka(place);
  try {
    const own = makeKafka({ brokers: broker.brokers, clientId: 'spec' });
    const prefix = uniqueName();
    await makeTopics(own, prefix);
    await writeSamples(own, prefix, versionsOf(1, VERSIONS));
    const ids: string[] = [];
    const transport = await subscribe(
      uniqueName(),
      async ({ id, key, version }) => {
        await sleep(2);
        ids.push(id);
        if (key === entityId(7) && version > 2) throw new RangeError('never');
      },
      { kafka: own, prefix, retry: { attempts: 1 } },
    );
    await moreThan(300, ids);
    await broker.kill9();
    broker = await startKafka(place);
    await allOf(ids);
    await until(
      'what cannot be handled is a dead letter',
      () => transport.health().counts,
      (counts) => counts['dead-letter'] === VERSIONS - 2,
    );
    expect(withoutRepeats(ids)).toEqual({ kept: ENTITIES * VERSIONS, gaps: 0 });
    await apps.pop()?.close();
  } finally {
    await Promise.allSettled(apps.splice(0).map((app) => app.close()));
    await broker.stop();
    rmSync(dir, { recursive: true, force: true });
  }
});
