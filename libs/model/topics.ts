import { ENTITY_KINDS, type EntityKind } from './kinds.js';
import { SCHEMA_VERSION } from './schema-version.js';

/** A topic's name without its prefix and version: `work-order`, `work-order-personal`, `dead-letter`. */
export type TopicWord = EntityKind | `${EntityKind}-personal` | 'dead-letter';

/** Every topic: two for each kind of entity, and the one of dead letters. */
export const TOPIC_WORDS: readonly TopicWord[] = [
  ...ENTITY_KINDS.flatMap((kind): TopicWord[] => [kind, `${kind}-personal`]),
  'dead-letter',
];

/** The full name of a topic: `homes.work-order.v1`. */
export const topicName = (prefix: string, word: TopicWord): string => `${prefix}.${word}.${SCHEMA_VERSION}`;

/** The full names of all topics that subscribers see. */
export const topicNames = (prefix: string): readonly string[] =>
  TOPIC_WORDS.map((word) => topicName(prefix, word));
