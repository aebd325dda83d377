import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { TransientError } from '#libs/model/errors.js';
import { relink } from '#libs/ledger/commit/relink.js';
import { Ledger } from '#libs/ledger/database/ledger.js';
import type { Configuration } from '#libs/configuration/configuration.js';
import type { Runtime } from '#libs/pipeline/runtime.js';
import { RelayService } from './relay.service.js';
import { CONFIGURATION, ON_BUG, RUNTIME, type OnBug } from './tokens.js';

const EVERY_MS = 1_000;

/**
 * Follows links anew where a commit moved the ends of too many, one short commit after the other, until none waits. Every instance does:
 * they take the ledger's lock in turn.
 */
@Injectable()
export class RelinkService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(RUNTIME) private readonly runtime: Runtime,
    @Inject(RelayService) private readonly relay: RelayService,
    @Inject(ON_BUG) private readonly onBug: OnBug,
  ) {}

  onApplicationBootstrap(): void {
    this.#running = this.#run(this.#stop.signal).catch(this.onBug);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(stop: AbortSignal): Promise<void> {
    while (!stop.aborted) if (!(await this.#some())) await this.runtime.sleep(EVERY_MS, stop);
  }

  async #some(): Promise<boolean> {
    try {
      const done = await relink(this.ledger, this.configuration, this.runtime.now().toISOString());
      if (done) this.relay.wake();
      return done;
    } catch (error) {
      if (error instanceof TransientError) return false;
      throw error;
    }
  }
}
