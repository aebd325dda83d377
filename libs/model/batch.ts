import type { Mapped, Outcome } from './contribution.js';
import type { JsonObject } from './json.js';
import type { Origin } from './kinds.js';

/** A stream as the ledger knows it. */
export interface LedgerStream {
  readonly id: number;
  readonly connector: string;
  readonly name: string;
  readonly system: string;
}

/** One record that was read, and what the mapping made of it. */
export interface ReadItem {
  readonly raw: Uint8Array;
  /** SHA-256 over `raw`, hex. */
  readonly hash: string;
  /** Where it stood, for a person. */
  readonly position: string;
  readonly mapped: Mapped;
  /** The sender's own id of the delivery it came in, where it has one: only to recognise a retry. */
  readonly delivery?: string;
}

/** What one commit takes in: all of it or nothing. */
export interface Batch {
  /** Found again when the answer to COMMIT is lost. */
  readonly id: string;
  readonly stream: LedgerStream;
  readonly items: readonly ReadItem[];
  readonly mappingHash: string;
  readonly origin: Origin;
  /** The clock, ISO. */
  readonly at: string;
  /** W3C trace context of this commit. */
  readonly traceparent: string;
  /** Only for streams that are asked: the position that was read from (I2) and the one after these records. */
  readonly checkpoint?: {
    readonly revision: number;
    /** Number of the first record, counted over the life of the stream (I3). */
    readonly first: number;
    readonly next: JsonObject;
    readonly backfilled: boolean;
  };
  /** One per item: the dead letter whose raw record it is. Not read again, so not counted again. */
  readonly replayOf?: readonly string[];
}

export interface Committed {
  /** One per item, in order (I3). */
  readonly outcomes: readonly Outcome[];
  readonly revision: number;
  /** Number of the newest event in the outbox. */
  readonly lastNumber: number;
}

/** Another reader has moved the checkpoint: what was read is not ours to commit (I2). */
export class StaleCheckpoint extends Error {
  override readonly name = 'StaleCheckpoint';
  readonly code = 'stale-checkpoint';
}

/** Why one record of a batch cannot be stored. `data-refused`: the database refuses a value (SQLSTATE class 22, 23 or 54). */
export const REFUSALS = {
  'data-refused': 'The ledger refused a value.',
  'event-too-large': 'The entity would become larger than an event may be.',
  'event-does-not-fit': 'The entity would not fit its schema.',
} as const;

/** One record of the batch cannot be stored; nothing of the batch was. Whoever knows the batch finds the record by halving (I11). */
export class DataRefused extends Error {
  override readonly name = 'DataRefused';
  constructor(
    readonly code: keyof typeof REFUSALS,
    /** What exactly, without a value: a SQLSTATE, a path in a schema. */
    readonly detail: string,
  ) {
    super(`${REFUSALS[code]} (${detail})`);
  }
}

const LETTERS: Readonly<Record<Outcome, string>> = {
  applied: 'a',
  unchanged: 'u',
  superseded: 's',
  filtered: 'f',
  'dead-letter': 'd',
};

export const lettersOf = (outcomes: readonly Outcome[]): string => outcomes.map((it) => LETTERS[it]).join('');

export function outcomesOf(letters: string): readonly Outcome[] {
  const words = new Map(Object.entries(LETTERS).map(([word, letter]) => [letter, word as Outcome]));
  return letters.split('').map((letter) => words.get(letter) ?? 'unchanged');
}
