import { TransientError } from '#libs/model/errors.js';
import type { Runtime } from './runtime.js';

const RENEW_MS = 3_000;

/** One hold on a lease: renewed while it is held, `lost` aborts when another has it or the ledger cannot be asked. */
export class Lease {
  readonly #gone = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #held = false;

  constructor(
    private readonly runtime: Runtime,
    private readonly name: string,
  ) {}

  get lost(): AbortSignal {
    return this.#gone.signal;
  }

  /** False: another holder has it. Throws TransientError. */
  async take(): Promise<boolean> {
    this.#held = await this.runtime.ledger.holdLease(this.name, this.runtime.holder);
    if (this.#held) this.#timer = setInterval(() => void this.#renew(), RENEW_MS).unref();
    return this.#held;
  }

  async giveBack(): Promise<void> {
    clearInterval(this.#timer);
    if (!this.#held) return;
    this.#held = false;
    await this.#quietly(() => this.runtime.ledger.giveBackLease(this.name, this.runtime.holder));
  }

  async #renew(): Promise<void> {
    const held = await this.#quietly(() => this.runtime.ledger.holdLease(this.name, this.runtime.holder));
    if (held !== true && this.#held) this.#gone.abort();
  }

  /** Not being able to say so now is what leases expire for. */
  async #quietly<Result>(work: () => Promise<Result>): Promise<Result | undefined> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof TransientError) return undefined;
      throw error;
    }
  }
}
