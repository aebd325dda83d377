import { setTimeout as sleep } from 'node:timers/promises';
import { TransientError } from '#libs/model/errors.js';
import type { Ledger } from '#libs/ledger/database/ledger.js';

/** How far everything is, from the ledger. */
export interface Progress {
  /** Records that ended one way or another. */
  readonly read: number;
  /** Of them, of streams that are asked: these need a lease. */
  readonly asked: number;
  readonly backfilled: boolean;
  /** Number of the newest event, and of the newest that is in Kafka as far as the ledger knows. */
  readonly committed: number;
  readonly published: number;
  /** Whether a connector app is in a ledger transaction right now. */
  readonly committing: boolean;
}

const PROGRESS = `
  select coalesce(sum(handed_over), 0)::int as read,
    coalesce(sum(handed_over) filter (where checkpoint is not null), 0)::int as asked,
    coalesce(bool_and(backfilled_at is not null) filter (where connector = 'universal-housing'), false) as backfilled,
    (select last_number::int from ledger) as committed, (select relayed::int from relay_progress) as published,
    exists (select from pg_stat_activity where datname = current_database() and application_name = 'lintel connector'
      and backend_xid is not null) as committing
  from stream`;

/** `undefined`: the ledger cannot be asked now. */
export async function progressOf(ledger: Ledger): Promise<Progress | undefined> {
  try {
    const [row] = await ledger.ask<Progress>(PROGRESS);
    return row;
  } catch (error) {
    if (error instanceof TransientError) return undefined;
    throw error;
  }
}

const EVERY_MS = 20;

/** Asks until the progress is such. Throws TransientError `bench-no-progress` after `patienceMs` without any change. */
export async function untilProgress(
  ledger: Ledger,
  what: string,
  look: (progress: Progress) => boolean,
  stop: AbortSignal,
  patienceMs = 90_000,
): Promise<Progress> {
  let last = '';
  let movedAt = Date.now();
  for (;;) {
    stop.throwIfAborted();
    const progress = await progressOf(ledger);
    if (progress && look(progress)) return progress;
    const now = progress && `${progress.read} ${progress.published} ${progress.committed}`;
    if (now !== undefined && now !== last) movedAt = Date.now();
    last = now ?? last;
    if (Date.now() - movedAt > patienceMs)
      throw new TransientError('bench-no-progress', `Nothing moved for ${patienceMs / 1000} s: ${what}`);
    await sleep(EVERY_MS);
  }
}
