import type { JsonObject } from '#libs/model/json.js';
import type { Ledger } from '../database/ledger.js';

export interface StreamSyncHealth {
  readonly connector: string;
  readonly stream: string;
  /** `late`: what the contract calls fresh has passed without a successful read. `unread`: nobody has read it yet. */
  readonly state: 'ok' | 'late' | 'failing' | 'paused' | 'stopped' | 'unread';
  readonly since: string | undefined;
  readonly code: string | undefined;
  readonly message: string | undefined;
  /** The process that reads it. */
  readonly holder: string | undefined;
  readonly lastSuccessAt: string | undefined;
  readonly freshnessSeconds: number | undefined;
  readonly backfilledAt: string | undefined;
  readonly checkpoint: JsonObject | undefined;
  readonly fence: JsonObject | undefined;
  readonly behind: number | undefined;
  readonly counts: {
    readonly read: number;
    readonly applied: number;
    readonly unchanged: number;
    readonly superseded: number;
    readonly filtered: number;
    readonly deadLetters: number;
    /** Of the applied: the same version came with other content. */
    readonly sameVersionChanged: number;
    readonly replayed: number;
  };
  readonly filteredBy: Readonly<Record<string, number>>;
  /** Open dead letters by code. */
  readonly openDeadLetters: Readonly<Record<string, number>>;
  /** `table:code` → how often applied without a canonical word. */
  readonly unmappedCodes: Readonly<Record<string, number>>;
  /** Entities with a link of this stream that leads nowhere yet. */
  readonly unlinkedEntities: number;
  /** References of this stream that wait for a decision, since they would join what is not joined unasked. */
  readonly heldMerges: number;
}

export interface RelaySyncHealth {
  readonly published: number;
  readonly last: number;
  /** When the oldest event that is not published yet was committed. */
  readonly oldestUnpublishedAt: string | undefined;
  /** What the relay last said of itself. */
  readonly relay: JsonObject | undefined;
}

export interface SyncHealth {
  readonly at: string;
  readonly prefix: string;
  readonly streams: readonly StreamSyncHealth[];
  /** Entities that still link to what was there before: too many for the commit that changed it. */
  readonly relinking: number;
  readonly relay: RelaySyncHealth;
}

interface Row {
  readonly id: number;
  readonly connector: string;
  readonly name: string;
  readonly checkpoint: JsonObject | null;
  readonly handed_over: string;
  readonly applied: string;
  readonly unchanged: string;
  readonly superseded: string;
  readonly filtered: string;
  readonly dead_letters: string;
  readonly same_version_changed: string;
  readonly replayed: string;
  readonly filtered_by: Record<string, number>;
  readonly unmapped: Record<string, number>;
  readonly backfilled_at: Date | null;
  readonly state: StreamSyncHealth['state'] | null;
  readonly since: Date | null;
  readonly code: string | null;
  readonly message: string | null;
  readonly holder: string | null;
  readonly fence: JsonObject | null;
  readonly behind: string | null;
  readonly freshness_ms: string | null;
  readonly last_success_at: Date | null;
  readonly paused: boolean | null;
}

/** How every stream and the relay stand, from the ledger alone: any process may ask. */
export async function syncHealth(ledger: Ledger, now: Date): Promise<SyncHealth> {
  const rows = await ledger.ask<Row>(
    `select s.*, h.state, h.since, h.code, h.message, h.holder, h.fence, h.behind, h.freshness_ms, h.last_success_at, h.paused
     from stream s left join stream_health h on h.stream_id = s.id order by s.connector, s.name`,
  );
  const letters = await countsByStream(
    ledger,
    `select stream_id, code as name, count(*) as count from dead_letter where state = 'open' group by 1, 2`,
  );
  const unlinked = await countsByStream(
    ledger,
    `select r.stream_id, 'entities' as name, count(distinct c.entity_id) as count
     from link l left join reference f on f.key = l.ref
     join contribution c using (record_id, part) join record r on r.id = c.record_id
     where f.entity_id is null group by 1`,
  );
  const held = await countsByStream(
    ledger,
    `select r.stream_id, 'merges' as name, count(*) as count from held h join record r on r.id = h.record_id
     where h.decision is null group by 1`,
  );
  return {
    at: now.toISOString(),
    prefix: ledger.prefix,
    streams: rows.map((row) =>
      streamOf(row, now, {
        openDeadLetters: letters.get(row.id) ?? {},
        unlinkedEntities: unlinked.get(row.id)?.['entities'] ?? 0,
        heldMerges: held.get(row.id)?.['merges'] ?? 0,
      }),
    ),
    relinking: await relinkingOf(ledger),
    relay: await relayOf(ledger),
  };
}

async function countsByStream(
  ledger: Ledger,
  sql: string,
): Promise<ReadonlyMap<number, Record<string, number>>> {
  const rows = await ledger.ask<{
    readonly stream_id: number;
    readonly name: string;
    readonly count: string;
  }>(sql);
  const byStream = Map.groupBy(rows, (row) => row.stream_id);
  return new Map(
    [...byStream].map(([id, own]) => [id, Object.fromEntries(own.map((it) => [it.name, Number(it.count)]))]),
  );
}

function streamOf(
  row: Row,
  now: Date,
  counted: Pick<StreamSyncHealth, 'openDeadLetters' | 'unlinkedEntities' | 'heldMerges'>,
): StreamSyncHealth {
  return {
    connector: row.connector,
    stream: row.name,
    state: stateOf(row, now),
    since: row.since?.toISOString(),
    code: row.code ?? undefined,
    message: row.message ?? undefined,
    holder: row.holder ?? undefined,
    lastSuccessAt: row.last_success_at?.toISOString(),
    freshnessSeconds: row.freshness_ms === null ? undefined : Number(row.freshness_ms) / 1000,
    backfilledAt: row.backfilled_at?.toISOString(),
    checkpoint: row.checkpoint ?? undefined,
    fence: row.fence ?? undefined,
    behind: row.behind === null ? undefined : Number(row.behind),
    counts: {
      read: Number(row.handed_over),
      applied: Number(row.applied),
      unchanged: Number(row.unchanged),
      superseded: Number(row.superseded),
      filtered: Number(row.filtered),
      deadLetters: Number(row.dead_letters),
      sameVersionChanged: Number(row.same_version_changed),
      replayed: Number(row.replayed),
    },
    filteredBy: row.filtered_by,
    unmappedCodes: row.unmapped,
    ...counted,
  };
}

function stateOf(row: Row, now: Date): StreamSyncHealth['state'] {
  if (row.paused === true) return 'paused';
  if (row.state === null) return 'unread';
  if (row.state !== 'ok') return row.state;
  const age = now.getTime() - (row.last_success_at ?? row.since ?? now).getTime();
  return age > Number(row.freshness_ms) ? 'late' : 'ok';
}

async function relinkingOf(ledger: Ledger): Promise<number> {
  const [row] = await ledger.ask<{ readonly count: string }>('select count(*) as count from relink');
  return Number(row?.count);
}

async function relayOf(ledger: Ledger): Promise<RelaySyncHealth> {
  const [row] = await ledger.ask<{
    readonly relayed: string;
    readonly last_number: string;
    readonly state: JsonObject | null;
    readonly at: Date | null;
  }>(
    `select p.relayed, l.last_number, p.state, (select at from outbox o where o.number = p.relayed + 1) as at
     from relay_progress p, ledger l`,
  );
  return {
    published: Number(row?.relayed),
    last: Number(row?.last_number),
    oldestUnpublishedAt: row?.at?.toISOString(),
    relay: row?.state ?? undefined,
  };
}
