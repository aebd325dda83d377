import { TransientError } from '#libs/model/errors.js';
import type { Ledger } from '#libs/ledger/database/ledger.js';
import { syncHealth } from '#libs/ledger/queries/sync-health.js';
import type { Metrics } from '#libs/ops/metrics.js';

const STATES = ['ok', 'late', 'failing', 'paused', 'stopped', 'unread'] as const;

/** Gauges that are asked of the ledger at each scrape; a ledger that is away shows as their absence. */
export function ledgerMetrics(metrics: Metrics, ledger: Ledger): void {
  const streams = (name: string, help: string, value: (stream: StreamOf) => number | undefined): void =>
    metrics.gauge(name, help, ['connector', 'stream'], async (gauge) => {
      for (const stream of (await healthOf(ledger))?.streams ?? []) {
        const at = value(stream);
        if (at !== undefined) gauge.set({ connector: stream.connector, stream: stream.stream }, at);
      }
    });
  metrics.gauge(
    'lintel_stream_state',
    '1 for the state that the stream is in.',
    ['connector', 'stream', 'state'],
    async (gauge) => {
      for (const { connector, stream, state } of (await healthOf(ledger))?.streams ?? [])
        for (const one of STATES) gauge.set({ connector, stream, state: one }, one === state ? 1 : 0);
    },
  );
  streams(
    'lintel_stream_last_success_timestamp_seconds',
    'When the stream was last read without error.',
    (it) => (it.lastSuccessAt === undefined ? undefined : Date.parse(it.lastSuccessAt) / 1000),
  );
  streams(
    'lintel_stream_freshness_limit_seconds',
    'How old the last success may be by contract.',
    (it) => it.freshnessSeconds,
  );
  streams('lintel_open_dead_letters', 'Records that could not be applied and wait for somebody.', (it) =>
    Object.values(it.openDeadLetters).reduce((sum, count) => sum + count, 0),
  );
  streams('lintel_unmapped_codes_total', 'Codes applied without a canonical word.', (it) =>
    Object.values(it.unmappedCodes).reduce((sum, count) => sum + count, 0),
  );
  streams(
    'lintel_unlinked_entities',
    'Entities with a link that leads nowhere yet.',
    (it) => it.unlinkedEntities,
  );
  streams('lintel_held_merges', 'Merges that wait for a decision.', (it) => it.heldMerges);
  metrics.gauge(
    'lintel_outbox_events',
    'Events committed and events published.',
    ['state'],
    async (gauge) => {
      const relay = (await healthOf(ledger))?.relay;
      if (!relay) return;
      gauge.set({ state: 'committed' }, relay.last);
      gauge.set({ state: 'published' }, relay.published);
    },
  );
}

type Health = Awaited<ReturnType<typeof syncHealth>>;
type StreamOf = Health['streams'][number];

const asked = new WeakMap<Ledger, { readonly at: number; readonly health: Promise<Health | undefined> }>();

/** One answer serves one scrape. */
function healthOf(ledger: Ledger): Promise<Health | undefined> {
  const known = asked.get(ledger);
  if (known && Date.now() - known.at < 1_000) return known.health;
  const health = syncHealth(ledger, new Date()).catch((error: unknown) => {
    if (error instanceof TransientError) return undefined;
    throw error;
  });
  asked.set(ledger, { at: Date.now(), health });
  return health;
}
