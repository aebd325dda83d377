import type { Batch, Committed, LedgerStream } from './batch.js';
import type { JsonObject } from './json.js';

/** How far a stream has been committed. */
export interface Checkpoint {
  /** Goes up by one with every commit of the stream. A batch names the revision that it was read from (I2). */
  readonly revision: number;
  /** How many records the source has handed over in the life of the stream (I3). */
  readonly handedOver: number;
  /** Position after the last committed record; only the source can read it. Absent before the first commit. */
  readonly offset: JsonObject | undefined;
  /** The first read has ended; from then on what comes is `live`. */
  readonly backfilled: boolean;
}

/** `ok`: it reads. `failing`: it tries again. `paused`: an administrator paused it. `stopped`: it waits until somebody mends something. */
export const STREAM_STATES = ['ok', 'failing', 'paused', 'stopped'] as const;
/** One of STREAM_STATES. */
export type StreamState = (typeof STREAM_STATES)[number];

/**
 * What the reader of a stream reports of it. Instants are ISO in UTC. Whether it is late follows from `lastSuccessAt` and `freshnessMs`.
 */
export interface StreamHealth {
  readonly state: StreamState;
  /** When it came into this state. */
  readonly since: string;
  /** Code of the error that put it there. */
  readonly code?: string;
  /** Plain words, no value of a record (I10). */
  readonly message?: string;
  /** The process that reads it. */
  readonly holder: string;
  /** What a source with a fence says of it. */
  readonly fence?: JsonObject;
  /** Records known to wait at the source, where it can tell. */
  readonly behind?: number;
  /** The connector promises a successful read this often. */
  readonly freshnessMs: number;
  readonly lastSuccessAt?: string;
  /** Everything that the system knew at this instant has been read. */
  readonly readTo?: string;
  readonly updatedAt: string;
}

/** A lease lasts this long after it was taken or renewed, by the ledger's clock. */
export const LEASE_SECONDS = 10;

/**
 * What the pipeline needs of a ledger. Every method may be called at any time by any number of streams and processes. Every method throws
 * TransientError where the ledger does not answer: the caller waits, then goes on from the checkpoint. Any other error that is not named
 * here is a bug and ends the process.
 */
export interface LedgerPort {
  /** Read before the first batch, and again after StaleCheckpoint or TransientError: it says where to go on. */
  checkpoint(stream: LedgerStream): Promise<Checkpoint>;
  /**
   * Commits the records, what follows from them, their events and the checkpoint: all or nothing. When it returns, all of it is durable,
   * and only then may anything upstream be acknowledged (I1). One commit runs at a time; others wait for their turn.
   * Throws StaleCheckpoint: another reader was faster, nothing was stored; read the checkpoint again (I2).
   * Throws DataRefused: one of the records cannot be stored, so nothing was; find it with `tryOut` (I11).
   * Throws TransientError: nothing was stored, or the connection broke so that nobody knows. Either way read again from the checkpoint,
   * or let the sender come again: what was stored after all ends `unchanged` (I4). A new attempt takes a new batch id.
   */
  commit(batch: Batch): Promise<Committed>;
  /**
   * Would `commit` store these records, wherever the checkpoint stands? Returns where it would, throws DataRefused where it would not.
   * Leaves no trace (I9). It waits for its turn as a commit does.
   */
  tryOut(batch: Batch): Promise<void>;
  /**
   * Takes the lease of this name, or renews it where `holder` has it already. True: `holder` has it for LEASE_SECONDS from now by the
   * database's clock. False: another holder has it; ask again later. A lease only keeps two processes from doing the
   * same work. A holder that slept may not know that it lost its lease, so correctness rests on the checkpoint's compare-and-set (I2),
   * never on a lease.
   */
  holdLease(name: string, holder: string): Promise<boolean>;
  /** Frees the lease at once, where `holder` has it; else does nothing. A lease that is not given back ends by itself. */
  giveBackLease(name: string, holder: string): Promise<void>;
  /** Replaces what was reported of the stream. A known `lastSuccessAt` or `readTo` stays where the new report has none. */
  saveHealth(stream: LedgerStream, health: StreamHealth): Promise<void>;
  /** True: an administrator wants the stream to stand still. The reader asks before each read; `saveHealth` does not change the answer. */
  isPaused(stream: LedgerStream): Promise<boolean>;
  /** True: `stopped` was the last that was reported, and no administrator has resumed the stream since. A stopped reader asks it. */
  isStopped(stream: LedgerStream): Promise<boolean>;
}
