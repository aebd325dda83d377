import type { RawMessage } from '#libs/kafka/consumer/raw-message.js';
import type { Sender } from '#libs/kafka/sender.js';

/** A message that could not be handled, byte for byte, and why. */
export interface DeadLetter {
  readonly message: RawMessage;
  /** Of the error of the handler that failed last, as `errorCode` gives it; never its text (I10). */
  readonly code: string;
  /** How often that handler was called. 0: the message is not an event as Lintel writes it, so no handler was called. */
  readonly attempts: number;
}

/**
 * Takes a dead letter for good. `deliver` calls it for a message that its handlers could not handle, and commits the offset only after it
 * has resolved: from then on the message lies with whoever took it. What it throws is tried again, with the pauses of `retry` and
 * without end, and the partition waits meanwhile. So it is called at least once for each dead letter, in the order of a partition, and for
 * several partitions at once. A stop ends the trying; the message then comes again after the next start.
 */
export type OnDeadLetter = (letter: DeadLetter) => Promise<void> | void;

const PERSONAL = /-personal\.v\d+$/;

/** The topics of dead letters for the topics that a group reads. Those of personal topics have one of their own, with its own rights (I10). */
export const deadLetterTopics = (group: string, topics: readonly string[]): readonly string[] => [
  ...new Set(topics.map((topic) => deadLetterTopic(group, topic))),
];

const deadLetterTopic = (group: string, topic: string): string =>
  `${group}.dead-letter${PERSONAL.test(topic) ? '-personal' : ''}`;

/**
 * The OnDeadLetter that is used where the app gives none: it writes the message to the group's topic of dead letters, at least once, with key,
 * value and headers as they were, and with `lintel_…` headers that say where it lay, why it failed and when. Throws as the sender.
 */
export function toDeadLetterTopic(
  sender: Sender,
  group: string,
  now: () => Date = () => new Date(),
): OnDeadLetter {
  return ({ message, code, attempts }) =>
    sender.send({
      topic: deadLetterTopic(group, message.topic),
      key: message.key,
      value: message.value,
      headers: {
        ...message.headers,
        lintel_topic: message.topic,
        lintel_partition: String(message.partition),
        lintel_offset: message.offset,
        lintel_code: code,
        lintel_attempts: String(attempts),
        lintel_at: now().toISOString(),
      },
    });
}
