import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError, TransientError } from '#libs/model/errors.js';
import { Ledger } from '#libs/ledger/database/ledger.js';
import { environments, type Environments } from './environment.js';
import { freePort, removePostgres } from './local.js';
import { Services } from './services.js';
import { Supervised } from './supervised.js';

export interface WorldOptions {
  /** The checkout, built. */
  readonly root: string;
  /** Where the parts log to. */
  readonly logs: string;
  readonly repairs: number;
  readonly seed: number;
  readonly keep: boolean;
  readonly say: (line: string) => void;
  /** Connector apps; the pretend systems post to `webhookPort`, default the first one's. */
  readonly webhookPort?: number;
}

/** Services, pretend systems and connector apps of one run, and the ledger that they share. */
export class World {
  readonly apps: { readonly port: number; readonly app: Supervised }[] = [];
  readonly #close: (() => Promise<unknown>)[] = [];
  #ledger: Ledger | undefined;
  #simulator: Supervised | undefined;
  /** Records that the pretend systems will tell of, without repeats. */
  expected = 0;

  private constructor(
    readonly services: Services,
    readonly ledgerUrl: string,
    readonly housingUrl: string,
    readonly drop: string,
    readonly environments: Environments,
    private readonly options: WorldOptions & { readonly webhookPort: number },
  ) {}

  /** All that it started is stopped and removed again by `close`, also where the start fails half way. */
  static async start(options: WorldOptions, stop: AbortSignal): Promise<World> {
    const dir = mkdtempSync(join(tmpdir(), 'lintel-faults-'));
    chmodSync(dir, 0o711); // as root, PostgreSQL runs as another user
    const remove = async (): Promise<void> => {
      if (options.keep) return options.say(`Kept: ${dir}`);
      removePostgres(join(dir, 'postgres'));
      rmSync(dir, { recursive: true, force: true });
    };
    try {
      const services = await Services.start(dir, options.root, options.say);
      const webhookPort = options.webhookPort ?? (await freePort());
      const [ledgerUrl, housingUrl] = [await services.database('ledger'), await services.database('housing')];
      const drop = join(dir, 'finance');
      mkdirSync(drop);
      const { repairs, seed } = options;
      const connectorsDir = join(options.root, 'connectors');
      const { brokers } = services;
      const env = environments({
        ledgerUrl,
        housingUrl,
        brokers,
        webhookPort,
        drop,
        connectorsDir,
        repairs,
        seed,
      });
      const world = new World(services, ledgerUrl, housingUrl, drop, env, { ...options, webhookPort });
      world.#close.push(remove, () => services.stop());
      try {
        await world.#seed(stop);
        await world.startApp(options.webhookPort === undefined ? webhookPort : await freePort());
        world.#ledger = await world.#attach(stop);
        return world;
      } catch (error) {
        await world.close();
        throw error;
      }
    } catch (error) {
      await remove();
      throw error;
    }
  }

  get ledger(): Ledger {
    if (!this.#ledger) throw new Error('not started');
    return this.#ledger;
  }

  get simulator(): Supervised {
    if (!this.#simulator) throw new Error('not started');
    return this.#simulator;
  }

  /** Another connector app over the same ledger. */
  async startApp(port: number): Promise<Supervised> {
    const { root, logs } = this.options;
    const log = join(logs, `connector-${this.apps.length + 1}.log`);
    const env = this.environments.connector(port);
    const app = new Supervised({ root, file: 'dist/apps/connector/main.js', env, log });
    this.apps.push({ port, app });
    this.#close.push(() => app.stop());
    return app;
  }

  /** In order: what was started last is stopped first. */
  async close(): Promise<void> {
    await this.#ledger?.close();
    for (const end of this.#close.splice(0).reverse()) await end();
  }

  /** Starts the pretend systems and waits until their estate stands. */
  async #seed(stop: AbortSignal): Promise<void> {
    const { root, logs } = this.options;
    const seeded = Promise.withResolvers<void>();
    const onLine = (line: string): void => {
      if (!line.includes('"simulator":"seeded"')) return;
      const counts = JSON.parse(line) as Readonly<Record<string, number>>;
      this.expected = ['properties', 'requests', 'orders', 'tasks', 'visits', 'deliveries', 'files'].reduce(
        (sum, name) => sum + (counts[name] ?? 0),
        0,
      );
      seeded.resolve();
    };
    const simulator = new Supervised(
      {
        root,
        file: 'dist/apps/simulator/main.js',
        env: this.environments.simulator,
        log: join(logs, 'simulator.log'),
        onLine,
      },
      (code) => code === 0,
    );
    this.#simulator = simulator;
    this.#close.push(() => simulator.stop());
    stop.addEventListener('abort', () => seeded.reject(stop.reason as Error), { once: true });
    await seeded.promise;
  }

  /** Waits for the ledger that the first app founds. */
  async #attach(stop: AbortSignal): Promise<Ledger> {
    for (const until = Date.now() + 60_000; ; await sleep(100)) {
      stop.throwIfAborted();
      try {
        return await Ledger.attach({ url: this.ledgerUrl, applicationName: 'lintel faults', poolSize: 2 });
      } catch (error) {
        const early = error instanceof ConfigError && error.code === 'no-ledger';
        if (!early && !(error instanceof TransientError)) throw error;
        if (Date.now() > until) throw error;
      }
    }
  }
}
