import { setTimeout as sleep } from 'node:timers/promises';
import type { Consumer } from 'kafkajs';
import { sharedKafka, uniqueName } from '#libs/local/testing/services.js';
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

async function until(there: () => boolean): Promise<void> {
  for (const end = Date.now() + 60_000; !there(); await sleep(20))
    if (Date.now() > end) throw new Error(`it did not come: ${String(there)}`);
}

test('the consumer is made anew only when what was at work has ended: no message is worked on twice at once', async () => {
  const topic = await filled(['a', 'b', 'c']);
  const crashes: (() => void)[] = [];
  let consumers = 0;
  const crashing: KafkaClient = {
    admin: (config) => kafka.admin(config),
    producer: (config) => kafka.producer(config),
    consumer: (config) => {
      consumers++;
      const consumer: Consumer = kafka.consumer(config);
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
    sessionMs: 2000,
    stopMs: 200,
    waits: () => waited++,
    each: async ({ value }) => {
      begun.push(String(value));
      most = Math.max(most, ++atOnce);
      if (begun.length === 1) await work.promise;
      atOnce--;
    },
  });
  await until(() => begun.length === 1);
  const [before, { restarts }] = [consumers, consuming.health()]; // a Kafka that has just begun may refuse the first
  crashes.at(-1)?.();
  await until(() => waited === 1);
  await sleep(5000); // longer than a session: another member would have its partition by now
  expect(begun).toEqual(['a']);
  expect(consumers).toBe(before);
  expect(consuming.health()).toMatchObject({ state: 'failing', restarts: restarts + 1 });
  work.resolve();
  await until(() => begun.includes('c'));
  expect(most).toBe(1);
  expect(waited).toBe(1);
  await until(() => consuming.health().state === 'consuming');
  await consuming.stop();
});

test('a stop waits `stopMs` for what is at work, and no longer', async () => {
  const topic = await filled(['a']);
  let begun = false;
  const work = Promise.withResolvers<void>();
  const consuming = await consume(kafka, {
    groupId: topic,
    topics: [topic],
    sessionMs: 2000,
    stopMs: 200,
    each: () => {
      begun = true;
      return work.promise;
    },
  });
  await until(() => begun);
  const asked = Date.now();
  await consuming.stop();
  expect(Date.now() - asked).toBeLessThan(5000);
  expect(consuming.health().state).toBe('stopped');
  work.resolve();
});
