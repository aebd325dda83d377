import { ConfigResourceTypes, type Admin } from 'kafkajs';
import { sharedKafka, uniqueName } from '#libs/local/testing/services.js';
import { makeKafka } from './client.js';
import { whenKnown } from './when-known.js';
import { ensureTopics } from './ensure-topics.js';
import { topicName, topicNames } from '#libs/model/topics.js';
import { markerTopic } from './marker-topic.js';

let admin: Admin;
beforeAll(async () => {
  admin = makeKafka({ brokers: await sharedKafka(), clientId: 'spec' }).admin();
  await admin.connect();
});
afterAll(() => admin.disconnect());

test('creates the topics as subscribers are promised, once', async () => {
  const prefix = uniqueName();
  const wanted = { prefix, ledgerId: prefix, partitions: 3 };
  const first = await ensureTopics(admin, wanted);
  expect([...first.created].sort()).toEqual([...topicNames(prefix), markerTopic(prefix)].sort());
  expect(first.differences).toEqual([]);
  expect(await ensureTopics(admin, wanted)).toEqual({ created: [], differences: [] });
  const both = await Promise.all([
    ensureTopics(admin, { ...wanted, ledgerId: `${prefix}2` }),
    ensureTopics(admin, { ...wanted, ledgerId: `${prefix}2` }),
  ]);
  expect(both.map(({ differences }) => differences)).toEqual([[], []]);
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topicName(prefix, 'work-order-personal') }],
  });
  const found = new Map(
    resources[0]?.configEntries.map(({ configName, configValue }) => [configName, configValue]),
  );
  expect(found.get('min.compaction.lag.ms')).toBe('604800000');
  expect(found.get('max.message.bytes')).toBe('4194304');
});

test('changes nothing that is there, and names what differs', async () => {
  const prefix = uniqueName();
  const topic = topicName(prefix, 'invoice');
  await admin.createTopics({
    topics: [{ topic, numPartitions: 5, replicationFactor: 1 }],
    waitForLeaders: false,
  });
  await whenKnown(() => admin.fetchTopicOffsets(topic));
  await expect(ensureTopics(admin, { prefix, ledgerId: prefix })).rejects.toMatchObject({
    name: 'ConfigError',
    code: 'kafka-topics-differ',
    message: `${topic} has 5 partitions, expected 6; ${topic} has cleanup.policy=delete, expected compact; ${topic} has message.timestamp.type=CreateTime, expected LogAppendTime`,
  });
});

test('names what Kafka refuses', async () => {
  const prefix = uniqueName();
  const asked = ensureTopics(admin, { prefix, ledgerId: prefix, replicationFactor: 3 });
  await expect(asked).rejects.toMatchObject({
    code: 'kafka-topic-not-created',
    message: expect.stringContaining('kafka-invalid-replication-factor'),
  });
});
