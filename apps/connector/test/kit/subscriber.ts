import { misfit } from '#libs/model/schema/validate.js';
import type { JsonObject } from '#libs/model/json.js';
import type { KafkaClient } from '#libs/kafka/client.js';
import { readTopics } from '#libs/kafka/reader.js';
import { topicName, TOPIC_WORDS, type TopicWord } from '#libs/model/topics.js';

/** One event as a subscriber holds it. */
export interface Event {
  readonly topic: TopicWord;
  readonly key: string;
  readonly version: number;
  /** The words of `ce_changes`. */
  readonly changes: readonly string[];
  readonly origin: string;
  readonly value: JsonObject;
  readonly text: string;
}

/** All that a `read_committed` subscriber sees from the beginning; per topic and key in order. */
export async function readEvents(kafka: KafkaClient, prefix: string): Promise<readonly Event[]> {
  const words = new Map(TOPIC_WORDS.map((word) => [topicName(prefix, word), word]));
  const events: Event[] = [];
  await readTopics(kafka, {
    topics: [...words.keys()],
    each: ({ topic, key, value, headers }) => {
      const word = words.get(topic);
      if (word === undefined || key === undefined || value === undefined)
        throw new Error('an event without key or value');
      events.push({
        topic: word,
        key,
        version: Number(headers['ce_id']?.split(':').at(-1)),
        changes: (headers['ce_changes'] ?? '').split(',').filter(Boolean),
        origin: headers['ce_lintelorigin'] ?? '',
        value: JSON.parse(value) as JsonObject,
        text: `${value} ${JSON.stringify(headers)}`,
      });
    },
  });
  return events;
}

/** I6 and the schemas: what is wrong with these events; empty is good. */
export function faultsOf(events: readonly Event[]): readonly string[] {
  const versions = new Map<string, number>();
  return events.flatMap(({ topic, key, version, value }) => {
    const name = `${topic} ${key}`;
    const expected = (versions.get(name) ?? 0) + 1;
    versions.set(name, version);
    const wrong = topic === 'dead-letter' ? undefined : misfit(topic, value);
    return [
      ...(version === expected ? [] : [`${name}: version ${version} where ${expected} is next`]),
      ...(value['version'] === version && value['id'] === key ? [] : [`${name}: value and headers differ`]),
      ...(wrong ? [`${name}: ${wrong.path} ${wrong.message}`] : []),
    ];
  });
}
