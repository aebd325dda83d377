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
