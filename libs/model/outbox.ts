import type { TopicWord } from './topics.js';

/** One event. The ledger wrote it in the transaction of the state that it tells of. */
export interface OutboxEvent {
  /** Counts the events of a ledger from 1 without a gap, in the order of commits. */
  readonly number: number;
  readonly topic: TopicWord;
  /** Id of the entity, or of the dead letter. It is the key of the Kafka message. */
  readonly key: string;
  /** Counts the events of this key in this topic: 1, 2, 3 … (I6). */
  readonly version: number;
  /** `changes`, `origin`, `source`, `traceparent`; others travel as CloudEvents extensions. */
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text of the document. */
  readonly value: string;
  /** When it was committed, ISO 8601. */
  readonly at: string;
}

/** A marker that a ledger was recovered from. */
export interface RecoveredMarker {
  readonly epoch: number;
  readonly last: number;
  /** The first event after the recovery has the number after this one. */
  readonly base: number;
}

/**
 * The committed events, as the relay reads them. Only the relay calls it, one call at a time; the relay of another process, which stands
 * by, may call at the same moment. Every method throws TransientError where the ledger does not answer, and has changed nothing then.
 */
export interface Outbox {
  /** UUID of the ledger; a new ledger has another one. */
  readonly ledgerId: string;
  /** `lintel recover` raises this number. Events that Kafka holds of another epoch are not the ones that the ledger holds now. */
  epoch(): Promise<number>;
  /** The number of the newest event; 0 where there is none. */
  lastNumber(): Promise<number>;
  /**
   * At most `limit` events from `afterNumber + 1` on, in order; none where nothing newer is committed. It never leaves one out: events are
   * numbered under the ledger's lock, so that a lower number cannot be committed after a higher one.
   */
  read(afterNumber: number, limit: number): Promise<readonly OutboxEvent[]>;
  /**
   * The marker that this ledger was recovered from (`lintel recover`), and the number after which its events begin; undefined where it never
   * was. A marker of that epoch and number, and no other, is the past of this ledger though its epoch is older.
   */
  recoveredFrom(): Promise<RecoveredMarker | undefined>;
  /** Does the ledger remember that any event of it was ever relayed? */
  hasProgress(): Promise<boolean>;
  /**
   * Notes that Kafka holds every event up to `number`: a hint for sync health and for purging old events. The truth is the marker in
   * Kafka.
   */
  relayed(number: number): Promise<void>;
}
