import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { TransientError } from '#libs/model/errors.js';
import type { LogLevel, LogLine } from '#libs/model/log-line.js';
import type { RelayChange, RelayState } from '#libs/kafka/relay/health.js';
import { startRelay, type Relay } from '#libs/kafka/relay/relay.js';
import type { KafkaClient } from '#libs/kafka/client.js';
import { Ledger } from '#libs/ledger/database/ledger.js';
import { giveBackLease, holdLease } from '#libs/ledger/ports/leases.js';
import { ledgerForRelay } from '#libs/ledger/ports/for-relay.js';
import { forgetOldIds, purgeOutbox } from '#libs/ledger/ports/tidy.js';
import { saveRelayHealth } from '#libs/ledger/ports/relay-health.js';
import type { Runtime } from '#libs/pipeline/runtime.js';
import { COMMITS, KAFKA, ON_BUG, RUNTIME, type Commits, type OnBug } from './tokens.js';

const RELAY_LEASE = 'relay';
const HEALTH_EVERY_MS = 2_000;
/** Events kept in the outbox after they were published: `trace` shows the versions that are still there. */
const KEPT_EVENTS = 2_000_000;
const TIDY_EVERY_MS = 600_000;

/** The one that moves the outbox to Kafka, or stands by while another instance does. */
@Injectable()
export class RelayService implements OnApplicationBootstrap, BeforeApplicationShutdown {
  #relay: Relay | undefined;
  readonly #timers: NodeJS.Timeout[] = [];

  constructor(
    @Inject(Ledger) private readonly ledger: Ledger,
    @Inject(KAFKA) private readonly kafka: KafkaClient,
    @Inject(RUNTIME) private readonly runtime: Runtime,
    @Inject(COMMITS) private readonly commits: Commits,
    @Inject(ON_BUG) private readonly onBug: OnBug,
  ) {}

  get state(): RelayState {
    return this.#relay?.health().state ?? 'stopped';
  }

  get code(): string | undefined {
    return this.#relay?.health().code;
  }

  onApplicationBootstrap(): void {
    const { ledger, runtime } = this;
    this.#relay = startRelay({
      kafka: this.kafka,
      outbox: ledgerForRelay(ledger),
      holdLease: () => holdLease(ledger, RELAY_LEASE, runtime.holder),
      prefix: ledger.prefix,
      onChange: (change) => {
        runtime.log(lineOf(change));
        // at once: while the relay refuses, nothing may be committed
        void this.#quietly(() => this.#tell());
      },
    });
    this.#relay.done.catch(this.onBug);
    this.commits.on('committed', this.#relay.wake);
    this.#timers.push(
      setInterval(() => void this.#quietly(() => this.#tell()), HEALTH_EVERY_MS),
      setInterval(() => void this.#quietly(() => tidy(ledger)), TIDY_EVERY_MS),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#timers.forEach(clearInterval);
    if (this.#relay) this.commits.off('committed', this.#relay.wake);
    // a refusal outlives the process that found it: the next one must look first
    const isRefused = this.state === 'refused';
    await this.#relay?.stop();
    if (!isRefused) await this.#quietly(() => this.#tell());
    // the one that stands by need not wait until it runs out
    await this.#quietly(() => giveBackLease(this.ledger, RELAY_LEASE, this.runtime.holder));
  }

  wake(): void {
    this.#relay?.wake();
  }

  /** The instance that stands by has nothing to tell. */
  async #tell(): Promise<void> {
    const health = this.#relay?.health();
    if (health && health.state !== 'standby')
      await saveRelayHealth(this.ledger, { ...health, holder: this.runtime.holder });
  }

  async #quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof TransientError)) this.onBug(error);
    }
  }
}

const LEVELS: Readonly<Partial<Record<RelayState, LogLevel>>> = { failing: 'warn', refused: 'error' };

function lineOf({ state, code, message, way }: RelayChange): LogLine {
  return {
    level: LEVELS[state] ?? 'info',
    part: 'relay',
    state,
    ...(code === undefined ? {} : { code }),
    message: message ?? `The relay is ${state}.`,
    ...(way === undefined ? {} : { way }),
  };
}

async function tidy(ledger: Ledger): Promise<void> {
  await purgeOutbox(ledger, KEPT_EVENTS);
  await forgetOldIds(ledger);
}
