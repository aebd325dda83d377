import type { Admin, Kafka } from 'kafkajs';
import { sharedKafka, uniqueName } from '#libs/local/testing/services.js';
import { makeKafka } from './client.js';
import { whenKnown } from './when-known.js';
import { readTopics } from './reader.js';

let kafka: Kafka;
let admin: Admin;
beforeAll(async () => {
  kafka = makeKafka({ brokers: await sharedKafka(), clientId: 'spec' });
  admin = kafka.admin();
  await admin.connect();
});
afterAll(() => admin.disconnect());

async function topicWith(partitions: number): Promise<string> {
  const topic = uniqueName();
  await admin.createTopics({
    topics: [{ topic, numPartitions: partitions, replicationFactor: 1 }],
    waitForLeaders: false,
  });
  await whenKnown(() => admin.fetchTopicOffsets(topic));
  return topic;
}

async function read(topics: readonly string[]): Promise<readonly string[]> {
  const values: string[] = [];
  await readTopics(kafka, {
    topics,
    each: ({ partition, key, value }) => void values.push(`${partition} ${key} ${value}`),
  });
  return values;
}

test('ends behind control records, aborted records and empty partitions, and shows only what was committed', async () => {
  const topic = await topicWith(4);
  const producer = kafka.producer({ transactionalId: topic, maxInFlightRequests: 1, idempotent: true });
  await producer.connect();
  const write = async (partition: number, value: string | null, commit: boolean): Promise<void> => {
    const transaction = await producer.transaction();
    await transaction.send({ topic, messages: [{ partition, key: 'k', value }] });
    await (commit ? transaction.commit() : transaction.abort());
  };
  await write(0, 'a', true);
  await write(0, 'b', false);
  await write(0, null, true);
  await write(0, 'c', false); // partition 0 ends with an aborted record and its control record
  await write(1, 'd', false); // partition 1 holds nothing but that
  await write(2, 'e', true); // partition 2 ends with a committed one and its control record; 3 is empty
  await producer.disconnect();
  expect([...(await read([topic]))].sort()).toEqual(['0 k a', '0 k undefined', '2 k e']);
  expect(
    (await admin.listGroups()).groups.filter(({ groupId }) => groupId.startsWith('lintel.reader.')),
  ).toEqual([]);
});

test('ends at once where nothing was ever written', async () => {
  expect(await read([await topicWith(3)])).toEqual([]);
});

test('reads much, in order, once; an error of the reader ends it', async () => {
  const topic = await topicWith(2);
  const producer = kafka.producer();
  await producer.connect();
  for (let at = 0; at < 6000; at += 1000) {
    const messages = Array.from({ length: 1000 }, (_, index) => ({
      partition: index % 2,
      value: `${at + index} ${'x'.repeat(700)}`,
    }));
    await producer.send({ topic, messages });
  }
  await producer.disconnect();
  const seen = new Map<number, number>();
  let count = 0;
  await readTopics(kafka, {
    topics: [topic],
    each: ({ partition, value }) => {
      const number = Number(value?.split(' ')[0]);
      expect(number).toBe((seen.get(partition) ?? partition - 2) + 2);
      seen.set(partition, number);
      count++;
    },
  });
  expect(count).toBe(6000);
  const failing = readTopics(kafka, {
    topics: [topic],
    each: () => {
      throw new RangeError('mine');
    },
  });
  await expect(failing).rejects.toThrow(new RangeError('mine'));
});
