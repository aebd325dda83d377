import { ENTITY_KINDS, type EntityKind } from '#libs/model/kinds.js';
import { SCHEMA_VERSION } from '#libs/model/schema-version.js';

/** What an event's topic is called in the outbox. */
export type TopicWord = EntityKind | `${EntityKind}-personal` | 'dead-letter';

export const TOPIC_WORDS: readonly TopicWord[] = [
  ...ENTITY_KINDS.flatMap((kind): TopicWord[] => [kind, `${kind}-personal`]),
  'dead-letter',
];

export const topicName = (prefix: string, word: TopicWord): string => `${prefix}.${word}.${SCHEMA_VERSION}`;

/** Every topic that subscribers see. */
export const topicNames = (prefix: string): readonly string[] =>
  TOPIC_WORDS.map((word) => topicName(prefix, word));

/** One partition; only its newest record counts. Holds how far the relay of this ledger has come. */
export const markerTopic = (ledgerId: string): string => `lintel.relay.${ledgerId}`;
