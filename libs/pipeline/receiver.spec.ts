import type { Committed, LedgerStream } from '#libs/model/batch.js';
import type { Mapped } from '#libs/model/contribution.js';
import type { LedgerPort, StreamHealth } from '#libs/model/ledger-port.js';
import type { StreamMapping } from '#libs/mapping/stream-mapping.js';
import type { RawRecord } from '#libs/sources/source.js';
import { Receiver } from './receiver.js';
import type { Runtime } from './runtime.js';

const stream: LedgerStream = { id: 1, connector: 'contractor', name: 'jobs', system: 'job' };
const mapping: StreamMapping = {
  hash: 'aa',
  map: (values) =>
    Promise.resolve(
      values.map((it): Mapped => ({ outcome: 'filtered', key: String(it['key']), rule: 'any' })),
    ),
};
const record = (key: string): RawRecord => ({
  raw: Buffer.from(key),
  value: { key },
  position: key,
});

test('a sender is heard up to the first of its calls that still waits', async () => {
  let minute = 0;
  const told: (string | undefined)[] = [];
  const gates: (() => void)[] = [];
  const ledger = {
    commit: async ({ items }: { readonly items: readonly unknown[] }): Promise<Committed> => {
      // each commit lasts ten minutes
      await new Promise<void>((done) => gates.push(done));
      return { outcomes: items.map(() => 'filtered'), revision: 1, lastNumber: 1 };
    },
    saveHealth: async (_: LedgerStream, { readTo }: StreamHealth): Promise<void> => void told.push(readTo),
  } as unknown as LedgerPort;
  const runtime: Runtime = {
    ledger,
    holder: 'spec',
    now: () => new Date(Date.UTC(2026, 10, 2, 10, minute)),
    random: () => 0.5,
    newId: () => '00000000-0000-4000-8000-000000000000',
    sleep: () => Promise.resolve(),
    onCommitted: () => undefined,
    log: () => undefined,
  };
  // files of a call are put away before it takes its place among the others
  const slow: { free?: () => void } = {};
  const store = async (records: readonly RawRecord[]): Promise<readonly RawRecord[]> => {
    if (records[0]?.position === 'with-photos') await new Promise<void>((done) => (slow.free = done));
    return records;
  };
  const receiver = new Receiver(runtime, { stream, mapping, freshnessMs: 1, store });
  const settle = (): Promise<void> => new Promise((done) => setImmediate(done));
  const photos = receiver.receive([record('with-photos')]);
  minute = 5;
  const first = receiver.receive([record('1')]);
  await settle();
  gates.shift()?.();
  await first;
  await settle();
  minute = 20;
  slow.free?.();
  await settle();
  gates.shift()?.();
  await photos;
  await settle();
  expect(told).toEqual(['2026-11-02T10:00:00.000Z', '2026-11-02T10:20:00.000Z']);
});
