import type { StreamSyncHealth, SyncHealth } from '#libs/ledger/queries/sync-health.js';
import { ago } from '../commands/sync-health.js';
import { table } from '../output.js';

/** One live line per stream and one for the relay. On a terminal they are drawn over each other. */
export class Screen {
  #lines = 0;
  #shown = 0;

  constructor(private readonly out: { readonly isTTY?: boolean; write(text: string): unknown }) {}

  show(health: SyncHealth): void {
    // where lines stay, a glance every ten seconds is enough
    if (this.out.isTTY !== true && Date.now() - this.#shown < 10_000) return;
    this.#shown = Date.now();
    const text = table([...health.streams.map((it) => line(it, health.at)), relay(health)]);
    if (this.out.isTTY === true && this.#lines > 0) this.out.write(`\u001B[${this.#lines}A\u001B[0J`);
    this.out.write(`${text}\n${this.out.isTTY === true ? '' : '\n'}`);
    this.#lines = text.split('\n').length;
  }
}

const number = new Intl.NumberFormat('en-GB');

const line = (it: StreamSyncHealth, now: string): readonly string[] => [
  `${it.connector}/${it.stream}`,
  it.code === undefined ? it.state : `${it.state} (${it.code})`,
  `read ${number.format(it.counts.read)}`,
  `applied ${number.format(it.counts.applied)}`,
  `dead letters ${number.format(it.counts.deadLetters)}`,
  it.lastSuccessAt === undefined ? '' : `${ago(it.lastSuccessAt, now)} ago`,
];

const relay = ({ relay: { published, last, relay: said } }: SyncHealth): readonly string[] => [
  'relay to Kafka',
  typeof said?.['state'] === 'string' ? said['state'] : 'starting',
  `published ${number.format(published)}`,
  `of ${number.format(last)}`,
  '',
  '',
];
