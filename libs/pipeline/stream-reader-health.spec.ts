import type { StreamHealth } from '#libs/model/ledger-port.js';
import type { PullSource, SourceBatch } from '#libs/sources/source.js';
import { readStream } from './stream-reader.js';
import { fakeLedger } from './testing/fake-ledger.js';
import { fakeRuntime } from './testing/fake-runtime.js';
import { fakeMapping, fakeSource } from './testing/fake-source.js';

const stream = { id: 1, connector: 'housing', name: 'orders', system: 'uh' };
const at = (minute: number): string => new Date(Date.UTC(2025, 6, 1, 8, minute)).toISOString();
const MINUTES_OF_A_READ = 10;

/** What each of these reads makes the reader report. A read lasts ten minutes, the first begins at eight. */
async function reported(...reads: readonly Partial<SourceBatch>[]): Promise<readonly StreamHealth[]> {
  const stop = new AbortController();
  const fake = fakeSource(0);
  const written: StreamHealth[] = [];
  let [minute, count] = [0, 0];
  const source: PullSource = {
    ...fake,
    read: async (offset, limit, signal) => {
      const nothing = await fake.read(offset, limit, signal);
      minute += MINUTES_OF_A_READ;
      return { ...nothing, ...reads[count] };
    },
  };
  const ledger = {
    ...fakeLedger(),
    saveHealth: async (_: unknown, health: StreamHealth): Promise<void> => {
      written.push(health);
      if ((count += 1) === reads.length) stop.abort();
    },
  };
  const runtime = fakeRuntime(ledger, { now: () => new Date(at(minute)) });
  const settings = { stream, mapping: fakeMapping, open: () => source, everyMs: 1, freshnessMs: 1 };
  await readStream(runtime, settings, stop.signal);
  expect(written.map((it) => it.state)).toEqual(reads.map(() => 'ok'));
  return written;
}

const readTo = async (...reads: readonly Partial<SourceBatch>[]): Promise<readonly (string | undefined)[]> =>
  (await reported(...reads)).map((it) => it.readTo);

const fence = { kind: 'xid8', at: '900' } as const;
const held = { ...fence, heldBy: 'pid 4711, idle in transaction for 40 s' };
const record = { raw: Buffer.from('1'), value: { key: '1' }, position: 'row 1' };

test('a drained source with a free fence was heard up to the moment before it was asked', async () => {
  expect(await readTo({ fence })).toEqual([at(0)]);
  expect(await readTo({ fence }, { fence }, { fence })).toEqual([at(0), at(10), at(20)]);
});

test('a fence that is held back proves nothing, with records or without', async () => {
  expect(await readTo({ fence: held })).toEqual([undefined]);
  expect(await readTo({ fence: held, records: [record] })).toEqual([undefined]);
  expect(await readTo({ fence }, { fence: held }, { fence })).toEqual([at(0), at(0), at(20)]);
});

test('as long as there is more to read nothing is proven', async () => {
  expect(await readTo({ fence, records: [record], more: true })).toEqual([undefined]);
  expect(await readTo({ records: [record], more: true })).toEqual([undefined]);
  expect(await readTo({ fence }, { fence, more: true }, { fence })).toEqual([at(0), at(0), at(20)]);
});

test('without a fence silence proves nothing, and what came proves that it was heard', async () => {
  expect(await readTo({})).toEqual([undefined]);
  expect(await readTo({ records: [record] })).toEqual([at(0)]);
  expect(await readTo({ records: [record] }, {}, {})).toEqual([at(0), at(0), at(0)]);
});

test('an empty drop folder proves nothing: a file may be late', async () => {
  const scan = { kind: 'scan', at: '2025-07-01T08:00:00.000Z' } as const;
  expect(await readTo({ fence: scan }, { fence: scan })).toEqual([undefined, undefined]);
  expect(await readTo({ fence: scan, records: [record] }, { fence: scan })).toEqual([at(0), at(0)]);
});

test('every read that succeeds is a success, whatever it proves, at the moment when it was committed', async () => {
  const written = await reported({}, { fence: held, behind: 7 }, { fence });
  expect(written.map((it) => it.lastSuccessAt)).toEqual([at(10), at(20), at(30)]);
  expect(written.map((it) => [it.fence, it.behind])).toEqual([
    [undefined, 0],
    [held, 7],
    [fence, 0],
  ]);
});

test('a remark of the source is reported while the stream reads on, and is gone when the source says no more', async () => {
  const remark = { code: 'files-unmatched', message: '2 files are read by no stream' };
  const written = await reported({ remark }, { remark, fence }, {});
  expect(written.map(({ state, code, message }) => ({ state, code, message }))).toEqual([
    { state: 'ok', ...remark },
    { state: 'ok', ...remark },
    { state: 'ok', code: undefined, message: undefined },
  ]);
});
