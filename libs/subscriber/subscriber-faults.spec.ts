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

const ENTITIES = 200;
const VERSIONS = 10;

let brokers: readonly string[];
let kafka: KafkaClient;
beforeAll(async () => {
  brokers = await sharedKafka();
  kafka = makeKafka({ brokers, clientId: 'spec' });
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

async function filled(): Promise<string> {
  const prefix = uniqueName();
  await makeTopics(kafka, prefix);
  await writeSamples(kafka, prefix, versionsOf(1, 5));
  await writeAborted(kafka, prefix, versionsOf(90, 90));
  await writeSamples(kafka, prefix, versionsOf(6, VERSIONS));
  return prefix;
}

async function subscribe(
  prefix: string,
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
  const strategy = new SubscriberTransport({ kafka, prefix, group: prefix, sessionMs: 2000, ...change });
  const app = await NestFactory.createMicroservice(App, { strategy, logger: false, abortOnError: false });
  apps.push(app);
  await app.listen();
  return strategy;
}

async function until(there: () => boolean, ms = 60_000): Promise<void> {
  for (const end = Date.now() + ms; !there(); await sleep(20))
    if (Date.now() > end) throw new Error('it did not come');
}

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
  const prefix = await filled();
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
        prefix,
        prefix,
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
  for (let round = 0; round < 4; round++) {
    const before = ids.length;
    const child = start();
    await until(() => ids.length > before + 50);
    await sleep(Math.random() * 100);
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
  }
  expect(withoutRepeats(ids).kept).toBeLessThan(ENTITIES * VERSIONS); // it was in the middle
  start();
  await until(() => withoutRepeats(ids).kept >= ENTITIES * VERSIONS);
  expect(withoutRepeats(ids)).toEqual({ kept: ENTITIES * VERSIONS, gaps: 0 });
  expect(ids.length).toBeGreaterThan(ENTITIES * VERSIONS); // something did come twice
});

test('a second member comes and the first goes: the work is shared, in order, and nothing is done twice', async () => {
  const prefix = await filled();
  const ids: string[] = [];
  const shares = [0, 0];
  const work = (member: number) => async (event: ChangeEvent<'work-order'>) => {
    await sleep(2);
    shares[member] = (shares[member] ?? 0) + 1;
    ids.push(event.id);
  };
  await subscribe(prefix, work(0));
  await until(() => ids.length > 100);
  await subscribe(prefix, work(1));
  await until(() => (shares[1] ?? 0) > 100);
  await apps.shift()?.close();
  await until(() => withoutRepeats(ids).kept >= ENTITIES * VERSIONS);
  expect(withoutRepeats(ids)).toEqual({ kept: ENTITIES * VERSIONS, gaps: 0 });
  expect(ids.length).toBe(ENTITIES * VERSIONS);
  expect(Math.min(...shares)).toBeGreaterThan(100);
});

test('a handler that works longer than a session keeps its partition: heartbeats go on', async () => {
  const prefix = await filled();
  const ids: string[] = [];
  const slow = entityId(3);
  let begun = 0;
  const work = async ({ id, key, version }: ChangeEvent<'work-order'>): Promise<void> => {
    if (key === slow && version === 2) {
      begun++;
      await sleep(5000);
    }
    ids.push(id);
  };
  await subscribe(prefix, work);
  await subscribe(prefix, work); // which would be given the partition
  await until(() => ids.length >= ENTITIES * VERSIONS);
  expect(begun).toBe(1);
  expect(withoutRepeats(ids)).toEqual({ kept: ENTITIES * VERSIONS, gaps: 0 });
  expect(ids.length).toBe(ENTITIES * VERSIONS);
});

test('a consumer that stands still while its heartbeats go on is made anew', async () => {
  const prefix = await filled();
  let consumers = 0;
  const stalling: KafkaClient = {
    admin: (config) => kafka.admin(config),
    producer: (config) => kafka.producer(config),
    consumer: (config) => {
      const consumer: Consumer = kafka.consumer(config);
      if (consumers++ === 0)
        consumer.on(consumer.events.GROUP_JOIN, () => consumer.pause([{ topic: `${prefix}.work-order.v1` }]));
      return consumer;
    },
  };
  const ids: string[] = [];
  const transport = await subscribe(prefix, ({ id }) => void ids.push(id), {
    kafka: stalling,
    stallMs: 1000,
  });
  await until(() => ids.length >= ENTITIES * VERSIONS);
  expect(transport.health()).toMatchObject({
    state: 'consuming',
    restarts: 1,
    code: 'kafka-consumer-stalled',
  });
  await sleep(3000); // at the end of its topic it is not behind, and left alone
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
      prefix,
      async ({ id, key, version }) => {
        await sleep(2);
        ids.push(id);
        if (key === entityId(7) && version > 2) throw new RangeError('never');
      },
      { kafka: own, retry: { attempts: 1 } },
    );
    await until(() => ids.length > 300);
    await broker.kill9();
    broker = await startKafka(place);
    await until(() => withoutRepeats(ids).kept >= ENTITIES * VERSIONS);
    await until(() => transport.health().counts['dead-letter'] === VERSIONS - 2);
    expect(withoutRepeats(ids)).toEqual({ kept: ENTITIES * VERSIONS, gaps: 0 });
    await apps.pop()?.close();
  } finally {
    await Promise.allSettled(apps.splice(0).map((app) => app.close()));
    await broker.stop();
    rmSync(dir, { recursive: true, force: true });
  }
});
