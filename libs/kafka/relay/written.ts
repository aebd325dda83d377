import type { RecordMetadata } from 'kafkajs';
import { TransientError } from '#libs/model/errors.js';
import type { PlacedMessage } from './event-message.js';

/** By topic and partition, the offset of the last message written. */
export type Written = ReadonlyMap<string, ReadonlyMap<number, bigint>>;

/**
 * Adds to `written` what Kafka answered to one send. Throws TransientError `kafka-odd-answer` where an answer is missing or names an
 * error: that partition was perhaps never written, and the transaction must not be committed.
 */
export function noteWritten(
  written: Map<string, Map<number, bigint>>,
  sent: readonly PlacedMessage[],
  answers: readonly RecordMetadata[],
): void {
  const counts = new Map<string, number>();
  for (const { topic, partition } of sent)
    counts.set(`${topic}/${partition}`, (counts.get(`${topic}/${partition}`) ?? 0) + 1);
  for (const { topicName, partition, errorCode, baseOffset = '-1' } of answers) {
    const place = `${topicName}/${partition}`;
    const count = counts.get(place);
    if (errorCode !== 0 || count === undefined || BigInt(baseOffset) < 0n)
      throw new TransientError(
        'kafka-odd-answer',
        `Kafka's answer for ${place} cannot be used (error ${errorCode}, offset ${baseOffset})`,
      );
    counts.delete(place);
    const partitions = written.get(topicName) ?? new Map<number, bigint>();
    written.set(topicName, partitions.set(partition, BigInt(baseOffset) + BigInt(count) - 1n));
  }
  if (counts.size > 0)
    throw new TransientError('kafka-odd-answer', `Kafka did not answer for ${[...counts.keys()].join(', ')}`);
}
