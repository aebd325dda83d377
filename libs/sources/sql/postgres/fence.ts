import type { RunQuery } from './connection.js';

/** Below `at`, every transaction has ended; from `ceiling` on, none has begun. */
export interface XidFence {
  readonly at: string;
  readonly ceiling: string;
}

const SNAPSHOT = `
  select pg_snapshot_xmin(s)::text, pg_snapshot_xmax(s)::text from (select pg_current_snapshot() as s) as snapshot`;

/** First statement of a REPEATABLE READ transaction: what is read after it is of the same snapshot. */
export async function takeFence(ask: RunQuery): Promise<XidFence> {
  const [row] = await ask(SNAPSHOT);
  const [at, ceiling] = row ?? [];
  if (typeof at !== 'string' || typeof ceiling !== 'string') throw new Error('the database gave no snapshot');
  return { at, ceiling };
}

// A transaction id of 64 bits against the 32 bits that the activity view shows.
const HOLDER = `
  select pid::text, state, extract(epoch from clock_timestamp() - xact_start)::bigint::text, 'session'
  from pg_stat_activity where backend_xid::text = $1
  union all
  select '', '', extract(epoch from clock_timestamp() - prepared)::bigint::text, 'prepared'
  from pg_prepared_xacts where transaction::text = $1
  limit 1`;
const XID_EPOCH = 4_294_967_296n;

/** Who holds the fence back; undefined where nobody does. Never a statement's text: it may hold values (I10). */
export async function holderOf(ask: RunQuery, fence: XidFence): Promise<string | undefined> {
  if (BigInt(fence.at) >= BigInt(fence.ceiling)) return undefined;
  const [row] = await ask(HOLDER, [String(BigInt(fence.at) % XID_EPOCH)]);
  if (row === undefined)
    return 'a transaction that this user may not see (it needs pg_read_all_stats), or that has just ended';
  const [pid, state, seconds, kind] = row;
  const age = seconds === null || seconds === undefined ? '' : ` for ${seconds} s`;
  return kind === 'prepared'
    ? `a prepared transaction${age}`
    : `pid ${pid ?? '?'}, ${state ?? 'state not known'}${age}`;
}
