import type { Admin } from 'kafkajs';
import { ConfigError, TransientError } from '#libs/model/errors.js';
import type { KafkaClient } from './client.js';
import { letGo } from './time-limit.js';
import { failureCode } from './failure.js';
import { KafkaJSAggregateError } from './library.js';
import { whenKnown } from './when-known.js';
import { DEAD_LETTER_SETTINGS } from './topic-settings.js';

/**
 * Before a subscriber starts: are the topics that it reads there, and those that it writes, which are made where they can be. ConfigError
 * `subscriber-topics-missing`, `subscriber-topic-not-made`; TransientError `kafka-unreachable`.
 */
export async function requireTopics(
  kafka: KafkaClient,
  read: readonly string[],
  written: readonly string[],
): Promise<void> {
  const admin = kafka.admin({ retry: { retries: 3 } });
  try {
    await admin.connect();
    const there = new Set(await admin.listTopics());
    const missing = read.filter((topic) => !there.has(topic));
    if (missing.length > 0) {
      throw new ConfigError(
        'subscriber-topics-missing',
        `These topics are not there, or not to be seen: ${missing.join(', ')}`,
        undefined,
        'Check the prefix, and that the Kafka user may read and describe them; personal topics need a right of their own.',
      );
    }
    for (const topic of written.filter((it) => !there.has(it))) await make(admin, topic);
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new TransientError('kafka-unreachable', `Kafka does not answer (${failureCode(error)})`, false, {
      cause: error,
    });
  } finally {
    await letGo(2000, 'disconnect', () => admin.disconnect());
  }
}

async function make(admin: Admin, topic: string): Promise<void> {
  try {
    const configEntries = Object.entries(DEAD_LETTER_SETTINGS).map(([name, value]) => ({ name, value }));
    await admin.createTopics({ topics: [{ topic, numPartitions: 1, configEntries }], waitForLeaders: false });
    await whenKnown(() => admin.fetchTopicOffsets(topic)); // its leader answers for it
  } catch (error) {
    // of several errors about topics there is one here, as one topic was asked for
    const [refused = error] = error instanceof KafkaJSAggregateError ? error.errors : [];
    throw new ConfigError(
      'subscriber-topic-not-made',
      `The topic ${topic} for dead letters could not be made (${failureCode(refused)})`,
      undefined,
      'Have it made, or give onDeadLetter.',
    );
  }
}
