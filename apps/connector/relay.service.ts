import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import { TransientError } from '#libs/model/errors.js';
import { startRelay, type Relay } from '#libs/kafka/relay/relay.js';
import type { Outbox as RelayOutbox, OutboxEvent } from '#libs/kafka/relay/outbox.js';
import type { KafkaClient } from '#libs/kafka/client.js';
import { Ledger } from '#libs/ledger/database/ledger.js';
import { giveBackLease, holdLease } from '#libs/ledger/ports/leases.js';
import { Outbox } from '#libs/ledger/ports/for-relay.js';
import { saveRelayHealth } from '#libs/ledger/ports/relay-health.js';
import type { Surroundings } from '#libs/pipeline/surroundings.js';
import { KAFKA, ON_BUG, SURROUNDINGS, type OnBug } from './tokens.js';

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
    @Inject(SURROUNDINGS) private readonly around: Surroundings,
    @Inject(ON_BUG) private readonly onBug: OnBug,
  ) {}

  get state(): string {
    return this.#relay?.health().state ?? 'stopped';
  }

  onApplicationBootstrap(): void {
    const { ledger, around } = this;
    const outbox = new Outbox(ledger);
    this.#relay = startRelay({
      kafka: this.kafka,
      outbox: relayOutbox(outbox),
      lease: { held: () => holdLease(ledger, RELAY_LEASE, around.holder) },
      prefix: ledger.prefix,
      log: (line) => around.log({ level: 'info', message: line }),
    });
    this.#relay.done.catch(this.onBug);
    this.#timers.push(
      setInterval(() => void this.#quietly(() => this.#tell()), HEALTH_EVERY_MS),
      setInterval(() => void this.#quietly(() => tidy(outbox)), TIDY_EVERY_MS),
    );
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.#timers.forEach(clearInterval);
    await this.#relay?.stop();
    await this.#quietly(() => this.#tell());
    // the one that stands by need not wait until it runs out
    await this.#quietly(() => giveBackLease(this.ledger, RELAY_LEASE, this.around.holder));
  }

  wake(): void {
    this.#relay?.wake();
  }

  /** The instance that stands by has nothing to tell. */
  async #tell(): Promise<void> {
    const health = this.#relay?.health();
    if (health && health.state !== 'standby')
      await saveRelayHealth(this.ledger, { ...health, holder: this.around.holder });
  }

  async #quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!(error instanceof TransientError)) this.onBug(error);
    }
  }
}

async function tidy(outbox: Outbox): Promise<void> {
  await outbox.purge(KEPT_EVENTS);
  await outbox.forget();
}

/** The ledger writes only topic words that the relay knows. */
const relayOutbox = (outbox: Outbox): RelayOutbox => ({
  ledgerId: outbox.ledgerId,
  epoch: () => outbox.epoch(),
  lastNumber: () => outbox.lastNumber(),
  hasProgress: () => outbox.hasProgress(),
  relayed: (number) => outbox.relayed(number),
  read: async (after, limit) => (await outbox.read(after, limit)) as readonly OutboxEvent[],
});
