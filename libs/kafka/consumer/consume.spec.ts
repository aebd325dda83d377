import type { Consumer } from 'kafkajs';
import { sharedKafka, uniqueName } from '#libs/local/testing/services.js';
import { until } from '#libs/local/testing/until.js';
import { makeKafka, type KafkaClient } from '../client.js';
import { whenKnown } from '../when-known.js';
import { consume } from './consume.js';

let kafka: KafkaClient;
beforeAll(async () => {
  kafka = makeKafka({ brokers: await sharedKafka(), clientId: 'spec' });
});

async function filled(values: readonly string[]): Promise<string> {
  const topic = uniqueName();
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({ topics: [{ topic, numPartitions: 1 }], waitForLeaders: false });
  await whenKnown(() => admin.fetchTopicOffsets(topic));
  await admin.disconnect();
  const producer = kafka.producer();
  await producer.connect();
  await producer.send({ topic, messages: values.map((value) => ({ value })) });
  await producer.disconnect();
  return topic;
}

/** Generous: a member that a slow machine keeps silent is no part of these tests. */
const sessionMs = 10_000;

test('the consumer is made anew only when what was at work has ended: no message is worked on twice at once', async () => {
  const topic = await filled(['a', 'b', 'c']);
  const crashes: (() => void)[] = [];
  let consumers = 0;
  let beats = 0;
  const crashing: KafkaClient = {
    admin: (config) => kafka.admin(config),
    producer: (config) => kafka.producer(config),
    consumer: (config) => {
      consumers++;
      const consumer: Consumer = kafka.consumer(config);
      consumer.on(consumer.events.HEARTBEAT, () => void beats++);
      const on: Consumer['on'] = consumer.on.bind(consumer);
      const tapped = (name: string, listener: (event: unknown) => void): unknown => {
        if (name === consumer.events.CRASH)
          crashes.push(() => listener({ payload: { error: new Error('crashed') } }));
        return on(name as 'consumer.crash', listener);
      };
      return Object.assign(consumer, { on: tapped as Consumer['on'] });
    },
  };
  const work = Promise.withResolvers<void>();
  const begun: string[] = [];
  let atOnce = 0;
  let most = 0;
  let waited = 0;
  const consuming = await consume(crashing, {
    groupId: topic,
    topics: [topic],
    sessionMs,
    stopMs: 200,
    waits: () => waited++,
    each: async ({ value }) => {
      begun.push(String(value));
      most = Math.max(most, ++atOnce);
      if (begun.length === 1) await work.promise;
      atOnce--;
    },
  });
  await until(
    'the first message is worked on',
    () => begun,
    ({ length }) => length === 1,
  );
  const [before, { restarts }] = [consumers, consuming.health()]; // a Kafka that has just begun may refuse the first
  crashes.at(-1)?.();
  await until(
    'it waits',
    () => waited,
    (times) => times === 1,
  );
  const beaten = beats;
  await until(
    'the old one has stayed a member for a while',
    () => beats,
    (count) => count >= beaten + 4,
  );
  expect(begun).toEqual(['a']);
  expect(consumers).toBe(before);
  expect(consuming.health()).toMatchObject({ state: 'failing', restarts: restarts + 1 });
  work.resolve();
  await until(
    'the last message is worked on',
    () => begun,
    (all) => all.includes('c'),
  );
  expect(most).toBe(1);
  expect(waited).toBe(1);
  await until('it is well again', consuming.health, ({ state }) => state === 'consuming');
  await consuming.stop();
});

/** A consumer with one message at work, which ends when `work` is resolved. `gone`: its connections are closed. */
async function atWork(stopMs: number) {
  const topic = await filled(['a']);
  const begun = Promise.withResolvers<void>();
  const work = Promise.withResolvers<void>();
  const gone = Promise.withResolvers<void>();
  const noting: KafkaClient = {
    admin: (config) => kafka.admin(config),
    producer: (config) => kafka.producer(config),
    consumer: (config) => {
      const consumer = kafka.consumer(config);
      consumer.on(consumer.events.DISCONNECT, () => gone.resolve());
      return consumer;
    },
  };
  const consuming = await consume(noting, {
    groupId: topic,
    topics: [topic],
    sessionMs,
    stopMs,
    each: () => {
      begun.resolve();
      return work.promise;
    },
  });
  await begun.promise;
  return { consuming, work, gone: gone.promise };
}

test('a stop waits for what is at work', async () => {
  const { consuming, work } = await atWork(600_000);
  const ended: string[] = [];
  const stopped = consuming.stop().then(() => ended.push('stop'));
  void work.promise.then(() => ended.push('work'));
  await filled(['b']); // meanwhile a stop that does not wait would have ended
  work.resolve();
  await stopped;
  expect(ended).toEqual(['work', 'stop']);
});

test('… `stopMs` and no longer', async () => {
  const { consuming, work, gone } = await atWork(200);
  await consuming.stop(); // although the work has no end
  expect(consuming.health().state).toBe('stopped');
  work.resolve();
  await gone;
});
