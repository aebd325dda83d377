import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** A commit as far as it is measured. */
export interface MeasuredCommit {
  readonly stream: { readonly connector: string; readonly name: string };
  readonly outcomes: readonly string[];
  readonly seconds: number;
}

/** What Prometheus reads. Units stand in the names; labels are names of connectors and streams, never values of records (I10). */
export class Metrics {
  readonly registry = new Registry();

  readonly #records = new Counter({
    name: 'lintel_records_total',
    help: 'Records read, by how they ended.',
    labelNames: ['connector', 'stream', 'outcome'],
    registers: [this.registry],
  });

  readonly #commit = new Histogram({
    name: 'lintel_commit_seconds',
    help: 'From the end of a read to the end of its commit.',
    labelNames: ['connector', 'stream'],
    buckets: [0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    registers: [this.registry],
  });

  readonly #calls = new Counter({
    name: 'lintel_webhook_calls_total',
    help: 'Calls to webhooks, by answer.',
    labelNames: ['connector', 'stream', 'status'],
    registers: [this.registry],
  });

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  committed({ stream, outcomes, seconds }: MeasuredCommit): void {
    const labels = { connector: stream.connector, stream: stream.name };
    for (const outcome of outcomes) this.#records.inc({ ...labels, outcome });
    this.#commit.observe(labels, seconds);
  }

  answered(connector: string, stream: string, status: number): void {
    this.#calls.inc({ connector, stream, status: String(status) });
  }

  /** A gauge whose value is asked for at each scrape. */
  gauge(
    name: string,
    help: string,
    labelNames: readonly string[],
    collect: (gauge: Gauge) => Promise<void> | void,
  ): void {
    const asked = new Gauge({
      name,
      help,
      labelNames: [...labelNames],
      registers: [],
      async collect() {
        this.reset();
        await collect(this);
      },
    });
    this.registry.registerMetric(asked);
  }
}
