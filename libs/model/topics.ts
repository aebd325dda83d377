import { ENTITY_KINDS, type EntityKind } from './kinds.js';
import { SCHEMA_VERSION } from './schema-version.js';

/** What a topic is called without its prefix and version: `work-order`, `work-order-personal`, `dead-letter`. */
export type TopicWord = EntityKind | `${EntityKind}-personal` | 'dead-letter';

export const TOPIC_WORDS: readonly TopicWord[] = [
  ...ENTITY_KINDS.flatMap((kind): TopicWord[] => [kind, `${kind}-personal`]),
  'dead-letter',
];

/** `camden.work-order.v1` */
export const topicName = (prefix: string, word: TopicWord): string => `${prefix}.${word}.${SCHEMA_VERSION}`;

/** Every topic that subscribers see. */
export const topicNames = (prefix: string): readonly string[] =>
  TOPIC_WORDS.map((word) => topicName(prefix, word));
