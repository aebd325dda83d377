import type { Outbox, OutboxEvent } from '#libs/model/outbox.js';
import { TOPIC_WORDS } from '#libs/model/topics.js';

const KEYS = 40;

/** Event `number` of an endless outbox: known without asking anybody, so that several processes can relay the same one. */
export function numberedEvent(number: number, bytes = 200): OutboxEvent {
  const index = number - 1;
  const topic = TOPIC_WORDS[index % TOPIC_WORDS.length] ?? 'dead-letter';
  const turn = Math.floor(index / TOPIC_WORDS.length);
  return {
    number,
    topic,
    key: `00000000-0000-5000-8000-${String(turn % KEYS).padStart(12, '0')}`,
    version: Math.floor(turn / KEYS) + 1,
    headers: { changes: 'ordered,appointed', origin: 'backfill', source: '/uh/orders' },
    value: JSON.stringify({ number, text: 'é'.repeat(bytes / 2) }),
    at: new Date(1.7e12 + number * 1000).toISOString(),
  };
}

export interface NumberedOutbox extends Outbox {
  /** How many events there are; may be raised while it is relayed. */
  size: number;
  epochNow: number;
  progress: number;
  reads: number;
}

export function numberedOutbox(ledgerId: string, size: number, bytes?: number): NumberedOutbox {
  const outbox: NumberedOutbox = {
    ledgerId,
    size,
    epochNow: 1,
    progress: 0,
    reads: 0,
    epoch: async () => outbox.epochNow,
    lastNumber: async () => outbox.size,
    recoveredFrom: async () => undefined,
    hasProgress: async () => outbox.progress > 0,
    relayed: async (number) => {
      outbox.progress = number;
    },
    read: async (after, limit) => {
      outbox.reads++;
      const count = Math.max(0, Math.min(limit, outbox.size - after));
      return Array.from({ length: count }, (_, index) => numberedEvent(after + index + 1, bytes));
    },
  };
  return outbox;
}

export const alwaysHeld = (): Promise<boolean> => Promise.resolve(true);
