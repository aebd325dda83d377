import type { JsonObject } from '#libs/model/json.js';
import type { StreamMapping } from '#libs/mapping/stream-mapping.js';
import type { PullSource, RawRecord, SourceBatch } from '#libs/sources/source.js';

export interface FakeSource extends PullSource {
  /** Offsets that were told to be committed (I1), in order. */
  readonly committedOffsets: number[];
  readonly reads: number[];
  opened: number;
  closed: number;
}

const place = (offset: JsonObject | undefined): number => Number(offset?.['at'] ?? 0);
const PER_READ = 3;

/** So many records, three at a time, then nothing more. Opened anew it stands where it is told. `odd` may throw at any read. */
export function fakeSource(
  count: number,
  odd: (read: number) => void = () => undefined,
  onTold: (at: number) => void = () => undefined,
): FakeSource {
  const source: FakeSource = {
    committedOffsets: [],
    reads: [],
    opened: 0,
    closed: 0,
    read: async (offset): Promise<SourceBatch> => {
      odd(source.reads.push(place(offset)));
      const from = place(offset);
      const to = Math.min(count, from + PER_READ);
      return {
        records: Array.from({ length: to - from }, (_, at) => record(from + at)),
        next: { at: to },
        more: to < count,
        phase: from < count ? 'backfill' : 'live',
        behind: count - to,
      };
    },
    committed: async (offset) => {
      onTold(place(offset));
      source.committedOffsets.push(place(offset));
    },
    parse: (raw) => JSON.parse(Buffer.from(raw).toString()) as JsonObject,
    close: async () => void (source.closed += 1),
  };
  return source;
}

const record = (at: number): RawRecord => ({
  raw: Buffer.from(JSON.stringify({ key: `k${at}` })),
  value: { key: `k${at}` },
  position: `row ${at}`,
});

/** Every record is left out under its own key: the pipeline does not look at what is said. */
export const fakeMapping: StreamMapping = {
  hash: 'aa',
  map: (values) =>
    Promise.resolve(
      values.map((it) => ({ outcome: 'filtered', key: String(it['key']), rule: 'any' }) as const),
    ),
};
