import type { JsonObject } from '#libs/model/json.js';
import { CHANGE_KINDS, ORIGINS } from '#libs/model/kinds.js';
import { SCHEMA_VERSION } from '#libs/model/schema-version.js';

export const HEADER_SCHEMA_FILE = `event-headers.${SCHEMA_VERSION}.json`;

/**
 * The headers of a message as `messageOf` writes them. `x-words` is the closed list of the words that a text is made of, with commas
 * between them: subscribers match on each.
 */
export function headerSchema(): JsonObject {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: `https://lintel.example.org/schemas/${HEADER_SCHEMA_FILE}`,
    title: 'Headers of an event',
    description:
      "CloudEvents 1.0 in Kafka's binary mode: each attribute is a header, the message's value is the data. Each header's value is UTF-8 text.",
    type: 'object',
    additionalProperties: false,
    required: Object.keys(HEADERS).filter((name) => name !== 'traceparent'),
    properties: HEADERS,
  };
}

const HEADERS: JsonObject = {
  ce_specversion: { const: '1.0', description: 'Of CloudEvents.' },
  ce_id: {
    type: 'string',
    minLength: 1,
    description:
      'Topic, entity and version: the same however often the event is sent. A subscriber drops a repeat by it.',
  },
  ce_type: {
    type: 'string',
    pattern: `^housing\\.[a-z-]+\\.changed\\.${SCHEMA_VERSION}$`,
    description: `As \`housing.work-order.changed.${SCHEMA_VERSION}\`: what the topic is called without its prefix.`,
  },
  ce_source: {
    type: 'string',
    format: 'uri-reference',
    description: 'The installation that tells it, as `/lintel/<prefix>`.',
  },
  ce_subject: {
    type: 'string',
    format: 'uuid',
    description: 'The entity, or the dead letter. Also the key of the message.',
  },
  ce_time: {
    type: 'string',
    format: 'date-time',
    description: 'When the ledger committed it. ISO 8601 in UTC.',
  },
  ce_dataschema: { type: 'string', format: 'uri', description: "The schema of the message's value." },
  'content-type': { const: 'application/json', description: "Of the message's value." },
  ce_changes: {
    type: 'string',
    pattern: '^([a-z-]+(,[a-z-]+)*)?$',
    'x-words': CHANGE_KINDS,
    description: `What happened, as \`ordered,appointed\`; empty for a dead letter. The words: ${CHANGE_KINDS.join(', ')}.`,
  },
  ce_lintelorigin: {
    enum: ORIGINS,
    description: 'Why the event was made: the first read, the living system, or a mapping that changed.',
  },
  traceparent: { type: 'string', description: 'W3C Trace Context, where a trace was running.' },
};
