import type { Admin } from 'kafkajs';
import type { Outbox } from '#libs/model/outbox.js';
import type { KafkaClient } from '../client.js';
import { within } from '../time-limit.js';
import { fenceAndRead, markerRecord } from './fenced-marker.js';
import type { Marker } from './marker.js';
import type { TransactionalProducer } from './producer.js';
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
 * Becomes the relay. (1) The caller holds the lease. (2) Fence, (3) claim, (4) read back what Kafka holds: see `fenceAndRead`. (5) Refuse where
 * ledger and Kafka do not tell of one past (same-past.ts, refusals.ts). Nothing that an earlier session believed is used. Throws ConfigError
 * where it refuses; after any other error the caller begins again from the first step. On an error everything it opened is closed.
 */
export async function beginSession({ kafka, outbox, prefix, callMs }: BeginOptions): Promise<Session> {
  const { ledgerId } = outbox;
  const { producer, admin, marker: found, end } = await fenceAndRead(kafka, ledgerId, callMs);
  try {
    const past = await requireSamePast(outbox, found); // (5)
    const offsets = await within(60_000, 'look at the topics', () => requireSameTopics(admin, prefix, found));
    const marker = past
      ? { ...past, offsets }
      : { ledger: ledgerId, epoch: await outbox.epoch(), last: 0, offsets };
    // Before the first event a marker stands: from then on, topics with records and no marker mean that it was lost. After a recovery the
    // marker of the new epoch stands before its first event, too.
    if (marker.epoch !== found?.epoch) await producer.transact([], () => markerRecord(marker));
    return { producer, admin, marker, end };
  } catch (error) {
    await end();
    throw error;
  }
}
