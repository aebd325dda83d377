import type { INestMicroservice } from '@nestjs/common';
import { Controller, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Ctx, EventPattern, Payload } from '@nestjs/microservices';
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { sharedKafka, uniqueName } from '#libs/local/testing/services.js';
import { until } from '#libs/local/testing/until.js';
import { makeKafka, type KafkaClient } from '#libs/kafka/client.js';
import { readTopics, type ReadRecord } from '#libs/kafka/reader.js';
import { openSender } from '#libs/kafka/sender.js';
import type { ChangeEvent } from './change-event.js';
import { OnChange } from './on-change.decorator.js';
import { SubscriberContext } from './subscriber.context.js';
import { SubscriberTransport, type SubscriberOptions } from './subscriber.transport.js';
import {
  entityId,
  makeTopics,
  sampleEvents,
  truthOf,
  writeSamples,
  writeAborted,
  type SampleEvent,
} from './testing/sample-topics.js';

let kafka: KafkaClient;
beforeAll(async () => {
  kafka = makeKafka({ brokers: await sharedKafka(), clientId: 'spec' });
});

const apps: INestMicroservice[] = [];
afterEach(async () => {
  await Promise.all(apps.splice(0).map((app) => app.close()));
});

async function subscribe(
  controller: new () => object,
  prefix: string,
  change: Partial<SubscriberOptions> = {},
): Promise<SubscriberTransport> {
  class App {}
  Module({ controllers: [controller] })(App);
  const strategy = new SubscriberTransport({
    kafka,
    prefix,
    group: `${prefix}.spec`,
    retry: { attempts: 3, firstMs: 5 },
    ...change,
  });
  const app = await NestFactory.createMicroservice(App, { strategy, logger: false, abortOnError: false });
  apps.push(app);
  await app.listen();
  return strategy;
}

async function topicsWith(events: readonly SampleEvent[]): Promise<string> {
  const prefix = uniqueName();
  await makeTopics(kafka, prefix);
  await writeSamples(kafka, prefix, events);
  return prefix;
}

test('a Nest app gets each committed change once, in order, with its type; repeats and aborted ones are unseen', async () => {
  const events = sampleEvents('work-order', 240);
  const prefix = await topicsWith(events);
  await writeAborted(kafka, prefix, [
    { topic: 'work-order', key: entityId(1), version: 99, changes: ['completed'] },
    { topic: 'work-order', key: entityId(9999), version: 1, changes: ['ordered'] },
  ]);
  await writeSamples(kafka, prefix, events.slice(0, 50)); // as a fault of the transaction protocol would
  await writeSamples(kafka, prefix, [
    { topic: 'work-order', key: entityId(9000), version: 1, changes: ['amended'] },
  ]);

  const all: ChangeEvent<'work-order'>[] = [];
  const completed: ChangeEvent<'work-order'>[] = [];
  const either: string[] = [];
  @Controller()
  class Orders {
    @OnChange('work-order.*')
    any(event: ChangeEvent<'work-order'>): void {
      all.push(event);
    }
    @EventPattern('work-order.completed')
    async completed(@Payload() event: ChangeEvent<'work-order'>): Promise<void> {
      completed.push(event);
    }
    @OnChange('work-order.merged')
    merged(@Payload() event: ChangeEvent<'work-order'>, @Ctx() context: SubscriberContext): void {
      expect([context.header('ce_id'), context.attempt, context.getPattern()]).toEqual([
        event.id,
        1,
        'work-order.merged',
      ]);
    }
    @OnChange('work-order.ordered', 'work-order.appointed')
    either({ id }: ChangeEvent<'work-order'>): void {
      either.push(id);
    }
  }
  const transport = await subscribe(Orders, prefix);
  await until(
    'all events came, and the repeats',
    () => [all.length, transport.health().counts.repeat],
    ([came, repeats]) => came === events.length + 1 && repeats === 50,
  );

  const { changes, ...counts } = truthOf(events);
  const own = all.filter(({ key }) => key !== entityId(9000));
  expect(truthOf(own.map((event) => ({ ...event, topic: 'work-order', value: {} })))).toEqual({
    ...counts,
    changes,
  });
  const last = new Map<string, number>();
  for (const { key, version } of own) {
    expect(version).toBe((last.get(key) ?? 0) + 1);
    last.set(key, version);
  }
  expect(completed).toHaveLength(changes['completed'] ?? -1);
  expect(new Set(either).size).toBe(either.length);
  expect(either).toHaveLength(
    events.filter(({ changes }) => changes.includes('ordered') || changes.includes('appointed')).length,
  );
  const merged = own.find(({ changes }) => changes.includes('merged'));
  expect(merged).toMatchObject({
    kind: 'work-order',
    origin: 'live',
    changes: ['merged'],
    value: { state: 'merged', into: expect.any(String) },
  });
  expect(own.some(({ value }) => value.state === 'withdrawn')).toBe(true);
  expect(transport.health()).toMatchObject({ state: 'consuming', counts: { 'dead-letter': 0 } });
});

