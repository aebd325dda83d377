import type { LedgerStream } from '#libs/model/batch.js';
import type { Outcome } from '#libs/model/contribution.js';
import { TransientError } from '#libs/model/errors.js';
import type { StreamMapping } from '#libs/mapping/stream-mapping.js';
import type { RawRecord } from '#libs/sources/source.js';
import { commitRecords } from './commit-records.js';
import { HealthRecord } from './health-record.js';
import type { Runtime } from './runtime.js';

export interface PushStream {
  readonly stream: LedgerStream;
  readonly mapping: StreamMapping;
  readonly freshnessMs: number;
  readonly goLiveAt?: string;
  /** Puts the files that records bring along where they are safe, and gives the records that refer to them. Throws TransientError. */
  readonly store?: (records: readonly RawRecord[]) => Promise<readonly RawRecord[]>;
}

/** One call of a sender: its records are committed together. */
interface Waiting {
  readonly call: { readonly came: Date };
  readonly records: readonly RawRecord[];
  readonly delivery: string | undefined;
  readonly done: (outcomes: readonly Outcome[]) => void;
  readonly failed: (error: unknown) => void;
}

const BATCH = 200;
/** More than this waiting: the sender is told to come again. */
const MOST_WAITING = 2_000;

/** Takes what senders bring. Calls that arrive while a commit runs share the next one. */
export class Receiver {
  #waiting: Waiting[] = [];
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
   * Resolves after the commit (I1), one outcome per record; a delivery that was committed before ends `unchanged`.
   * Throws TransientError where nothing was committed: the sender must come again.
   */
  async receive(came: readonly RawRecord[], delivery?: string): Promise<readonly Outcome[]> {
    this.#refuseTooMany();
    const call = { came: this.runtime.now() };
    this.#unanswered.add(call);
    try {
      const records = this.settings.store ? await this.#stored(came, this.settings.store) : came;
      this.#refuseTooMany();
      return await new Promise((done, failed) => {
        this.#waiting.push({ call, records, delivery, done, failed });
        if (!this.#busy) void this.#work();
      });
    } finally {
      this.#unanswered.delete(call);
    }
  }

  /** Says that the stream is there, before anything came. */
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
        batch.forEach((it) => it.failed(error));
      }
    }
    this.#busy = false;
  }

  async #commit(batch: readonly Waiting[]): Promise<void> {
    const { stream, mapping, goLiveAt } = this.settings;
    const now = this.runtime.now();
    try {
      const { committed } = await commitRecords(this.runtime, {
        stream,
        mapping,
        origin: goLiveAt !== undefined && now < new Date(goLiveAt) ? 'backfill' : 'live',
        received: batch.flatMap(({ records, delivery }) =>
          records.map((record) => (delivery === undefined ? { record } : { record, delivery })),
        ),
      });
      let from = 0;
      for (const { call, records, done } of batch) {
        this.#unanswered.delete(call);
        done(committed.outcomes.slice(from, (from += records.length)));
      }
      // who calls is heard up to the first call that still waits; its silence proves nothing
      const readTo = [now, ...[...this.#unanswered].map((it) => it.came)]
        .map((it) => it.toISOString())
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
