import { join } from 'node:path';
import { Client } from 'pg';
import {
  ensureKafkaJars,
  freePort,
  startKafka,
  startPostgres,
  type LocalKafka,
  type LocalPostgres,
} from './local.js';

/** PostgreSQL and Kafka of one run, on ports that they keep over every crash. */
export class Services {
  private constructor(
    private readonly dir: string,
    private readonly root: string,
    private readonly jarsDir: string,
    private readonly ports: { readonly postgres: number; readonly kafka: number },
    private postgres: LocalPostgres,
    private kafka: LocalKafka,
  ) {}

  static async start(dir: string, root: string, say: (line: string) => void): Promise<Services> {
    const jarsDir = await ensureKafkaJars(join(root, '.lintel/kafka'), say, root);
    const ports = { postgres: await freePort(), kafka: await freePort() };
    const postgres = await startPostgres({ dir: join(dir, 'postgres'), port: ports.postgres, root });
    try {
      const kafka = await startKafka({ dir: join(dir, 'broker'), jarsDir, port: ports.kafka });
      return new Services(dir, root, jarsDir, ports, postgres, kafka);
    } catch (error) {
      await postgres.stop();
      throw error;
    }
  }

  get brokers(): readonly string[] {
    return this.kafka.brokers;
  }

  /** Makes a database and gives its URL. */
  async database(name: string): Promise<string> {
    const client = new Client({ connectionString: this.postgres.url });
    await client.connect();
    try {
      await client.query(`create database ${name}`);
    } finally {
      await client.end();
    }
    const own = new URL(this.postgres.url);
    own.pathname = `/${name}`;
    return own.href;
  }

  /** `kill -9`; `back` starts it again over the same data and port, and gives how many milliseconds that took. */
  async crash(name: 'postgres' | 'kafka'): Promise<{ readonly back: () => Promise<number> }> {
    await this[name].kill9();
    return {
      back: async () => {
        const begun = performance.now();
        await this.#start(name);
        return performance.now() - begun;
      },
    };
  }

  async stop(): Promise<void> {
    await Promise.allSettled([this.kafka.stop(), this.postgres.stop()]);
  }

  async #start(name: 'postgres' | 'kafka'): Promise<void> {
    const { dir, root, jarsDir, ports } = this;
    if (name === 'kafka')
      this.kafka = await startKafka({ dir: join(dir, 'broker'), jarsDir, port: ports.kafka });
    else this.postgres = await startPostgres({ dir: join(dir, 'postgres'), port: ports.postgres, root });
  }
}
