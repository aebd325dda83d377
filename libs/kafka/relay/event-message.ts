import { partitionOf } from '../partition.js';
import { SCHEMA_VERSION } from '#libs/model/schema-version.js';
import { topicName } from '#libs/model/topics.js';
import type { OutboxEvent } from '#libs/model/outbox.js';

/** One Kafka message with its place; the partition is always stated, never left to the library. */
export interface PlacedMessage {
  readonly topic: string;
  readonly partition: number;
  readonly key: string;
  readonly value: string;
  readonly headers: Readonly<Record<string, string>>;
}

export interface Naming {
  readonly prefix: string;
  readonly ledgerId: string;
  /** What a schema's file name is put after, with its slash. */
  readonly schemaBase: string;
}

/** Headers of the outbox row whose CloudEvents names differ from theirs. */
const RENAMED: Readonly<Record<string, string>> = { origin: 'ce_lintelorigin', traceparent: 'traceparent' };

/**
 * CloudEvents 1.0 in Kafka's binary mode (attributes as headers `ce_…`, the value is the data). `ce_id` names the topic, the
 * entity and its version, and so stays the same however often an event is sent: a subscriber can drop a repeat by it.
 */
export function messageOf(event: OutboxEvent, partitions: number, naming: Naming): PlacedMessage {
  const topic = topicName(naming.prefix, event.topic);
  const { source = `/lintel/${naming.ledgerId}`, ...others } = event.headers;
  const headers: Record<string, string> = {
    ce_specversion: '1.0',
    ce_id: `${topic}/${event.key}:${event.version}`,
    ce_type: `housing.${event.topic}.changed.${SCHEMA_VERSION}`,
    ce_source: source,
    ce_subject: event.key,
    ce_time: event.at,
    ce_dataschema: `${naming.schemaBase}${event.topic}.${SCHEMA_VERSION}.json`,
    'content-type': 'application/json',
  };
  for (const [name, value] of Object.entries(others)) headers[RENAMED[name] ?? `ce_${name}`] = value;
  return {
    topic,
    partition: partitionOf(event.key, partitions),
    key: event.key,
    value: event.value,
    headers,
  };
}

/** About what it takes on the wire. */
export function sizeOf(message: PlacedMessage): number {
  let bytes = 64 + message.key.length + Buffer.byteLength(message.value);
  for (const [name, value] of Object.entries(message.headers))
    bytes += 4 + name.length + Buffer.byteLength(value);
  return bytes;
}
