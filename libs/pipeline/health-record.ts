import type { LedgerStream } from '#libs/model/batch.js';
import { TransientError } from '#libs/model/errors.js';
import type { StreamHealth, StreamState } from '#libs/model/ledger-port.js';
import type { Runtime } from './runtime.js';

type News = Partial<Pick<StreamHealth, 'code' | 'message' | 'fence' | 'behind' | 'lastSuccessAt' | 'readTo'>>;

/** Unchanged health is written this often at most. */
const WRITE_EVERY_MS = 5_000;

/** Keeps what a reader says of itself and writes it to the ledger: at once when state, code or message change, else now and then. */
export class HealthRecord {
  #now: StreamHealth | undefined;
  #written = 0;

  constructor(
    private readonly runtime: Runtime,
    private readonly stream: LedgerStream,
    private readonly freshnessMs: number,
  ) {}

  async say(state: StreamState, news: News = {}): Promise<void> {
    const now = this.runtime.now();
    const before = this.#now;
    const changed = before?.state !== state || before.code !== news.code;
    const lastSuccessAt = news.lastSuccessAt ?? before?.lastSuccessAt;
    const readTo = news.readTo ?? before?.readTo;
    this.#now = {
      ...news,
      state,
      since: before && before.state === state ? before.since : now.toISOString(),
      holder: this.runtime.holder,
      freshnessMs: this.freshnessMs,
      updatedAt: now.toISOString(),
      ...(lastSuccessAt === undefined ? {} : { lastSuccessAt }),
      ...(readTo === undefined ? {} : { readTo }),
    };
    if (changed && (before !== undefined || state !== 'ok')) this.#tell(state, news);
    // a stop is written whenever it is said: its reader asks the ledger whether somebody has resumed it since
    const isNews = changed || before.message !== news.message || state === 'stopped';
    if (!isNews && now.getTime() - this.#written < WRITE_EVERY_MS) return;
    this.#written = now.getTime();
    await this.#write(this.#now);
  }

  #tell(state: StreamState, { code, message }: News): void {
    const level = state === 'ok' || state === 'paused' ? 'info' : state === 'stopped' ? 'error' : 'warn';
    const { connector, name } = this.stream;
    this.runtime.log({
      level,
      connector,
      stream: name,
      state,
      ...(code === undefined ? {} : { code }),
      message: message ?? `The stream is ${state}.`,
    });
  }

  /** A ledger that cannot be reached is told of by readiness; health follows when it is back. */
  async #write(health: StreamHealth): Promise<void> {
    try {
      await this.runtime.ledger.saveHealth(this.stream, health);
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
    }
  }
}
