import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { ledgerForClock } from '#libs/ledger/ports/for-clock.js';
import { Ledger } from '#libs/ledger/database/ledger.js';
import type { Configuration } from '#libs/configuration/configuration.js';
import { runClock, stopClock } from '#libs/pipeline/clock/run-clock.js';
import type { Runtime } from '#libs/pipeline/runtime.js';
import { CONFIGURATION, ON_BUG, RUNTIME, type OnBug } from './tokens.js';

/** The one that watches deadlines, or stands by while another instance does. Without deadlines.yaml there is nothing to watch, and the ledger is told so. */
@Injectable()
export class ClockService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(RUNTIME) private readonly runtime: Runtime,
    @Inject(ON_BUG) private readonly onBug: OnBug,
  ) {}

  onApplicationBootstrap(): void {
    const { deadlines, connectors } = this.configuration;
    const port = ledgerForClock(this.ledger);
    const configured = connectors.flatMap(({ streams }) => streams.map((it) => `${it.connector}/${it.name}`));
    const running = deadlines
      ? runClock(this.runtime, { port, rules: deadlines, configured }, this.#stop.signal)
      : stopClock(this.runtime, port, this.#stop.signal);
    this.#running = running.catch(this.onBug);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }
}
