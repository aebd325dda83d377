import { StaleCheckpoint, type LedgerStream } from '#libs/model/batch.js';
import { ConfigError, TransientError } from '#libs/model/errors.js';
import { canonicalJson } from '#libs/model/json.js';
import type { Origin } from '#libs/model/kinds.js';
import type { Checkpoint } from '#libs/model/ledger-port.js';
import type { StreamMapping } from '#libs/mapping/stream-mapping.js';
import type { PullSource, SourceBatch } from '#libs/sources/source.js';
import { newsOf } from './batch-news.js';
import { commitRecords } from './commit-records.js';
import { HealthRecord } from './health-record.js';
import { Lease } from './lease.js';
import { originAt } from './origin.js';
import { retryPause } from './retry-pause.js';
import { streamName, type Runtime } from './runtime.js';
import { StructuralWatch } from './structural-watch.js';

export interface PullStream {
  readonly stream: LedgerStream;
  readonly mapping: StreamMapping;
  /** A new source at each hold of the lease: nothing that a source remembers outlives it. */
  readonly open: () => PullSource;
  readonly everyMs: number;
  readonly freshnessMs: number;
  /** ISO; before it nothing is `live`. */
  readonly goLiveAt?: string;
}

/** Records per commit: bounds how long the write lock is held. */
const BATCH = 500;
const STANDBY_MS = 1_000;
/** A trouble that has not come again for so long is over, whatever waits. */
const TROUBLE_OVER_MS = 60_000;

/**
 * Reads one stream until the signal aborts: read, map, commit, tell the source, and again. Any number of processes may call it for one
 * stream; the lease lets one read, the others stand by. Crash, retry, hand-over and restart are one path: go on from the checkpoint that
 * the ledger holds. A stream that stopped itself (ConfigError: health says why) waits until an administrator resumes it. Resolves when the
 * signal aborts. Rejects only for a bug, with everything committed so far in place.
 */
export const readStream = (runtime: Runtime, settings: PullStream, signal: AbortSignal): Promise<void> =>
  new StreamReader(runtime, settings).run(signal);

class StreamReader {
  readonly #health: HealthRecord;
  #watch = new StructuralWatch();
  /** Transient failures in a row. */
  #failures = 0;

  constructor(
    private readonly runtime: Runtime,
    private readonly settings: PullStream,
  ) {
    this.#health = new HealthRecord(runtime, settings.stream, settings.freshnessMs);
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      const lease = new Lease(this.runtime, `stream ${streamName(this.settings.stream)}`);
      let pauseMs = 0;
      let stopped: ConfigError | undefined;
      try {
        if (await lease.take()) await this.#readWhileHeld(AbortSignal.any([signal, lease.lost]));
        else pauseMs = STANDBY_MS;
      } catch (error) {
        if (error instanceof StaleCheckpoint) continue; // another reader was faster
        if (error instanceof ConfigError) stopped = error;
        else if (!(error instanceof TransientError)) throw error;
        else if (lease.lost.aborted) continue; // another reads it now, and says how the stream is
        else pauseMs = await this.#fail(error);
      } finally {
        await lease.giveBack();
      }
      if (stopped) await this.#standStill(stopped, signal);
      if (pauseMs > 0) await this.runtime.sleep(pauseMs, signal);
    }
  }

  async #readWhileHeld(signal: AbortSignal): Promise<void> {
    const { runtime, settings } = this;
    const source = settings.open();
    const heldFrom = runtime.now().getTime();
    try {
      let checkpoint = await runtime.ledger.checkpoint(settings.stream);
      // what a crash left undone between the commit and the archive
      if (checkpoint.offset) await source.committed(checkpoint.offset);
      let wasPaused = false;
      while (!signal.aborted) {
        if (await runtime.ledger.isPaused(settings.stream)) {
          wasPaused = true;
          await this.#health.say('paused');
          await runtime.sleep(STANDBY_MS, signal);
          continue;
        }
        // the administrator may have moved the stream meanwhile: begin anew, with a new source
        if (wasPaused) return;
        const askedAt = runtime.now().toISOString();
        const batch = await source.read(checkpoint.offset, BATCH, signal);
        if (signal.aborted) return;
        checkpoint = await this.#commit(source, checkpoint, batch);
        // what waits and did not come may be what failed: a file is watched for a while before it is tried again
        const isProven = batch.records.length > 0 || !batch.behind;
        if (this.#failures === 0 || isProven || Date.parse(askedAt) - heldFrom > TROUBLE_OVER_MS) {
          this.#failures = 0;
          await this.#health.say('ok', { ...newsOf(batch, askedAt), ...this.#successNow() });
        }
        if (!batch.more) await runtime.sleep(settings.everyMs, signal);
      }
    } finally {
      await source.close();
    }
  }

  /** Commits one read and then tells the source. Gives the checkpoint to go on from. */
  async #commit(source: PullSource, checkpoint: Checkpoint, batch: SourceBatch): Promise<Checkpoint> {
    const { revision, handedOver } = checkpoint;
    const backfilled = batch.phase === 'live';
    const moved = canonicalJson(batch.next) !== canonicalJson(checkpoint.offset);
    if (batch.records.length === 0 && !moved && checkpoint.backfilled === backfilled) return checkpoint;
    const { committed, items } = await commitRecords(this.runtime, {
      stream: this.settings.stream,
      mapping: this.settings.mapping,
      origin: this.#originOf(batch),
      received: batch.records.map((record) => ({ record })),
      checkpoint: { revision, first: handedOver + 1, next: batch.next, backfilled },
    });
    // I1: only now may the source let go of what it handed over
    await source.committed(batch.next);
    if (this.#watch.see(items, committed.outcomes))
      throw new ConfigError(
        'structural-dead-letters',
        'Too many records in a row do not fit: the source seems to have changed. Mend the source and resume the stream, or mend the connector and restart.',
      );
    return {
      revision: committed.revision,
      handedOver: handedOver + batch.records.length,
      offset: batch.next,
      backfilled: checkpoint.backfilled || backfilled,
    };
  }

  #originOf({ phase }: SourceBatch): Origin {
    return phase === 'backfill' ? phase : originAt(this.runtime.now(), this.settings.goLiveAt);
  }

  #successNow(): { readonly lastSuccessAt: string } {
    return { lastSuccessAt: this.runtime.now().toISOString() };
  }

  /** Says why the stream stopped, and waits until an administrator resumes it. */
  async #standStill({ code, message }: ConfigError, signal: AbortSignal): Promise<void> {
    await this.#health.say('stopped', { code, message });
    do await this.runtime.sleep(STANDBY_MS, signal);
    while (!signal.aborted && (await this.#isStopped()));
    this.#watch = new StructuralWatch();
  }

  /** A ledger that does not answer resumes nothing. */
  async #isStopped(): Promise<boolean> {
    try {
      return await this.runtime.ledger.isStopped(this.settings.stream);
    } catch (error) {
      if (error instanceof TransientError) return true;
      throw error;
    }
  }

  /** Gives the milliseconds to wait before the next try. */
  async #fail(error: TransientError): Promise<number> {
    this.#failures += 1;
    const pauseMs = retryPause(error, this.#failures, this.runtime.random);
    const nextTry = new Date(this.runtime.now().getTime() + pauseMs).toISOString();
    await this.#health.say('failing', {
      code: error.code,
      message: `${error.message} (next try ${nextTry})`,
    });
    return pauseMs;
  }
}
