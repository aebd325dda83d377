import { strict as assert } from 'node:assert';
import { messageOf, sizeOf, type Naming, type PlacedMessage } from './event-message.js';
import { topicName } from '#libs/model/topics.js';
import type { Offsets } from './marker.js';
import type { OutboxEvent } from '#libs/model/outbox.js';

export interface TransactionLimits {
  readonly events: number;
  /** kafkajs makes one record batch of all that a send holds for a partition, and never splits it. */
  readonly bytesPerPartition: number;
  readonly bytes: number;
}

export const TRANSACTION_LIMITS: TransactionLimits = {
  events: 2000,
  bytesPerPartition: 900_000,
  bytes: 8_000_000,
};

export interface TransactionContent {
  readonly messages: readonly PlacedMessage[];
  /** Number of its last event. */
  readonly last: number;
}

/**
 * As many of `events`, from the first on, as one transaction may hold: at least one. Their numbers must follow `after` without
 * a gap (I6); anything else is a bug in the ledger, and no event may be sent over it.
 */
export function cutTransaction(
  events: readonly OutboxEvent[],
  after: number,
  offsets: Offsets,
  naming: Naming,
  limits = TRANSACTION_LIMITS,
): TransactionContent {
  const messages: PlacedMessage[] = [];
  const filled = new Map<string, number>();
  let bytes = 0;
  for (const event of events) {
    assert(
      event.number === after + messages.length + 1,
      `outbox: event ${event.number} where ${after + messages.length + 1} was due`,
    );
    const message = messageOf(event, partitionsOf(event, offsets, naming), naming);
    const size = sizeOf(message);
    const place = `${message.topic}/${message.partition}`;
    const here = (filled.get(place) ?? 0) + size;
    const full =
      messages.length >= limits.events || bytes + size > limits.bytes || here > limits.bytesPerPartition;
    if (full && messages.length > 0) break;
    messages.push(message);
    filled.set(place, here);
    bytes += size;
  }
  return { messages, last: after + messages.length };
}

function partitionsOf(event: OutboxEvent, offsets: Offsets, { prefix }: Naming): number {
  const count = offsets[topicName(prefix, event.topic)]?.length;
  assert(count !== undefined, `outbox: event ${event.number} is for an unknown topic`);
  return count;
}
