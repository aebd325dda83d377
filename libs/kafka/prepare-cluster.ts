import type { Kafka } from 'kafkajs';
import { TransientError } from '#libs/canonical/errors.js';
import { letGo } from './deadline.js';
import { ensureTopics, type TopicsFound, type TopicsWanted } from './ensure-topics.js';
import { failureCode, isKafkaFailure } from './failure.js';

/** Connects once and makes the topics that are missing. ConfigError as ensureTopics; TransientError `kafka-unreachable`. */
export async function prepareCluster(kafka: Kafka, wanted: TopicsWanted): Promise<TopicsFound> {
  const admin = kafka.admin();
  try {
    await admin.connect();
    return await ensureTopics(admin, wanted);
  } catch (error) {
    if (!isKafkaFailure(error)) throw error;
    throw new TransientError('kafka-unreachable', `Kafka does not answer (${failureCode(error)}). Is KAFKA_BROKERS right?`);
  } finally {
    await letGo(2000, 'disconnect', () => admin.disconnect());
  }
}
