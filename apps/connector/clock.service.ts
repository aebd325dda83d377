import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { clockPort } from '#libs/ledger/clock-port.js';
import { Ledger } from '#libs/ledger/ledger.js';
import type { Configuration } from '#libs/pipeline/configuration/configuration.js';
import { runClock } from '#libs/pipeline/deadlines/run-clock.js';
import type { Surroundings } from '#libs/pipeline/surroundings.js';
import { CONFIGURATION, ON_BUG, SURROUNDINGS, type OnBug } from './tokens.js';

/** The one that watches deadlines, or stands by while another instance does. Without deadlines.yaml there is nothing to watch. */
@Injectable()
export class ClockService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  readonly #stop = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    @Inject(CONFIGURATION) private readonly configuration: Configuration,
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(SURROUNDINGS) private readonly around: Surroundings,
    @Inject(ON_BUG) private readonly onBug: OnBug,
  ) {}

  onApplicationBootstrap(): void {
    const { deadlines } = this.configuration;
    if (!deadlines) return;
    const clock = { port: clockPort(this.ledger), rules: deadlines };
    this.#running = runClock(this.around, clock, this.#stop.signal).catch(this.onBug);
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }
}
