import type { RunQuery } from './connection.js';

// A transaction id of 64 bits against the 32 bits that the activity view shows.
const HOLDER = `
  select pid::text, state, extract(epoch from clock_timestamp() - xact_start)::bigint::text, 'session'
  from pg_stat_activity where backend_xid::text = $1
  union all
  select '', '', extract(epoch from clock_timestamp() - prepared)::bigint::text, 'prepared'
  from pg_prepared_xacts where transaction::text = $1
  limit 1`;
const XID_EPOCH = 4_294_967_296n;

/** Who holds back the transaction id `xid`, in words for a person. Never a statement's text: it may hold values (I10). */
export async function holderOf(ask: RunQuery, xid: string): Promise<string> {
  const [row] = await ask(HOLDER, [String(BigInt(xid) % XID_EPOCH)]);
  if (row === undefined)
    return 'a transaction that this user may not see (it needs pg_read_all_stats), or that has just ended';
  const [pid, state, seconds, kind] = row;
  const age = seconds === null || seconds === undefined ? '' : ` for ${seconds} s`;
  return kind === 'prepared'
    ? `a prepared transaction${age}`
    : `pid ${pid ?? '?'}, ${state ?? 'state not known'}${age}`;
}
