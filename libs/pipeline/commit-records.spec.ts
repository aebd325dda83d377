import { DataRefused, type Batch, type Committed, type LedgerStream } from '#libs/model/batch.js';
import type { Mapped } from '#libs/model/contribution.js';
import type { LedgerPort } from '#libs/model/ledger-port.js';
import type { StreamMapping } from '#libs/mapping/stream-mapping.js';
import { commitRecords, type CommitRequest } from './commit-records.js';
import type { CommitNews, Runtime } from './runtime.js';
import { fakeRuntime } from './testing/fake-runtime.js';

const stream: LedgerStream = { id: 1, connector: 'housing', name: 'orders', system: 'uh' };
const mapping: StreamMapping = {
  hash: 'aa',
  map: (values) =>
    Promise.resolve(
      values.map((it): Mapped => ({ outcome: 'filtered', key: String(it['key']), rule: 'any' })),
    ),
};
const record = (key: string): CommitRequest['received'][number] => ({
  record: { raw: Buffer.from(key), value: { key }, position: `row ${key}` },
});
const keyOf = ({ mapped }: Batch['items'][number]): string | undefined => mapped.key;

/** Refuses every batch in which one of these keys is still to be applied. */
function choosy(refused: readonly string[]): { ledger: LedgerPort; commits: Batch[]; tries: number[] } {
  const commits: Batch[] = [];
  const tries: number[] = [];
  const check = ({ items }: Batch): void => {
    if (items.some((it) => it.mapped.outcome !== 'dead-letter' && refused.includes(keyOf(it) ?? '')))
      throw new DataRefused('data-refused', 'SQLSTATE 22P05');
  };
  const ledger = {
    commit: async (batch: Batch): Promise<Committed> => {
      check(batch);
      commits.push(batch);
      const outcomes = batch.items.map(({ mapped }) =>
        mapped.outcome === 'dead-letter' ? 'dead-letter' : 'applied',
      );
      return { outcomes, revision: 1, lastNumber: 9 };
    },
    tryOut: async (batch: Batch): Promise<void> => {
      tries.push(batch.items.length);
      check(batch);
    },
  } as unknown as LedgerPort;
  return { ledger, commits, tries };
}

const runtime = (ledger: LedgerPort, news: CommitNews[] = []): Runtime =>
  fakeRuntime(ledger, { onCommitted: (it) => void news.push(it) });

const request = (count: number): CommitRequest => ({
  stream,
  mapping,
  origin: 'live',
  received: Array.from({ length: count }, (_, at) => record(String(at))),
  checkpoint: { revision: 4, first: 100, next: { at: count }, backfilled: true },
});

test('all is well: one commit, nothing tried out', async () => {
  const { ledger, commits, tries } = choosy([]);
  const news: CommitNews[] = [];
  const { committed } = await commitRecords(runtime(ledger, news), request(5));
  expect(committed.outcomes).toEqual(Array(5).fill('applied'));
  expect([commits.length, tries]).toEqual([1, []]);
  expect(news).toMatchObject([{ stream, outcomes: committed.outcomes, lastNumber: 9 }]);
});

test.each([[['7']], [['0', '15']], [['3', '4', '5']]])(
  'records that the ledger refuses, %j, are found by halving, the others are committed at once (I11)',
  async (refused) => {
    const { ledger, commits, tries } = choosy(refused);
    const { committed, items } = await commitRecords(runtime(ledger), request(16));
    const expected = Array.from({ length: 16 }, (_, at) =>
      refused.includes(String(at)) ? 'dead-letter' : 'applied',
    );
    expect(committed.outcomes).toEqual(expected);
    expect(commits).toHaveLength(1);
    // I3: the batch, its numbers and its checkpoint stay whole
    expect(commits[0]?.checkpoint).toEqual(request(16).checkpoint);
    expect(commits[0]?.items.map((it) => it.position)).toEqual(
      request(16).received.map((it) => it.record.position),
    );
    for (const at of refused)
      expect(items[Number(at)]?.mapped).toMatchObject({ outcome: 'dead-letter', code: 'data-refused' });
    expect(tries.length).toBeLessThan(2 * refused.length * 5);
  },
);

test('records that are well alone and too much together: as many as fit are committed, in order', async () => {
  const { ledger, commits } = choosy([]);
  const check = ({ items }: Batch): void => {
    const large = items.filter(
      ({ mapped }) => mapped.outcome !== 'dead-letter' && Number(mapped.key) % 2 === 0,
    );
    if (large.length > 3) throw new DataRefused('event-too-large', 'work-order, 2000000 characters');
  };
  const narrow: LedgerPort = {
    ...ledger,
    commit: async (batch) => (check(batch), ledger.commit(batch)),
    tryOut: async (batch) => check(batch),
  };
  const { committed } = await commitRecords(runtime(narrow), request(11));
  const refused = committed.outcomes.flatMap((outcome, at) => (outcome === 'dead-letter' ? at : []));
  expect(refused).toEqual([6, 8, 10]);
  expect(commits).toHaveLength(1);
  expect(commits[0]?.items[6]?.mapped).toMatchObject({ code: 'event-too-large' });
});

test('a refusal that no single record explains is tried once more, then told as one to try later', async () => {
  const { ledger } = choosy([]);
  let refusals = 0;
  const refusing = (most: number): LedgerPort => ({
    ...ledger,
    commit: (batch) =>
      (refusals += 1) <= most
        ? Promise.reject(new DataRefused('data-refused', 'SQLSTATE 23505'))
        : ledger.commit(batch),
  });
  const { committed } = await commitRecords(runtime(refusing(1)), request(4));
  expect(committed.outcomes).toEqual(Array(4).fill('applied'));
  refusals = 0;
  await expect(commitRecords(runtime(refusing(9)), request(4))).rejects.toMatchObject({
    name: 'TransientError',
    code: 'batch-refused',
  });
  expect(refusals).toBe(2);
});

test('a record that the source could not make sense of goes with the others, in its place', async () => {
  const { ledger, commits } = choosy([]);
  const fault = { code: 'ragged-row', message: '3 fields where the header has 4', path: 'row' };
  const odd = { record: { raw: Buffer.from('x'), position: 'row 1', fault } };
  const received = [record('0'), odd, record('2')];
  const { committed } = await commitRecords(runtime(ledger), { ...request(0), received });
  expect(committed.outcomes).toEqual(['applied', 'dead-letter', 'applied']);
  expect(commits[0]?.items.map(keyOf)).toEqual(['0', undefined, '2']);
  expect(commits[0]?.items[1]?.mapped).toEqual({ outcome: 'dead-letter', ...fault });
});
