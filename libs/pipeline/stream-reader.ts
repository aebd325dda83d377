import { StaleCheckpoint, type LedgerStream } from '#libs/model/batch.js';
import { ConfigError, TransientError } from '#libs/model/errors.js';
import { canonicalJson } from '#libs/model/json.js';
import type { Origin } from '#libs/model/kinds.js';
import type { Checkpoint } from '#libs/model/ledger-port.js';
import type { StreamMapping } from '#libs/mapping/stream-mapping.js';
import type { PullSource, SourceBatch } from '#libs/sources/source.js';
import { commitRecords } from './commit-records.js';
import { HealthRecord } from './health-record.js';
import { Lease } from './lease.js';
import { retryPause } from './retry-pause.js';
import { StructuralWatch } from './structural-watch.js';
import { streamName, type Runtime } from './runtime.js';

export interface PullStream {
  readonly stream: LedgerStream;
  readonly mapping: StreamMapping;
  readonly open: () => PullSource;
  readonly everyMs: number;
  readonly freshnessMs: number;
  /** ISO; before it nothing is `live`. */
  readonly goLiveAt?: string;
}

/** Records per commit: bounds how long the write lock is held. */
const BATCH = 500;
const STANDBY_MS = 1_000;

/**
 * Reads one stream for as long as it holds its lease: read, map, commit, tell the source; on trouble wait and go on from the last
 * checkpoint. Crash, retry and hand-over are the same path. Resolves when the signal aborts; rejects only for a bug.
 */
export async function readStream(runtime: Runtime, settings: PullStream, signal: AbortSignal): Promise<void> {
  const health = new HealthRecord(runtime, settings.stream, settings.freshnessMs);
  const watch = new StructuralWatch();
  let failures = 0;
  while (!signal.aborted) {
    const lease = new Lease(runtime, `stream ${streamName(settings.stream)}`);
    try {
      if (!(await lease.take())) {
        await runtime.sleep(STANDBY_MS, signal);
        continue;
      }
      await readWhileHeld(
        runtime,
        settings,
        AbortSignal.any([signal, lease.lost]),
        health,
        watch,
        () => (failures = 0),
      );
    } catch (error) {
      if (error instanceof StaleCheckpoint) continue;
      if (error instanceof ConfigError) {
        await health.say('stopped', { code: error.code, message: error.message });
        await lease.giveBack();
        return;
      }
      if (!(error instanceof TransientError)) throw error;
      // who lost the lease while asleep has nothing to say of the stream: another reads it
      if (lease.lost.aborted) continue;
      failures += 1;
      await health.say('failing', { code: error.code, message: error.message });
      await lease.giveBack();
      await runtime.sleep(retryPause(error, failures, runtime.random), signal);
    } finally {
      await lease.giveBack();
    }
  }
}

async function readWhileHeld(
  runtime: Runtime,
  settings: PullStream,
  signal: AbortSignal,
  health: HealthRecord,
  watch: StructuralWatch,
  onSuccess: () => void,
): Promise<void> {
  const source = settings.open();
  try {
    let checkpoint = await runtime.ledger.checkpoint(settings.stream);
    // what a crash left undone between the commit and the archive
    if (checkpoint.offset) await source.committed(checkpoint.offset);
    while (!signal.aborted) {
      if (await runtime.ledger.isPaused(settings.stream)) {
        await health.say('paused');
        await runtime.sleep(STANDBY_MS, signal);
        continue;
      }
      const askedAt = runtime.now().toISOString();
      const batch = await source.read(checkpoint.offset, BATCH, signal);
      if (signal.aborted) return;
      checkpoint = await commitRead(runtime, settings, source, checkpoint, batch, watch);
      onSuccess();
      await health.say('ok', { ...successNews(runtime, batch), ...readTo(batch, askedAt) });
      if (!batch.more) await runtime.sleep(settings.everyMs, signal);
    }
  } finally {
    await source.close();
  }
}

/** Commits one read and tells the source. Gives the checkpoint to go on from. */
async function commitRead(
  runtime: Runtime,
  settings: PullStream,
  source: PullSource,
  checkpoint: Checkpoint,
  batch: SourceBatch,
  watch: StructuralWatch,
): Promise<Checkpoint> {
  const backfilled = batch.phase === 'live';
  const moved = canonicalJson(batch.next) !== canonicalJson(checkpoint.offset);
  if (batch.records.length === 0 && !moved && checkpoint.backfilled === backfilled) return checkpoint;
  const { revision, handedOver } = checkpoint;
  const { committed, items } = await commitRecords(runtime, {
    stream: settings.stream,
    mapping: settings.mapping,
    origin: originOf(runtime, settings, batch),
    received: batch.records.map((record) => ({ record })),
    checkpoint: { revision, first: handedOver + 1, next: batch.next, backfilled },
  });
  // I1: only now may the source let go of what it handed over
  await source.committed(batch.next);
  if (watch.see(items, committed.outcomes))
    throw new ConfigError(
      'structural-dead-letters',
      'Too many records in a row do not fit: the source seems to have changed. Mend the connector and restart.',
    );
  return {
    revision: committed.revision,
    handedOver: handedOver + batch.records.length,
    offset: batch.next,
    backfilled: checkpoint.backfilled || backfilled,
  };
}

function originOf(runtime: Runtime, { goLiveAt }: PullStream, { phase }: SourceBatch): Origin {
  if (phase === 'backfill') return 'backfill';
  return goLiveAt !== undefined && runtime.now().toISOString() < new Date(goLiveAt).toISOString()
    ? 'backfill'
    : 'live';
}

/**
 * Up to when the system has been heard. A drained source with a fence that nobody holds back was heard whole; where there is no fence
 * (files) only what came proves anything, for what is still to come cannot be told from nothing.
 */
function readTo({ more, fence, records }: SourceBatch, askedAt: string): { readTo?: string } {
  const whole = fence ? fence.heldBy === undefined : records.length > 0;
  return !more && whole ? { readTo: askedAt } : {};
}

function successNews(runtime: Runtime, { fence, behind }: SourceBatch): Parameters<HealthRecord['say']>[1] {
  return {
    lastSuccessAt: runtime.now().toISOString(),
    ...(fence ? { fence: { ...fence } } : {}),
    ...(behind === undefined ? {} : { behind }),
  };
}
