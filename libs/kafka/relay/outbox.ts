import type { TopicWord } from '../topics.js';

/** One event as the ledger wrote it, in the transaction of the state it tells of. */
export interface OutboxEvent {
  /** Gapless in the ledger, in commit order, from 1. */
  readonly number: number;
  readonly topic: TopicWord;
  /** The entity's id, or the dead letter's. */
  readonly key: string;
  /** Of this key in this topic: 1, 2, 3 … */
  readonly version: number;
  /** `changes`, `origin`, `source`, `traceparent`; others travel as CloudEvents extensions. */
  readonly headers: Readonly<Record<string, string>>;
  readonly value: string;
  /** ISO 8601, when it was committed. */
  readonly at: string;
}

/** What the relay asks of the ledger. */
export interface Outbox {
  readonly ledgerId: string;
  /** A number that `lintel recover` raises: events of another epoch are not the ones that Kafka was told of. */
  epoch(): Promise<number>;
  /** The number of the newest event; 0 where there was none. */
  lastNumber(): Promise<number>;
  /** Events from `afterNumber + 1` on, in order, at most `limit`. */
  read(afterNumber: number, limit: number): Promise<readonly OutboxEvent[]>;
  /** Whether the ledger remembers that anything of it was ever relayed. */
  hasProgress(): Promise<boolean>;
  /** A hint for sync health and for purging what is old; the truth is the marker in Kafka. */
  relayed(number: number): Promise<void>;
}

/** One relay per ledger; the others stand by. Two that hold it at once do no harm: Kafka fences the older. */
export interface Lease {
  /** Takes or renews it. False: another has it. */
  held(): Promise<boolean>;
}
