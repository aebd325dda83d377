import { canonicalJson, type JsonObject } from '#libs/model/json.js';
import type { Offset, PullSource, RawRecord, SourceBatch } from '#libs/sources/source.js';
import type { SourceDriver } from './driver.js';

/** Where a reader can go on. */
export interface Step {
  readonly next: Offset | undefined;
  /** Records handed over until then. */
  readonly count: number;
}
export const START: Step = { next: undefined, count: 0 };

export interface Reading {
  readonly records: readonly RawRecord[];
  /** After each batch; the first is where it began. */
  readonly steps: readonly [Step, ...Step[]];
}

/** More reads than any driver's system needs: a source that always has more is found, not waited for. */
const MOST_READS = 2_000;

/** As the ledger keeps it: JSON, the names in an order of its own. */
export const stored = (offset: Offset): Offset => JSON.parse(canonicalJson(offset)) as JsonObject;

/** Reads on until nothing is left. */
export async function readOn(
  driver: SourceDriver,
  source: PullSource,
  from: Offset | undefined,
  limit: number,
  onBatch: (batch: SourceBatch) => Promise<void> = () => Promise.resolve(),
): Promise<Reading> {
  const { signal } = new AbortController();
  const records: RawRecord[] = [];
  const steps: [Step, ...Step[]] = [{ next: from, count: 0 }];
  let offset = from;
  for (let idle = 0, reads = 0; idle < driver.idleReads; reads += 1) {
    if (reads === MOST_READS) throw new Error(`it has more after ${MOST_READS} reads of at most ${limit}`);
    const batch = await source.read(offset, limit, signal);
    records.push(...batch.records);
    offset = stored(batch.next);
    steps.push({ next: offset, count: records.length });
    await onBatch(batch);
    idle = batch.more || batch.records.length > 0 ? 0 : idle + 1;
  }
  return { records, steps };
}

/** Opens a source, and closes it whatever happens. */
export async function withSource<T>(
  driver: SourceDriver,
  use: (source: PullSource) => Promise<T>,
): Promise<T> {
  const source = driver.open();
  try {
    return await use(source);
  } finally {
    await source.close();
  }
}

/** readOn with a source of its own. */
export const readFresh = (
  driver: SourceDriver,
  from: Offset | undefined,
  limit: number,
  onBatch?: (batch: SourceBatch) => Promise<void>,
): Promise<Reading> => withSource(driver, (source) => readOn(driver, source, from, limit, onBatch));

/** Everything, in as few reads as the driver allows: what all other ways of reading are held against. */
export const readWhole = (driver: SourceDriver): Promise<Reading> =>
  readFresh(driver, undefined, widest(driver));

export const namesOf = (driver: SourceDriver, records: readonly RawRecord[]): readonly string[] =>
  records.map((record) => driver.nameOf(record));

export const narrowest = ({ limits }: SourceDriver): number => Math.min(...limits);
export const widest = ({ limits }: SourceDriver): number => Math.max(...limits);

/** The first batch that holds records, and where a reader goes on after it. */
export async function firstBatch(driver: SourceDriver, source: PullSource, limit: number): Promise<Step> {
  const { signal } = new AbortController();
  let offset: Offset | undefined;
  for (let reads = 0; reads <= driver.idleReads; reads += 1) {
    const { records, next } = await source.read(offset, limit, signal);
    offset = stored(next);
    if (records.length > 0) return { next: offset, count: records.length };
  }
  throw new Error('it hands over nothing');
}

/** Each place once; where there are more than `most`, so many spread over all of them, first and last included. */
export function placesOf({ steps }: Reading, most: number): readonly Step[] {
  const places = [...new Map(steps.map((step) => [canonicalJson(step.next), step])).values()];
  if (places.length <= most) return places;
  const every = (places.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, at) => places[Math.round(at * every)] ?? START);
}

/** A source that wants to see a thing twice has seen it once afterwards; what it hands over is not taken. */
export async function lookFirst(
  driver: SourceDriver,
  source: PullSource,
  from: Offset | undefined,
): Promise<void> {
  const { signal } = new AbortController();
  for (let reads = 1; reads < driver.idleReads; reads += 1) await source.read(from, 1, signal);
}
