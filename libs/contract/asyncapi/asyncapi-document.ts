import type { JsonObject } from '#libs/model/json.js';
import { SCHEMA_VERSION } from '#libs/model/schema-version.js';
import { HEADER_SCHEMA_FILE } from '#libs/kafka/relay/header-schema.js';
import { DATA_SETTINGS, DEFAULT_PARTITIONS } from '#libs/kafka/topic-settings.js';
import { topicName, type TopicWord } from '#libs/model/topics.js';
import type { MessageExample } from './examples.js';

/** What the document says of one topic. */
export interface DescribedTopic {
  readonly topic: TopicWord;
  readonly schema: JsonObject;
  readonly example: MessageExample;
}

const BINDING = { bindingVersion: '0.5.0' } as const;

/** The AsyncAPI 3.0 document of the topics. For values and headers it refers to the schema files beside it. */
export function asyncApiDocument(topics: readonly DescribedTopic[]): JsonObject {
  const byTopic = (part: (described: DescribedTopic) => JsonObject): JsonObject =>
    Object.fromEntries(topics.map((described) => [described.topic, part(described)]));
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Lintel',
      version: SCHEMA_VERSION,
      description: INFO,
      license: { name: 'Apache-2.0', url: 'https://www.apache.org/licenses/LICENSE-2.0' },
    },
    defaultContentType: 'application/json',
    servers: {
      kafka: {
        host: '{broker}',
        protocol: 'kafka',
        description: "The landlord's own Kafka. Read with `isolation.level=read_committed`.",
        variables: { broker: { default: 'localhost:9092', description: 'Host and port of a broker.' } },
      },
    },
    channels: byTopic(channel),
    operations: Object.fromEntries(
      topics.map(({ topic }) => [
        `publish-${topic}`,
        {
          action: 'send',
          channel: { $ref: `#/channels/${topic}` },
          messages: [{ $ref: `#/channels/${topic}/messages/${topic}` }],
        },
      ]),
    ),
    components: { parameters: { prefix: PREFIX }, messages: byTopic(message) },
  };
}

const INFO = [
  'What Lintel publishes: for each kind of thing a topic, and a companion topic with what is personal or sensitive of it.',
  "The key is the entity's id, the value the whole entity after the change. Versions of an entity count 1, 2, 3 … on each topic. Read committed only. Read open: ignore fields that you do not know, and take a word that you do not know in the `value` of a code for `state: unmapped`.",
  'How the contract may change: README.md beside this file.',
].join('\n\n');

const PREFIX: JsonObject = {
  description: "The installation's own word, `LINTEL_PREFIX`.",
  examples: ['demo'],
};

function channel({ topic, schema }: DescribedTopic): JsonObject {
  return {
    address: topicName('{prefix}', topic),
    title: String(schema['title']),
    description: String(schema['description']),
    parameters: { prefix: { $ref: '#/components/parameters/prefix' } },
    messages: { [topic]: { $ref: `#/components/messages/${topic}` } },
    bindings: { kafka: { partitions: DEFAULT_PARTITIONS, topicConfiguration: SETTINGS, ...BINDING } },
  };
}

/** The settings of the topics as the binding wants them: the policy as a list, sizes and times as numbers. */
const SETTINGS: JsonObject = Object.fromEntries(
  Object.entries(DATA_SETTINGS).map(([name, value]) => [
    name,
    name === 'cleanup.policy' ? [value] : /^\d+$/.test(value) ? Number(value) : value,
  ]),
);

function message({ topic, schema, example }: DescribedTopic): JsonObject {
  return {
    name: topic,
    title: String(schema['title']),
    contentType: 'application/json',
    headers: { $ref: `./${HEADER_SCHEMA_FILE}` },
    payload: { $ref: `./${topic}.${SCHEMA_VERSION}.json` },
    bindings: { kafka: { key: KEY, ...BINDING } },
    examples: [{ name: topic, ...example }],
  };
}

const KEY: JsonObject = {
  type: 'string',
  format: 'uuid',
  description:
    "The entity's id, as in the value's `id`: all that is said of one entity is in one partition, in order.",
};
