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
import { requireSameTopics } from './refusals.js';
import { requireSamePast } from './same-past.js';

/** The right to send. It ends when a newer session begins, in this process or another: then Kafka refuses every call of this one. */
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
 * Becomes the relay. (1) The caller holds the lease. (2) Fence: whoever was the relay before can write no more. (3) Claim: a record of our
 * own in the marker topic. (4) Read the topic up to the claim: the newest marker says how far the events in Kafka go. (5) Refuse where
 * ledger and Kafka do not tell of one past (same-past.ts, refusals.ts). Nothing that an earlier session believed is used. Throws ConfigError where it
 * refuses; after any other error the caller begins again from the first step. On an error everything it opened is closed.
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
    await producer.fence(); // I6 (2)
    const claim: Claim = { ledger: ledgerId, claim: randomUUID() };
    await producer.transact([], () => record(topic, claimKey(ledgerId), claim)); // (3)
    const found = await within(60_000, 'read the marker', () => readBack(kafka, admin, topic, claim.claim)); // (4)
    await requireSamePast(outbox, found); // (5)
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
