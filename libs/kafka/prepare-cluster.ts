import type { Kafka } from 'kafkajs';
import { ConfigError, TransientError } from '#libs/model/errors.js';
import { makeKafka, type KafkaSettings } from './client.js';
import { letGo } from './time-limit.js';
import { ensureTopics, type TopicsFound, type TopicsWanted } from './ensure-topics.js';
import { failureCode } from './failure.js';
import { probe } from './probe.js';

/** Looks whether the cluster can do what Lintel needs, and makes the topics that are missing. Throws as `probe` and `ensureTopics` do. */
export async function prepareCluster(
  settings: KafkaSettings,
  wanted: TopicsWanted,
): Promise<TopicsFound & { readonly kafka: Kafka }> {
  await probe(settings);
  const kafka = makeKafka(settings);
  const admin = kafka.admin();
  try {
    await admin.connect();
    return { ...(await ensureTopics(admin, wanted)), kafka };
  } catch (error) {
    const code = failureCode(error);
    if (error instanceof ConfigError || !code.startsWith('kafka')) throw error;
    throw new TransientError('kafka-unreachable', `Kafka does not do as it is asked (${code}).`);
  } finally {
    await letGo(2000, 'disconnect', () => admin.disconnect());
  }
}
