import type { Mapped, Outcome } from './contribution.js';
import type { JsonObject } from './json.js';
import type { Origin } from './kinds.js';

/** A stream as the ledger knows it. Connector and name together are unique in a ledger. */
export interface LedgerStream {
  /** The ledger's own number of the stream; another ledger gives another one. */
  readonly id: number;
  readonly connector: string;
  readonly name: string;
  /** The legacy system that the connector reads. */
  readonly system: string;
}

/** One record that a stream read, and what the mapping made of it. */
export interface ReadItem {
  /** The record as it is kept for replay: the system's own bytes, or the JSON of the value where the system gave none. */
  readonly raw: Uint8Array;
  /** SHA-256 over `raw`, hex. */
  readonly hash: string;
  /** Where the record stood (file and line, table and key), for a person to find it. No code reads it. */
  readonly position: string;
  readonly mapped: Mapped;
  /** The sender's own id of the call that brought the record, where the sender gives one. A repeated id marks a retry of that call. */
  readonly delivery?: string;
  /**
   * Of a record that is replayed: when it came (ISO). What was read of the same record since is newer, unless a version says otherwise. Absent:
   * it comes now.
   */
  readonly arrivedAt?: string;
}

/** Records of one stream that are committed together: all of them or none. */
export interface Batch {
  /** UUID. The ledger finds the batch by it when the answer to COMMIT is lost; a batch that was committed must not come again under it. */
  readonly id: string;
  readonly stream: LedgerStream;
  /** In the order in which they were read. May be empty: then only the checkpoint moves. */
  readonly items: readonly ReadItem[];
  /** SHA-256 over the mapping that made `mapped`, hex. A record that was read before counts as new under another mapping (I4). */
  readonly mappingHash: string;
  readonly origin: Origin;
  /** The time of the commit by the caller's clock, ISO in UTC. */
  readonly at: string;
  /** W3C trace context of the commit; it travels with every event of it. */
  readonly traceparent: string;
  /** Present for streams that Lintel polls; absent for webhooks, which call by themselves and have no position. */
  readonly checkpoint?: {
    /** Revision of the checkpoint from which the records were read. The commit is refused where it is no longer the current one (I2). */
    readonly revision: number;
    /** Number of the first record, counted from 1 over the whole life of the stream (I3). */
    readonly first: number;
    /** Position after these records; only the source can read it. */
    readonly next: JsonObject;
    /** The stream's first read ends with this batch, or ended earlier. */
    readonly backfilled: boolean;
  };
  /**
   * One per item: the id of the dead letter that the record comes from. Such a record was counted when it was read, so it is not counted
   * again.
   */
  readonly replayOf?: readonly string[];
}

/** What a commit answers, once everything in the batch is durable. */
export interface Committed {
  /** How each record ended: one per item, in order (I3). */
  readonly outcomes: readonly Outcome[];
  /** Revision of the stream's checkpoint now; the next batch of the stream names it. */
  readonly revision: number;
  /** Number of the newest event in the outbox, of whatever stream; 0 where there is none. */
  readonly lastNumber: number;
}

/**
 * `LedgerPort.commit` throws it: another reader has moved the checkpoint of this stream since it was read (I2). Nothing of the batch was
 * stored. The caller drops what it read, reads the checkpoint again and goes on from there. That is no fault and needs no pause.
 */
export class StaleCheckpoint extends Error {
  override readonly name = 'StaleCheckpoint';
  readonly code = 'stale-checkpoint';
}

/** Code and message of each DataRefused. `data-refused`: the database refuses a value (SQLSTATE class 22, 23 or 54). */
export const REFUSALS = {
  'data-refused': 'The ledger refused a value.',
  'event-too-large': 'The entity would become larger than an event may be.',
  'event-does-not-fit': 'The entity would not fit its schema.',
} as const;

/**
 * `LedgerPort.commit` and `tryOut` throw it: the ledger cannot store one of the records. It does not say which, and nothing of the batch
 * was stored. The caller finds the record by trying halves of the batch, makes a dead letter of it, and commits the others (I11). Without
 * that the same batch is refused again.
 */
export class DataRefused extends Error {
  override readonly name = 'DataRefused';
  constructor(
    readonly code: keyof typeof REFUSALS,
    /** What exactly is refused, without a value of the record (I10): a SQLSTATE, or a path in a schema. */
    readonly detail: string,
  ) {
    super(`${REFUSALS[code]} (${detail})`);
  }
}

/** The ledger stores one letter for each outcome. */
const LETTERS: Readonly<Record<Outcome, string>> = {
  applied: 'a',
  unchanged: 'u',
  superseded: 's',
  filtered: 'f',
  'dead-letter': 'd',
};

/** Outcomes as the ledger stores them: one letter each, in order. */
export const encodeOutcomes = (outcomes: readonly Outcome[]): string =>
  outcomes.map((it) => LETTERS[it]).join('');

/** The outcomes that `encodeOutcomes` made this text of. */
export function decodeOutcomes(letters: string): readonly Outcome[] {
  const words = new Map(Object.entries(LETTERS).map(([word, letter]) => [letter, word as Outcome]));
  return letters.split('').map((letter) => words.get(letter) ?? 'unchanged');
}
