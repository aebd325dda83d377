import type { JsonObject } from '#libs/model/json.js';

/** A position in a stream. The ledger stores it as JSON and never looks inside. Watermarks are text in it (I8). */
export type Offset = JsonObject;

/** One thing that a system said. */
export interface RawRecord {
  /** Exactly what came: the bytes of a body, or the UTF-8 JSON of a row. A dead letter keeps it, and a replay parses it. */
  readonly raw: Uint8Array;
  /** What the mapping reads. Absent where the source could not make sense of the record; then `fault` says why. */
  readonly value?: JsonObject;
  /** The record becomes a dead letter without being mapped. No value of the record stands in `message` (I10). */
  readonly fault?: { readonly code: string; readonly message: string; readonly path?: string };
  /** Where it stood, for a person: `orders.csv:17`. Never a value of the record. */
  readonly position: string;
}

/** How far a read can be trusted: nothing below `at` is still open. For sync health. */
export interface Fence {
  readonly kind: 'xid8' | 'scan';
  readonly at: string;
  /** Who holds it back, where the database can tell: `pid 4711, idle in transaction for 40 s`. */
  readonly heldBy?: string;
}

/** What one read handed over. */
export interface SourceBatch {
  /** In the order in which the pipeline numbers them (I3). */
  readonly records: readonly RawRecord[];
  /** The checkpoint once all of these records are committed. Equal to the offset that was read from: nothing has moved. */
  readonly next: Offset;
  /** True: there is more, read again at once. False: the source is drained, wait for the next tick. */
  readonly more: boolean;
  readonly fence?: Fence;
  /** Whether the batch belongs to the first read of the stream, or to its life since. */
  readonly phase: 'backfill' | 'live';
  /** How many records are known to wait still, where that is cheap to know. */
  readonly behind?: number;
  /** What somebody should look at though the read succeeded, for sync health: files that no stream reads. No value of a record (I10). */
  readonly remark?: { readonly code: string; readonly message: string };
}

/**
 * A source that is asked. The stream's reader is the only caller and makes one call at a time; another reader of the same system, in
 * another process, may be at work at the same moment. Opening does no I/O. The reader calls, in this order:
 *
 * 1. `committed(offset)` with the ledger's checkpoint, where there is one: a crash may have left its effects undone;
 * 2. `read(offset)`, commits what came, `committed(next)`, and again from `next`;
 * 3. `close()`, also after an error.
 *
 * Every method may throw TransientError (the system does not answer: wait and try again) and ConfigError (it can never work as
 * configured: the stream stops). Anything else is a bug and ends the process. After an error the reader closes the source and opens
 * another, which goes on from the last committed offset. A record that cannot be understood is never an error: it is handed over with
 * its `fault` (I11).
 */
export interface PullSource {
  /**
   * Hands over about `limit` records after `offset`, in the same order whenever it is asked; undefined: from the beginning. Whoever reads
   * on from the `next` of any batch gets exactly the rest. Changes nothing at the system (I1, I9). When the signal aborts it returns
   * soon; what it gives then is thrown away and comes again.
   */
  read(offset: Offset | undefined, limit: number, signal: AbortSignal): Promise<SourceBatch>;
  /** The checkpoint up to `offset` is committed: now a file may be archived. Idempotent; a repeat after a restart does no harm. */
  committed(offset: Offset): Promise<void>;
  /** Gives the value of stored bytes, as `read` gave it. For replays; pure. Throws RecordError where the record had no value. */
  parse(raw: Uint8Array): JsonObject;
  /** Ends what is under way. The source is not used afterwards. */
  close(): Promise<void>;
}
