import { sharedKafka, uniqueName } from '#libs/local/testing/services.js';
import { makeKafka, type KafkaClient } from './client.js';
import { ConfigResourceTypes } from './library.js';
import { requireTopics } from './require-topics.js';
import { DATA_SETTINGS } from './topic-settings.js';

let kafka: KafkaClient;
beforeAll(async () => {
  kafka = makeKafka({ brokers: await sharedKafka(), clientId: 'spec' });
});

test('the topics for dead letters take every message that a data topic takes, and keep it for 30 days', async () => {
  const topic = uniqueName();
  await requireTopics(kafka, [], [topic]);
  const admin = kafka.admin();
  await admin.connect();
  const { resources } = await admin.describeConfigs({
    includeSynonyms: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic }],
  });
  await admin.disconnect();
  const settings = Object.fromEntries(
    (resources[0]?.configEntries ?? []).map(({ configName, configValue }) => [configName, configValue]),
  );
  expect(settings).toMatchObject({ 'cleanup.policy': 'delete', 'retention.ms': '2592000000' });
  const producer = kafka.producer();
  await producer.connect();
  const value = Buffer.alloc(Number(DATA_SETTINGS['max.message.bytes']) - 1000);
  const headers = { lintel_code: 'x'.repeat(2000) };
  await producer.send({ topic, messages: [{ value, headers }] });
  await producer.disconnect();
});
