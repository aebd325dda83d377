import { Partitioners, type Admin } from 'kafkajs';
import type { KafkaClient } from '../client.js';
import { ConfigResourceTypes } from '../library.js';
import { topicName, type TopicWord } from '#libs/model/topics.js';

/** Deletes the first record of the first partition that holds one: an event is lost. Gives how many were deleted: 1, or 0 where none is. */
export async function loseFirstEvent(kafka: KafkaClient, prefix: string, word: TopicWord): Promise<number> {
  const topic = topicName(prefix, word);
  const admin = kafka.admin();
  await admin.connect();
  try {
    const offsets = await admin.fetchTopicOffsets(topic);
    const place = offsets.find(({ high, low }) => BigInt(high) > BigInt(low));
    if (!place) return 0;
    const offset = String(BigInt(place.low) + 1n);
    await allowDeletion(admin, topic);
    await admin.deleteTopicRecords({ topic, partitions: [{ partition: place.partition, offset }] });
    return 1;
  } finally {
    await admin.disconnect();
  }
}

/** Kafka deletes no records of a topic that is only compacted. */
async function allowDeletion(admin: Admin, topic: string): Promise<void> {
  const configEntries = [{ name: 'cleanup.policy', value: 'compact,delete' }];
  await admin.alterConfigs({
    validateOnly: false,
    resources: [{ type: ConfigResourceTypes.TOPIC, name: topic, configEntries }],
  });
}

/** Writes an event past the relay, as somebody with too many rights would. */
export async function forgeEvent(
  kafka: KafkaClient,
  prefix: string,
  word: TopicWord,
  event: { readonly key: string; readonly version: number; readonly value: object },
): Promise<void> {
  const topic = topicName(prefix, word);
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  try {
    const { key, version, value } = event;
    const headers = { ce_id: `${topic}/${key}:${version}` };
    await producer.send({ topic, messages: [{ key, value: JSON.stringify(value), headers }] });
  } finally {
    await producer.disconnect();
  }
}
