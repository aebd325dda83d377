import { TransientError } from '#libs/model/errors.js';
import type { Surroundings } from './surroundings.js';

const RENEW_MS = 3_000;

/** One hold on a lease: renewed while it is held, `lost` aborts when another has it or the ledger cannot be asked. */
export class Lease {
  readonly #gone = new AbortController();
  #timer: NodeJS.Timeout | undefined;
  #held = false;

  constructor(
    private readonly around: Surroundings,
    private readonly name: string,
  ) {}

  get lost(): AbortSignal {
    return this.#gone.signal;
  }

  /** False: another holder has it. Throws TransientError. */
  async take(): Promise<boolean> {
    this.#held = await this.around.ledger.holdLease(this.name, this.around.holder);
    if (this.#held) this.#timer = setInterval(() => void this.#renew(), RENEW_MS).unref();
    return this.#held;
  }

  async giveBack(): Promise<void> {
    clearInterval(this.#timer);
    if (!this.#held) return;
    this.#held = false;
    await this.#quietly(() => this.around.ledger.giveBackLease(this.name, this.around.holder));
  }

  async #renew(): Promise<void> {
    const held = await this.#quietly(() => this.around.ledger.holdLease(this.name, this.around.holder));
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
