import { randomUUID } from 'node:crypto';
import type { Admin } from 'kafkajs';
import type { KafkaClient } from '../client.js';
import { markerTopic } from '../marker-topic.js';
import { letGo, within } from '../time-limit.js';
import type { PlacedMessage } from './event-message.js';
import { claimKey, type Claim, type Marker } from './marker.js';
import { openProducer, type TransactionalProducer } from './producer.js';
import { readBack } from './read-back.js';

/** The right to write as the relay of a ledger, and what Kafka holds of it. */
export interface FencedMarker {
  readonly producer: TransactionalProducer;
  readonly admin: Admin;
  /** Undefined: nothing of this ledger was ever relayed here. */
  readonly marker: Marker | undefined;
  /** Never throws. */
  end(): Promise<void>;
}

/**
 * Takes the right to write from whoever has it, and reads what Kafka holds. (2) Fence: whoever was the relay before can write no more.
 * (3) Claim: a record of our own in the marker topic. (4) Read the topic up to the claim: the newest marker says how far the events in Kafka
 * go. On an error everything it opened is closed, and nothing was changed but the fence.
 */
export async function fenceAndRead(
  kafka: KafkaClient,
  ledgerId: string,
  callMs?: number,
): Promise<FencedMarker> {
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
    await producer.transact([], () => markerTopicRecord(ledgerId, claimKey(ledgerId), claim)); // (3)
    const marker = await within(60_000, 'read the marker', () => readBack(kafka, admin, topic, claim.claim)); // (4)
    return { producer, admin, marker, end };
  } catch (error) {
    await end();
    throw error;
  }
}

export const markerRecord = (marker: Marker): PlacedMessage =>
  markerTopicRecord(marker.ledger, marker.ledger, marker);

const markerTopicRecord = (ledgerId: string, key: string, value: object): PlacedMessage => ({
  topic: markerTopic(ledgerId),
  partition: 0,
  key,
  value: JSON.stringify(value),
  headers: {},
});
