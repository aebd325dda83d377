import type { JsonObject } from '#libs/model/json.js';

/** A position in a stream, opaque to all but its source; JSON, as the ledger stores it. Text watermarks stay text (I8). */
export type Offset = JsonObject;

/** One thing a system said. */
export interface RawRecord {
  /** Exactly what came: the bytes of a body, or UTF-8 JSON of a row. What a dead letter keeps and a replay parses. */
  readonly raw: Uint8Array;
  /** What the mapping reads. Absent where the source could not make sense of it: then `fault` says why. */
  readonly value?: JsonObject;
  /** Structural trouble: the record becomes a dead letter without being mapped. No value of the record in `message` (I10). */
  readonly fault?: { readonly code: string; readonly message: string; readonly path?: string };
  /** Where it stood, for a person: `orders.csv:17`. Never a value of the record. */
  readonly position: string;
}

/** Until where a read can be trusted: nothing below `at` can still be open. For sync health. */
export interface Fence {
  readonly kind: 'xid8' | 'scan';
  readonly at: string;
  /** Who holds it back, where the database can tell: `pid 4711, idle in transaction for 40 s`. */
  readonly heldBy?: string;
}

/** What one read handed over. Records are numbered by the pipeline in this order. */
export interface SourceBatch {
  readonly records: readonly RawRecord[];
  /** The checkpoint once all of these are committed. */
  readonly next: Offset;
  /** True: read again at once. False: the source is drained, wait for the next tick. */
  readonly more: boolean;
  readonly fence?: Fence;
  /** What the batch is part of: the first read of a stream, or its life since. */
  readonly phase: 'backfill' | 'live';
  /** Records that the source can tell are still waiting, where it is cheap to know. */
  readonly behind?: number;
}

/**
 * A source that is asked. One reader at a time (the stream's lease).
 * Throws TransientError (wait and try again), ConfigError (cannot ever work as configured); everything else is a bug.
 */
export interface PullSource {
  /**
   * Reads on after `offset` (undefined: from the beginning), at most about `limit` records. Changes nothing at the source (I1, I9).
   * A batch without records moves the checkpoint only where `next` differs from `offset`.
   */
  read(offset: Offset | undefined, limit: number, signal: AbortSignal): Promise<SourceBatch>;
  /** The checkpoint up to `offset` has been committed: now files may be archived. Idempotent; called again after a restart. */
  committed(offset: Offset): Promise<void>;
  /** Makes the value again from the stored bytes, as `read` did. For replays. */
  parse(raw: Uint8Array): JsonObject;
  close(): Promise<void>;
}
