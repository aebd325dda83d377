import type { RawMessage } from '#libs/kafka/consumer/raw-message.js';
import type { Sender } from '#libs/kafka/sender.js';

/** A message whose handlers failed to the last attempt, byte for byte, and why. */
export interface DeadLetter {
  readonly message: RawMessage;
  /** Of the error, never its text. */
  readonly code: string;
  readonly attempts: number;
}

/** Takes a dead letter for good; what it throws is tried again for ever, and its partition waits. */
export type OnDeadLetter = (letter: DeadLetter) => Promise<void> | void;

const PERSONAL = /-personal\.v\d+$/;

/** Where dead letters go that nobody else takes. Those of personal topics have a topic of their own, with their own rights (I10). */
export const deadLetterTopics = (group: string, topics: readonly string[]): readonly string[] => [
  ...new Set(topics.map((topic) => deadLetterTopic(group, topic))),
];

const deadLetterTopic = (group: string, topic: string): string =>
  `${group}.dead-letter${PERSONAL.test(topic) ? '-personal' : ''}`;

/** Key, value and headers as they were, and `lintel_…` headers that say where it lay, why and when. At least once. */
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
