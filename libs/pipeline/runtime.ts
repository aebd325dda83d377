import type { Outcome } from '#libs/model/contribution.js';
import type { LedgerStream } from '#libs/model/batch.js';
import type { LedgerPort } from '#libs/model/ledger-port.js';
import type { Log } from '#libs/model/log-line.js';
import type { MonotonicClock } from './monotonic-clock.js';

/** What one commit did, for metrics and for the relay that waits for events. */
export interface CommitNews {
  readonly stream: LedgerStream;
  /** Id of the batch. */
  readonly batch: string;
  readonly outcomes: readonly Outcome[];
  readonly seconds: number;
  /** Newest number of the outbox. */
  readonly lastNumber: number;
}

/** Time, randomness and everything else that comes from outside. One per process; all members may be called at any time. */
export interface Runtime {
  readonly ledger: LedgerPort;
  /** Names this process in leases and in sync health. */
  readonly holder: string;
  readonly now: () => Date;
  /** What leases are measured by; default: this machine's. */
  readonly monotonicClock?: MonotonicClock;
  /** 0 ≤ x < 1. */
  readonly random: () => number;
  /** Resolves after the time or as soon as the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  readonly newId: () => string;
  readonly onCommitted: (news: CommitNews) => void;
  /** One line per state change, never a value of a record (I10). */
  readonly log: Log;
}

export const streamName = (stream: LedgerStream): string => `${stream.connector}/${stream.name}`;
