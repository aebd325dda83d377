import { StaleCheckpoint, type Batch, type Committed } from '#libs/model/batch.js';
import type { Outcome } from '#libs/model/contribution.js';
import { TransientError } from '#libs/model/errors.js';
import type { JsonObject } from '#libs/model/json.js';
import type { LedgerPort, StreamHealth } from '#libs/model/ledger-port.js';

/** The process died. */
export class Crash extends Error {}

/** What happens at a commit: nothing odd, a crash or a failure before it, a crash or a lost answer after it. */
export type CommitFate = 'well' | 'crash-before' | 'crash-after' | 'fail-before' | 'fail-after' | 'stale';

export interface FakeLedger extends LedgerPort {
  /** Key of every record that was committed, in order, and its number. */
  readonly committedRecords: { readonly number: number; readonly key: string }[];
  /** Every state that was said, repeats that follow each other once. */
  readonly healthStates: StreamHealth[];
  commits: number;
  paused: boolean;
  /** How often a stopped stream may ask before it is resumed. */
  resumedAfter: number;
  /** Who holds the lease; set it to take it away. */
  holder: string | undefined;
}

/** One stream's ledger in memory: compare-and-set of the checkpoint (I2), numbers without gaps (I3). `fate`: per commit, from 1. */
export function fakeLedger(fate: (commit: number) => CommitFate = () => 'well'): FakeLedger {
  let [revision, handedOver, backfilled] = [0, 0, false];
  let offset: JsonObject | undefined;

  function take({ items, checkpoint }: Batch): Committed {
    if (!checkpoint || checkpoint.revision !== revision || checkpoint.first !== handedOver + 1)
      throw new StaleCheckpoint('moved');
    for (const { mapped } of items)
      ledger.committedRecords.push({ number: (handedOver += 1), key: mapped.key ?? '' });
    revision += 1;
    offset = checkpoint.next;
    backfilled ||= checkpoint.backfilled;
    const outcomes = items.map(({ mapped }): Outcome =>
      mapped.outcome === 'dead-letter' ? 'dead-letter' : 'applied',
    );
    return { outcomes, revision, lastNumber: handedOver };
  }

  const ledger: FakeLedger = {
    committedRecords: [],
    healthStates: [],
    commits: 0,
    paused: false,
    resumedAfter: Infinity,
    holder: undefined,
    checkpoint: () => Promise.resolve({ revision, handedOver, offset, backfilled }),
    commit: async (batch) => {
      const what = fate((ledger.commits += 1));
      if (what === 'crash-before') throw new Crash();
      if (what === 'fail-before') throw new TransientError('ledger-unreachable', 'away');
      if (what === 'stale') revision += 1; // another reader was here
      const committed = take(batch);
      if (what === 'crash-after') throw new Crash();
      if (what === 'fail-after') throw new TransientError('ledger-unreachable', 'away');
      return committed;
    },
    tryOut: () => Promise.resolve(),
    holdLease: async (_, holder) => (ledger.holder ??= holder) === holder,
    giveBackLease: async (_, holder) => {
      if (ledger.holder === holder) ledger.holder = undefined;
    },
    saveHealth: async (_, health) => {
      const last = ledger.healthStates.at(-1);
      if (last?.state !== health.state || last.code !== health.code) ledger.healthStates.push(health);
    },
    isPaused: () => Promise.resolve(ledger.paused),
    isStopped: () => Promise.resolve((ledger.resumedAfter -= 1) > 0),
  };
  return ledger;
}
