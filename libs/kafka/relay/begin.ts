import { randomUUID } from 'node:crypto';
import type { Admin } from 'kafkajs';
import type { KafkaClient } from '../client.js';
import { letGo, within } from '../time-limit.js';
import { markerTopic } from '../marker-topic.js';
import type { PlacedMessage } from './event-message.js';
import { claimKey, type Claim, type Marker } from './marker.js';
import type { Outbox } from '#libs/model/outbox.js';
import { openProducer, type TransactionalProducer } from './producer.js';
import { readBack } from './read-back.js';
import { requireSamePast, requireSameTopics } from './refusals.js';

/** The right to send, as long as no newer one was begun. */
export interface Session {
  readonly producer: TransactionalProducer;
  readonly admin: Admin;
  /** What Kafka holds. Sending goes on from `marker.last + 1`. */
  readonly marker: Marker;
  end(): Promise<void>;
}

export interface BeginOptions {
  readonly kafka: KafkaClient;
  readonly outbox: Outbox;
  readonly prefix: string;
  readonly callMs?: number;
}

/**
 * Steps 2 to 5 of becoming the relay; the first, the lease, was the caller's. Nothing of an earlier session is believed: all is
 * read back from Kafka. ConfigError where it refuses (see refusals.ts); any other error: try again from the first step.
 */
export async function beginSession({ kafka, outbox, prefix, callMs }: BeginOptions): Promise<Session> {
  const { ledgerId } = outbox;
  const topic = markerTopic(ledgerId);
  const admin = kafka.admin({ retry: { retries: 3 } });
  const producer = await openProducer(kafka, `lintel.${ledgerId}`, callMs);
  const end = async (): Promise<void> => {
    await Promise.all([producer.drop(), letGo(1000, 'disconnect', () => admin.disconnect())]);
  };
  try {
    await within(10_000, 'connect', () => admin.connect());
    await producer.fence(); // I6: (2) whoever was the relay before us can write no more
    const claim: Claim = { ledger: ledgerId, claim: randomUUID() };
    await producer.transact([], () => record(topic, claimKey(ledgerId), claim)); // (3)
    const found = await within(60_000, 'read the marker', () => readBack(kafka, admin, topic, claim.claim)); // (4)
    await requireSamePast(outbox, found);
    const offsets = await within(60_000, 'look at the topics', () => requireSameTopics(admin, prefix, found));
    const marker =
      found === undefined
        ? { ledger: ledgerId, epoch: await outbox.epoch(), last: 0, offsets }
        : { ...found, offsets };
    // Before the first event a marker stands: from then on, topics with records and no marker mean that it was lost.
    if (found === undefined) await producer.transact([], () => markerRecord(marker));
    return { producer, admin, marker, end };
  } catch (error) {
    await end();
    throw error;
  }
}

export const markerRecord = (marker: Marker): PlacedMessage =>
  record(markerTopic(marker.ledger), marker.ledger, marker);

const record = (topic: string, key: string, value: object): PlacedMessage => ({
  topic,
  partition: 0,
  key,
  value: JSON.stringify(value),
  headers: {},
});
