import { TransientError } from '#libs/model/errors.js';
import { LEASE_SECONDS } from '#libs/model/ledger-port.js';
import { machineClock, type MonotonicClock } from './monotonic-clock.js';
import type { Runtime } from './runtime.js';

/** A lease is asked for again this long after it was last asked for. */
const RENEW_MS = 3_000;
/** The holder stops this long before the ledger may give the lease to another. */
const MARGIN_MS = 2_000;
const HELD_MS = LEASE_SECONDS * 1_000 - MARGIN_MS;
/** Each of the two steps of giving back takes this long at most. */
const GIVE_BACK_MS = 2_000;

/**
 * The right to do some work alone, for as long as the ledger keeps granting it. It saves work and decides nothing: the compare-and-set of
 * the checkpoint keeps two readers apart (I2).
 *
 * Whoever wants to work makes a Lease, calls `take` once, works until `lost` aborts, and then calls `giveBack`. One that was lost, given
 * back or refused is of no more use: the next attempt makes a new one.
 *
 * While it is held the lease renews itself, one request at a time. It counts from the moment at which the ledger was asked, for the ledger
 * grants it no earlier than that.
 */
export class Lease {
  readonly #lost = new AbortController();
  readonly #clock: MonotonicClock;
  #held = false;
  #bug: { readonly error: unknown } | undefined;
  /** The request that is under way, or the last one; never rejects. */
  #renewal: Promise<void> = Promise.resolve();
  #callOffRenewal: () => void = () => undefined;
  #callOffEnd: () => void = () => undefined;

  constructor(
    private readonly runtime: Runtime,
    private readonly name: string,
  ) {
    this.#clock = runtime.monotonicClock ?? machineClock;
  }

  /**
   * Aborts once, while the lease is held: when another holder has it, when a renewal fails, and at the latest when `LEASE_SECONDS` less
   * two seconds have passed since the ledger was asked for what it last granted. A renewal that hangs therefore loses the lease in time.
   * Who sees it stops working at once. It never aborts after `giveBack`, nor when `take` gave false.
   */
  get lost(): AbortSignal {
    return this.#lost.signal;
  }

  /**
   * True: it is held from now on. False: another holder has it. Throws TransientError where the ledger cannot be asked or gives no answer
   * for eight seconds; then it is not held, even where the ledger grants it afterwards.
   */
  async take(): Promise<boolean> {
    const askedAt = this.#clock.elapsed();
    const granted = await this.#inTime(HELD_MS, this.#ask());
    if (granted) this.#holdFrom(askedAt);
    return granted;
  }

  /**
   * Ends the renewals, and lets another holder have the lease at once where it is still held. Any number of calls; all but the first return
   * at once. Returns within four seconds, also when the ledger does not answer: then the lease runs out by itself. A lease that was lost is
   * not given back, since another may have it. Throws only a bug, which may also be one that ended a renewal.
   */
  async giveBack(): Promise<void> {
    if (this.#held) {
      this.#end();
      await this.#giveBackInTime();
    }
    const bug = this.#bug;
    this.#bug = undefined;
    if (bug) throw bug.error;
  }

  /** A renewal that arrived after it would take the lease again, so it is waited for. */
  async #giveBackInTime(): Promise<void> {
    try {
      await this.#inTime(GIVE_BACK_MS, this.#renewal);
      await this.#inTime(GIVE_BACK_MS, this.runtime.ledger.giveBackLease(this.name, this.runtime.holder));
    } catch (error) {
      if (!(error instanceof TransientError)) throw error;
    }
  }

  #holdFrom(askedAt: number): void {
    this.#held = true;
    this.#callOffEnd();
    const since = this.#clock.elapsed() - askedAt;
    this.#callOffEnd = this.#clock.after(Math.max(0, HELD_MS - since), () => this.#lose());
    this.#callOffRenewal = this.#clock.after(Math.max(0, RENEW_MS - since), () => {
      this.#renewal = this.#renew();
    });
  }

  async #renew(): Promise<void> {
    const askedAt = this.#clock.elapsed();
    let granted = false;
    try {
      granted = await this.#ask();
    } catch (error) {
      if (!(error instanceof TransientError)) this.#bug = { error };
    }
    // an answer that comes after the end changes nothing
    if (!this.#held) return;
    if (granted) this.#holdFrom(askedAt);
    else this.#lose();
  }

  #ask(): Promise<boolean> {
    return this.runtime.ledger.holdLease(this.name, this.runtime.holder);
  }

  #lose(): void {
    this.#end();
    this.#lost.abort();
  }

  #end(): void {
    this.#held = false;
    this.#callOffEnd();
    this.#callOffRenewal();
  }

  /** Rejects as `answer` does, and with TransientError when it takes too long; what it brings afterwards is not heard. */
  async #inTime<Result>(milliseconds: number, answer: Promise<Result>): Promise<Result> {
    let callOff = (): void => undefined;
    const late = new Promise<never>((_, reject) => {
      callOff = this.#clock.after(milliseconds, () =>
        reject(new TransientError('ledger-unreachable', 'The ledger database does not answer.')),
      );
    });
    try {
      return await Promise.race([answer, late]);
    } finally {
      callOff();
    }
  }
}
