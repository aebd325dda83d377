import type { JsonObject } from '#libs/model/json.js';
import { post } from '../../kit/calls.js';
import type { RunningApp } from '../../kit/running-app.js';
import { expectSound } from '../../kit/sound.js';
import type { Event } from '../../kit/subscriber.js';
import { World } from '../../kit/world.js';
import { CALLED, recordsOf, type Stream } from './records.js';

const ACCOUNT = { AWKWARD_USER: 'awkward', AWKWARD_PASSWORD: 'awkward-password' } as const;
const AUTHORIZATION = `Basic ${Buffer.from('awkward:awkward-password').toString('base64')}`;

/** Awkward Homes: a world of its own whose systems say what they are told to, through calls and files. */
export class Landlord {
  #files = 0;
  readonly #read = new Map<Stream, number>();

  private constructor(
    readonly world: World,
    readonly app: RunningApp,
  ) {}

  static async make(): Promise<Landlord> {
    const world = await World.make(['awkward']);
    const app = await world.start({ ...ACCOUNT, AWKWARD_DROP: world.drop.folder });
    return new Landlord(world, app);
  }

  /** Says records, all of them in one call or one file; a fixture by its name. Committed when it resolves. */
  async say(stream: Stream, said: string | readonly JsonObject[]): Promise<void> {
    await this.send(stream, typeof said === 'string' ? recordsOf(stream, said) : said);
    await this.settled();
  }

  /** Says a fixture's records one after the other. */
  async sayOneByOne(stream: Stream, name: string): Promise<void> {
    for (const record of recordsOf(stream, name)) await this.say(stream, [record]);
  }

  /** As `say`, but does not wait for files to be read. */
  async send(stream: Stream, records: readonly JsonObject[]): Promise<void> {
    if ((CALLED as readonly string[]).includes(stream)) {
      const { status } = await post(`${this.app.url}/webhooks/awkward/${stream}`, JSON.stringify(records), {
        'content-type': 'application/json',
        authorization: AUTHORIZATION,
      });
      expect(status).toBe(200);
      return;
    }
    this.#files += 1;
    this.#read.set(stream, (this.#read.get(stream) ?? 0) + records.length);
    const isCsv = stream !== 'invoices';
    this.world.drop.put(
      `${stream}-${this.#files}.${isCsv ? 'csv' : 'json'}`,
      isCsv ? csv(records) : JSON.stringify(records),
    );
  }

  /** Every file that was sent has been read. */
  async settled(): Promise<void> {
    for (const [stream, read] of this.#read) await this.world.counted(`awkward/${stream}`, { read });
  }

  /** Every event a `read_committed` subscriber sees, after all that must hold was checked and nothing was refused. */
  async events(): Promise<readonly Event[]> {
    expect(await this.world.deadLetters()).toEqual([]);
    const events = await expectSound(this.world, this.app);
    const open = events.filter((it) => !it.topic.endsWith('-personal'));
    expect(open.filter((it) => /07700 ?900/.test(it.text)).map((it) => it.topic)).toEqual([]); // I10
    return events;
  }

  close(): Promise<void> {
    return this.world.close();
  }
}

function csv(records: readonly JsonObject[]): string {
  const columns = Object.keys(records[0] ?? {});
  const cell = (value: unknown): string => `"${String(value ?? '').replaceAll('"', '""')}"`;
  return [columns.map(cell), ...records.map((record) => columns.map((name) => cell(record[name])))]
    .map((cells) => cells.join(','))
    .join('\n');
}
