import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeKafka, type KafkaClient } from '#libs/kafka/client.js';
import { Ledger } from '#libs/ledger/database/ledger.js';
import type { StoredDeadLetter } from '#libs/ledger/queries/stored-dead-letters.js';
import { listDeadLetters } from '#libs/ledger/queries/stored-dead-letters.js';
import { syncHealth, type StreamSyncHealth, type SyncHealth } from '#libs/ledger/queries/sync-health.js';
import { findEntities, traceEntity, type Trace } from '#libs/ledger/queries/trace.js';
import { freshDatabase, sharedKafka, uniqueName } from '#libs/local/testing/services.js';
import { until } from '#libs/local/testing/until.js';
import { CALLERS } from './calls.js';
import { copyConnectors, type ConnectorsFolder } from './connectors-folder.js';
import { makeDrop, type Drop } from './finance.js';
import { makeHousing, type Housing } from './housing.js';
import { startApp, type RunningApp } from './running-app.js';
import { readEvents, type Event } from './subscriber.js';
import { inTime } from './in-time.js';

/** A landlord with three legacy systems, a ledger and topics of its own; apps are started over it, one or several. */
export class World {
  readonly #apps: RunningApp[] = [];
  #ledger: Ledger | undefined;
  readonly #folder = mkdtempSync(join(tmpdir(), 'lintel-world-'));
  /** LINTEL_ATTACHMENTS of its apps. */
  readonly attachments = join(this.#folder, 'attachments');

  private constructor(
    readonly prefix: string,
    readonly housing: Housing,
    readonly drop: Drop,
    readonly connectors: ConnectorsFolder,
    private readonly kafka: KafkaClient,
    readonly brokers: readonly string[],
    private readonly database: { readonly url: string; drop(): Promise<void> },
  ) {}

  /** With the connectors of the three systems, or with those named. */
  static async make(connectors?: readonly string[]): Promise<World> {
    const brokers = await sharedKafka();
    const [housing, database] = [await makeHousing(), await freshDatabase()];
    const kafka = makeKafka({ brokers, clientId: 'lintel-test' });
    return new World(uniqueName(), housing, makeDrop(), copyConnectors(connectors), kafka, brokers, database);
  }

  /** What the connectors' placeholders are filled with. */
  get environment(): Readonly<Record<string, string>> {
    return { ...this.housing.environment, ...CALLERS, FINANCE_DROP: this.drop.folder };
  }

  /** Another connector app over the same ledger. */
  async start(environment: Readonly<Record<string, string>> = {}): Promise<RunningApp> {
    const app = await startApp({
      environment: { ...this.environment, ...environment },
      brokers: this.brokers,
      databaseUrl: this.database.url,
      prefix: this.prefix,
      connectors: this.connectors,
      settings: { LINTEL_ATTACHMENTS: this.attachments },
    });
    this.#apps.push(app);
    this.#ledger ??= await Ledger.attach({ url: this.database.url, applicationName: 'test', poolSize: 2 });
    return app;
  }

  async close(): Promise<void> {
    const last = (): string => this.log.split('\n').slice(-8).join('\n');
    for (const app of this.#apps) await inTime('the app ends', app.close(), last);
    await inTime('the ledger is let go', this.#ledger?.close());
    await inTime('the databases go', Promise.all([this.housing.drop(), this.database.drop()]));
    this.drop.remove();
    this.connectors.remove();
    rmSync(this.#folder, { recursive: true, force: true });
  }

  get ledger(): Ledger {
    if (!this.#ledger) throw new Error('no app was started');
    return this.#ledger;
  }

  health(): Promise<SyncHealth> {
    return syncHealth(this.ledger, new Date());
  }

  /** `universal-housing/orders` */
  async stream(name: string): Promise<StreamSyncHealth> {
    const found = (await this.health()).streams.find((it) => `${it.connector}/${it.stream}` === name);
    if (!found) throw new Error(`no stream ${name}`);
    return found;
  }

  /** Waits until the stream's counts are such. */
  counted(name: string, counts: Partial<StreamSyncHealth['counts']>): Promise<StreamSyncHealth> {
    const wanted = Object.entries(counts);
    const areSo = (now: Readonly<Record<string, number>>): boolean =>
      wanted.every(([word, count]) => now[word] === count);
    return until(
      `${name} counts ${JSON.stringify(counts)}`,
      () => this.stream(name),
      (stream) => areSo(stream.counts),
    );
  }

  /** What is known under a reference as `uh/workOrder:00545095`. */
  async trace(reference: string): Promise<Trace | undefined> {
    const [id] = await findEntities(this.ledger, reference);
    return id === undefined ? undefined : traceEntity(this.ledger, id);
  }

  /** Waits until the entity of a reference is such; without a look, until it is there. */
  async entity(
    reference: string,
    look: (entity: Trace['entity']) => boolean = () => true,
  ): Promise<Trace['entity']> {
    const isSo = (found: Trace | undefined): found is Trace => found !== undefined && look(found.entity);
    return (await until(`${reference} as expected`, () => this.trace(reference), isSo)).entity;
  }

  deadLetters(state: 'open' | 'replayed' | 'given-up' = 'open'): Promise<readonly StoredDeadLetter[]> {
    return listDeadLetters(this.ledger, { state });
  }

  /**
   * Every event, once the relay has published all that is committed. Kafka answers the end of a transaction before each partition has its
   * marker: for a moment a `read_committed` reader does not see yet what is published.
   */
  events(): Promise<readonly Event[]> {
    return until('everything is published, and to be seen', async () => {
      const { relay } = await this.health();
      if (relay.published !== relay.last) return undefined;
      const events = await readEvents(this.kafka, this.prefix);
      return events.length >= relay.last ? events : undefined;
    });
  }

  /** Cuts every connection of the apps to the ledger, in the middle of whatever they do. */
  async cutLedger(): Promise<void> {
    await this.ledger.ask(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and application_name = 'lintel connector'`,
    );
  }

  /** What all apps logged. */
  get log(): string {
    return this.#apps.flatMap((it) => it.log).join('\n');
  }

  get bugs(): readonly unknown[] {
    return this.#apps.flatMap((it) => it.bugs);
  }
}
