import type { LedgerStream } from '#libs/model/batch.js';
import type { Outcome } from '#libs/model/contribution.js';
import { TransientError } from '#libs/model/errors.js';
import type { StreamMapping } from '#libs/mapping/stream-mapping.js';
import type { RawRecord } from '#libs/sources/source.js';
import { commitRecords } from './commit-records.js';
import { HealthRecord } from './health-record.js';
import { originAt } from './origin.js';
import type { Runtime } from './runtime.js';

export interface PushStream {
  readonly stream: LedgerStream;
  readonly mapping: StreamMapping;
  readonly freshnessMs: number;
  readonly goLiveAt?: string;
  /** Puts the files that records bring along where they are safe, and gives the records that refer to them. Throws TransientError. */
  readonly store?: (records: readonly RawRecord[]) => Promise<readonly RawRecord[]>;
}

/** One call of a sender that waits for its commit. Its records are committed together. */
interface WaitingCall {
  readonly call: { readonly came: Date };
  readonly records: readonly RawRecord[];
  readonly delivery: string | undefined;
  readonly done: (outcomes: readonly Outcome[]) => void;
  readonly failed: (error: unknown) => void;
}

/** Calls that share one commit. */
const BATCH = 200;
/** With more calls waiting than this, a sender is asked to come again. */
const MOST_WAITING = 2_000;

/**
 * Takes what senders bring to one stream. The app makes one for each webhook and calls `ready` once, before it listens. Any number of
 * calls of `receive` may be under way at once: those that arrive while a commit runs share the next one, in the order of their arrival.
 * Several processes may receive for one stream; each commits for itself.
 */
export class Receiver {
  #waiting: WaitingCall[] = [];
  #busy = false;
  /** When each call came that has no answer yet. */
  readonly #unanswered = new Set<{ readonly came: Date }>();
  readonly #health: HealthRecord;

  constructor(
    private readonly runtime: Runtime,
    private readonly settings: PushStream,
  ) {
    this.#health = new HealthRecord(runtime, settings.stream, settings.freshnessMs);
  }

  /**
   * Resolves after the commit (I1), with one outcome per record, in order: now the sender may be answered with 2xx. Where `delivery` (the
   * sender's own id of the call) was committed before, each record ends `unchanged`. Throws TransientError where nothing was committed,
   * `too-many-waiting` among them: the sender must come again. Anything else is a bug. A failure concerns the calls of one commit; the
   * next commit goes on.
   */
  async receive(arrived: readonly RawRecord[], delivery?: string): Promise<readonly Outcome[]> {
    this.#refuseTooMany();
    const call = { came: this.runtime.now() };
    this.#unanswered.add(call);
    try {
      const records = this.settings.store ? await this.#stored(arrived, this.settings.store) : arrived;
      this.#refuseTooMany();
      return await new Promise((done, failed) => {
        this.#waiting.push({ call, records, delivery, done, failed });
        if (!this.#busy) void this.#work();
      });
    } finally {
      this.#unanswered.delete(call);
    }
  }

  /** Writes the stream's health before its first call, so that sync health shows it. */
  async ready(): Promise<void> {
    await this.#health.say('ok');
  }

  #refuseTooMany(): void {
    if (this.#waiting.length >= MOST_WAITING)
      throw new TransientError('too-many-waiting', 'Too many deliveries are waiting; come again.');
  }

  async #stored(
    records: readonly RawRecord[],
    store: NonNullable<PushStream['store']>,
  ): Promise<readonly RawRecord[]> {
    try {
      return await store(records);
    } catch (error) {
      await this.#sayFailing(error);
      throw error;
    }
  }

  async #sayFailing(error: unknown): Promise<void> {
    if (error instanceof TransientError)
      await this.#health.say('failing', { code: error.code, message: error.message });
  }

  async #work(): Promise<void> {
    this.#busy = true;
    while (this.#waiting.length > 0) {
      const batch = this.#waiting.splice(0, BATCH);
      try {
        await this.#commit(batch);
      } catch (error) {
        batch.forEach((call) => call.failed(error));
      }
    }
    this.#busy = false;
  }

  async #commit(batch: readonly WaitingCall[]): Promise<void> {
    const { stream, mapping, goLiveAt } = this.settings;
    const now = this.runtime.now();
    try {
      const { committed } = await commitRecords(this.runtime, {
        stream,
        mapping,
        origin: originAt(now, goLiveAt),
        received: batch.flatMap(({ records, delivery }) =>
          records.map((record) => (delivery === undefined ? { record } : { record, delivery })),
        ),
      });
      let from = 0;
      for (const { call, records, done } of batch) {
        this.#unanswered.delete(call);
        done(committed.outcomes.slice(from, (from += records.length)));
      }
      // the sender is heard up to its first call that still waits; its silence proves nothing
      const readTo = [now, ...[...this.#unanswered].map(({ came }) => came)]
        .map((moment) => moment.toISOString())
        .sort()[0];
      await this.#health.say('ok', {
        lastSuccessAt: now.toISOString(),
        ...(readTo === undefined ? {} : { readTo }),
      });
    } catch (error) {
      await this.#sayFailing(error);
      throw error;
    }
  }
}
