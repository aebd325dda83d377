import type { IHeaders, KafkaMessage } from 'kafkajs';

/** A message as it lies in Kafka, byte for byte. */
export interface RawMessage {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly key: Buffer | undefined;
  /** `undefined`: a tombstone. */
  readonly value: Buffer | undefined;
  readonly headers: Readonly<IHeaders>;
  /** Milliseconds since 1970, as text. */
  readonly timestamp: string;
}

export function rawMessage(topic: string, partition: number, message: KafkaMessage): RawMessage {
  return {
    topic,
    partition,
    offset: message.offset,
    key: message.key ?? undefined,
    value: message.value ?? undefined,
    headers: message.headers ?? {},
    timestamp: message.timestamp,
  };
}

/** The text of a header; of one that is there several times, the first. */
export function headerText(headers: Readonly<IHeaders>, name: string): string | undefined {
  const value = headers[name];
  const first = Array.isArray(value) ? value[0] : value;
  return first?.toString();
}
