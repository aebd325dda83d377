import type { TopicWord } from './topics.js';

/** One event as the ledger wrote it, in the transaction of the state that it tells of. */
export interface OutboxEvent {
  /** Gapless in the ledger, in the order of commits, from 1. */
  readonly number: number;
  readonly topic: TopicWord;
  /** The entity's id, or the dead letter's. */
  readonly key: string;
  /** Of this key in this topic: 1, 2, 3 … */
  readonly version: number;
  /** `changes`, `origin`, `source`, `traceparent`; others travel as CloudEvents extensions. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text of the document. */
  readonly value: string;
  /** When it was committed, ISO 8601. */
  readonly at: string;
}

/**
 * The committed events, as the relay reads them. The relay is the only caller, one call at a time; a relay that stands by in another
 * process may call beside it. Every method throws TransientError where the ledger does not answer, and nothing has happened then.
 */
export interface Outbox {
  readonly ledgerId: string;
  /** A number that `lintel recover` raises: events of another epoch are not the ones that Kafka was told of. */
  epoch(): Promise<number>;
  /** The number of the newest event; 0 where there was none. */
  lastNumber(): Promise<number>;
  /**
   * Events from `afterNumber + 1` on, in order, at most `limit`; none where nothing newer is committed. Never leaves one out: numbers are
   * given under the ledger's lock, so that a lower one cannot be committed later.
   */
  read(afterNumber: number, limit: number): Promise<readonly OutboxEvent[]>;
  /** Whether the ledger remembers that anything of it was ever relayed. */
  hasProgress(): Promise<boolean>;
  /** Kafka holds everything up to `number`. A hint for sync health and for purging what is old; the truth is the marker in Kafka. */
  relayed(number: number): Promise<void>;
}