test('personal topics are followed only where they are asked for; erasure is a value that is gone', async () => {
  const key = entityId(1);
  const prefix = await topicsWith([
    { topic: 'request-personal', key, version: 1, changes: ['reported'], value: { description: 'x' } },
    { topic: 'request', key, version: 1, changes: ['reported'] },
  ]);
  const sender = openSender(kafka);
  const topic = `${prefix}.request-personal.v1`;
  const headers = { ce_id: `${topic}/${key}:2`, ce_time: '2026-01-05T10:00:00Z', ce_changes: 'amended' };
  await sender.send({ topic, key: Buffer.from(key), value: undefined, headers });
  await sender.close();
  const seen: ChangeEvent<'request-personal'>[] = [];
  @Controller()
  class Requests {
    @OnChange('request-personal.*')
    any(event: ChangeEvent<'request-personal'>): void {
      seen.push(event);
    }
  }
  await subscribe(Requests, prefix);
  await until(
    'both events came',
    () => seen,
    ({ length }) => length === 2,
  );
  expect(seen.map(({ kind, version, value }) => [kind, version, value?.state])).toEqual([
    ['request-personal', 1, 'current'],
    ['request-personal', 2, undefined],
  ]);
});

test('a failing handler is tried again, then its message is a dead letter, byte for byte, and its partition goes on', async () => {
  const poison = entityId(2);
  const events = [1, 2, 3].flatMap((version) =>
    Array.from({ length: 20 }, (_, number): SampleEvent => ({
      topic: 'work-order',
      key: entityId(number),
      version,
      changes: ['amended'],
      value: { marked: 'Zzmark' },
    })),
  );
  const prefix = await topicsWith(events);
  const done: string[] = [];
  let attempts = 0;
  @Controller()
  class Orders {
    @OnChange('work-order.*')
    any({ key, version, value }: ChangeEvent<'work-order'>): void {
      if (key === poison && version === 2) {
        attempts++;
        throw Object.assign(new Error(JSON.stringify(value)), { code: 'order-unknown' });
      }
      done.push(`${key}:${version}`);
    }
  }
  const transport = await subscribe(Orders, prefix);
  await until(
    'all but one are done, and that one is a dead letter',
    () => [done.length, transport.health().counts['dead-letter']],
    ([some, letters]) => some === events.length - 1 && letters === 1,
  );
  expect(attempts).toBe(3);
  expect(done.indexOf(`${poison}:3`)).toBeGreaterThan(done.indexOf(`${poison}:1`));
  const letters: ReadRecord[] = [];
  await readTopics(kafka, {
    topics: [`${prefix}.spec.dead-letter`],
    each: (record) => void letters.push(record),
  });
  expect(letters).toHaveLength(1);
  const [letter] = letters;
  expect(letter).toMatchObject({
    key: poison,
    value: expect.stringContaining('Zzmark'),
    headers: {
      ce_id: `${prefix}.work-order.v1/${poison}:2`,
      lintel_topic: `${prefix}.work-order.v1`,
      lintel_partition: expect.stringMatching(/^\d$/),
      lintel_offset: expect.stringMatching(/^\d+$/),
      lintel_code: 'order-unknown',
      lintel_attempts: '3',
    },
  });
  expect(JSON.stringify(letter?.headers)).not.toContain('Zzmark');
});

test('goes on where its group committed: after a smooth stop nothing comes again', async () => {
  const prefix = await topicsWith(sampleEvents('work-order', 30));
  const seen: string[] = [];
  @Controller()
  class Orders {
    @OnChange('work-order.*')
    async any({ id }: ChangeEvent<'work-order'>): Promise<void> {
      await sleep(2);
      seen.push(id);
    }
  }
  await subscribe(Orders, prefix);
  await until(
    'some events came',
    () => seen.length,
    (length) => length > 20,
  );
  await apps.pop()?.close();
  const before = seen.length;
  expect(before).toBeLessThan(truthOf(sampleEvents('work-order', 30)).events);
  await subscribe(Orders, prefix);
  await until(
    'all events came',
    () => seen.length,
    (length) => length >= truthOf(sampleEvents('work-order', 30)).events,
  );
  expect(new Set(seen).size).toBe(seen.length);
});

test.each([
  ['no such topics', 'subscriber-topics-missing', 'work-order.*'],
  ['a mistyped pattern', 'subscriber-pattern', 'work-order.complete'],
])('%s: the app does not start, and says why', async (_, code, pattern) => {
  @Controller()
  class Orders {
    @EventPattern(pattern)
    any(event: unknown): void {
      expect(event).toBe('never called');
    }
  }
  await expect(subscribe(Orders, `t${randomUUID()}`)).rejects.toMatchObject({ code });
});
