import type { TopicMessages } from 'kafkajs';
import type { PlacedMessage } from './event-message.js';

/** The messages for the partition of the first one, and the others; each in their order. */
export function firstPartition(
  messages: readonly PlacedMessage[],
): readonly [readonly PlacedMessage[], readonly PlacedMessage[]] {
  const lead = messages[0];
  const isFirst = ({ topic, partition }: PlacedMessage): boolean =>
    topic === lead?.topic && partition === lead.partition;
  return [messages.filter(isFirst), messages.filter((message) => !isFirst(message))];
}

/** The messages as kafkajs takes them, in their order within each topic. */
export function byTopic(messages: readonly PlacedMessage[]): TopicMessages[] {
  const groups = new Map<string, TopicMessages>();
  for (const { topic, partition, key, value, headers } of messages) {
    const group = groups.get(topic) ?? { topic, messages: [] };
    group.messages.push({ partition, key, value, headers: { ...headers } });
    groups.set(topic, group);
  }
  return [...groups.values()];
}
