import type { Batch, Committed, LedgerStream } from './batch.js';
import type { JsonObject } from './json.js';

/** Where a stream stands. */
export interface Checkpoint {
  readonly revision: number;
  /** Records handed over so far (I3). */
  readonly handedOver: number;
  readonly offset: JsonObject | undefined;
  readonly backfilled: boolean;
}

/** What the reader of a stream says of itself. Whether it is late follows from `lastSuccessAt` and the contract. */
export const STREAM_STATES = ['ok', 'failing', 'paused', 'stopped'] as const;
export type StreamState = (typeof STREAM_STATES)[number];

export interface StreamHealth {
  readonly state: StreamState;
  /** ISO. */
  readonly since: string;
  readonly code?: string;
  /** Plain words, no value of a record (I10). */
  readonly message?: string;
  readonly holder: string;
  readonly fence?: JsonObject;
  /** Records known to wait at the source, where it can tell. */
  readonly behind?: number;
  readonly freshnessMs: number;
  readonly lastSuccessAt?: string;
  /** Whatever the system knew at this moment (ISO) has been read. */
  readonly readTo?: string;
  readonly updatedAt: string;
}

/**
 * What the pipeline needs of a ledger. `commit` is all or nothing and throws StaleCheckpoint (another reader was faster), DataRefused (one
 * of the records cannot be stored) or TransientError. `tryOut` leaves no trace.
 */
export interface LedgerPort {
  checkpoint(stream: LedgerStream): Promise<Checkpoint>;
  commit(batch: Batch): Promise<Committed>;
  tryOut(batch: Batch): Promise<void>;
  /** Takes or renews a lease for some seconds; false: another has it. */
  holdLease(name: string, holder: string): Promise<boolean>;
  giveBackLease(name: string, holder: string): Promise<void>;
  saveHealth(stream: LedgerStream, health: StreamHealth): Promise<void>;
  /** An administrator wants this stream to stand still. */
  isPaused(stream: LedgerStream): Promise<boolean>;
}
