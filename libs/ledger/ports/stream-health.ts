import type { LedgerStream } from '#libs/model/batch.js';
import type { StreamHealth } from '#libs/model/ledger-port.js';
import type { Ledger } from '../database/ledger.js';

/** Writes what the reader of a stream says of itself; an administrator's pause stays. */
export async function saveHealth(ledger: Ledger, stream: LedgerStream, health: StreamHealth): Promise<void> {
  await ledger.ask(
    `insert into stream_health (stream_id, state, since, code, message, holder, fence, behind, freshness_ms, last_success_at, read_to, updated_at)
     values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9, $10, $11, $12)
     on conflict (stream_id) do update set state = excluded.state, since = excluded.since, code = excluded.code,
       message = excluded.message, holder = excluded.holder, fence = excluded.fence, behind = excluded.behind,
       freshness_ms = excluded.freshness_ms, last_success_at = coalesce(excluded.last_success_at, stream_health.last_success_at),
       read_to = coalesce(excluded.read_to, stream_health.read_to), updated_at = excluded.updated_at`,
    [
      stream.id,
      health.state,
      health.since,
      health.code ?? null,
      health.message ?? null,
      health.holder,
      health.fence ? JSON.stringify(health.fence) : null,
      health.behind ?? null,
      health.freshnessMs,
      health.lastSuccessAt ?? null,
      health.readTo ?? null,
      health.updatedAt,
    ],
  );
}

export async function isPaused(ledger: Ledger, stream: LedgerStream): Promise<boolean> {
  const [row] = await ledger.ask<{ readonly paused: boolean }>(
    'select paused from stream_health where stream_id = $1',
    [stream.id],
  );
  return row?.paused === true;
}

export async function isStopped(ledger: Ledger, stream: LedgerStream): Promise<boolean> {
  const [row] = await ledger.ask<{ readonly state: string }>(
    'select state from stream_health where stream_id = $1',
    [stream.id],
  );
  return row?.state === 'stopped';
}

/** What `resumeStream` found. */
export type Resumed = 'paused' | 'stopped' | 'running' | 'unknown';

/**
 * Lets a stream go on, whether an administrator paused it or it stopped itself: its reader tries again within a second. Gives what the
 * stream was; `unknown`: there is no such stream, or nobody has read it yet.
 */
export async function resumeStream(ledger: Ledger, connector: string, name: string): Promise<Resumed> {
  const [row] = await ledger.ask<{ readonly paused: boolean; readonly state: string }>(
    `with was as (select h.stream_id, h.paused, h.state from stream_health h join stream s on s.id = h.stream_id
       where s.connector = $1 and s.name = $2 for update of h),
     resumed as (update stream_health h set paused = false,
       state = case when h.state = 'stopped' then 'failing' else h.state end,
       since = case when h.state = 'stopped' then now() else h.since end
       from was where h.stream_id = was.stream_id)
     select paused, state from was`,
    [connector, name],
  );
  if (!row) return 'unknown';
  if (row.state === 'stopped') return 'stopped';
  return row.paused ? 'paused' : 'running';
}

/** False: there is no such stream, or nobody has read it yet. */
export async function setPaused(
  ledger: Ledger,
  connector: string,
  name: string,
  paused: boolean,
): Promise<boolean> {
  const rows = await ledger.ask(
    `update stream_health h set paused = $3 from stream s
     where s.id = h.stream_id and s.connector = $1 and s.name = $2 returning h.stream_id`,
    [connector, name, paused],
  );
  return rows.length > 0;
}
