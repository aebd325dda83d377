import { setImmediate as turn } from 'node:timers/promises';
import { ConfigError, TransientError } from '#libs/model/errors.js';
import type { LedgerPort } from '#libs/model/ledger-port.js';
import { readStream, type PullStream } from './stream-reader.js';
import { Crash, fakeLedger, type CommitFate, type FakeLedger } from './testing/fake-ledger.js';
import { fakeRuntime } from './testing/fake-runtime.js';
import { fakeMapping, fakeSource, type FakeSource } from './testing/fake-source.js';

const COUNT = 20;
const READS = 7;
const EVERY_MS = 30_000;
const stream = { id: 1, connector: 'housing', name: 'orders', system: 'uh' };
const keys = Array.from({ length: COUNT }, (_, at) => ({ number: at + 1, key: `k${at}` }));

interface Run {
  readonly slept: readonly number[];
  /** What it ended with; undefined: it was told to stop. */
  readonly ended: unknown;
}

/** One life of a reader: until it crashes, stops itself, or has slept as often as it may. */
async function live(
  ledger: LedgerPort,
  source: FakeSource,
  sleeps = 1,
  holder = 'a',
  changes: Partial<PullStream> = {},
): Promise<Run> {
  const stop = new AbortController();
  const slept: number[] = [];
  const began = Date.parse('2025-07-01T00:00:00Z');
  const runtime = fakeRuntime(ledger, {
    holder,
    now: () => new Date(began + slept.reduce((sum, pause) => sum + pause, 0)),
    random: () => 1,
    sleep: async (milliseconds) => {
      if (slept.push(milliseconds) >= sleeps) stop.abort();
      await turn();
    },
  });
  const open = (): FakeSource => ((source.opened += 1), source);
  const settings = { stream, mapping: fakeMapping, open, everyMs: EVERY_MS, freshnessMs: 60_000, ...changes };
  const ended = await readStream(runtime, settings, stop.signal).then(
    () => undefined,
    (error: unknown) => error,
  );
  return { slept, ended };
}

test('a smooth run: every record once, in order, each window told only after its commit', async () => {
  const ledger = fakeLedger();
  const source = fakeSource(COUNT, undefined, (at) => expect(ledger.committedRecords).toHaveLength(at)); // I1
  expect(await live(ledger, source)).toEqual({ slept: [EVERY_MS], ended: undefined });
  expect(ledger.committedRecords).toEqual(keys);
  expect(source.committedOffsets.slice(0, READS)).toEqual([3, 6, 9, 12, 15, 18, 20]);
  expect(source).toMatchObject({ opened: 1, closed: 1 });
  expect(ledger.healthStates.map((it) => it.state)).toEqual(['ok']);
  expect(ledger.holder).toBeUndefined();
});

const fates = [
  'crash-before',
  'crash-after',
  'fail-before',
  'fail-after',
  'stale',
] as const satisfies readonly CommitFate[];
const points = Array.from({ length: READS }, (_, at) => at + 1);

describe.each(fates)('%s', (fate) => {
  test.each(points)('at commit %i: the same as a smooth run', async (point) => {
    const ledger = fakeLedger((commit) => (commit === point ? fate : 'well'));
    const source = fakeSource(COUNT);
    await untilDone(ledger, source);
    expect(ledger.committedRecords).toEqual(keys);
    expect(new Set(source.committedOffsets)).toEqual(new Set([3, 6, 9, 12, 15, 18, 20]));
    expect(source.committedOffsets).toEqual([...source.committedOffsets].sort((a, b) => a - b));
  });
});

test.each(points)(
  'a crash between commit %i and telling the source: it is told after the restart',
  async (point) => {
    const ledger = fakeLedger();
    let crashed = false;
    const source = fakeSource(COUNT, undefined, (at) => {
      if (crashed || at < Math.min(3 * point, COUNT)) return;
      crashed = true;
      throw new Crash();
    });
    await untilDone(ledger, source);
    expect(ledger.committedRecords).toEqual(keys);
    expect(new Set(source.committedOffsets)).toEqual(new Set([3, 6, 9, 12, 15, 18, 20]));
  },
);

test('a crash at every commit in turn: the same as a smooth run', async () => {
  const ledger = fakeLedger((commit) => (['crash-before', 'crash-after'] as const)[commit % 2] ?? 'well');
  await untilDone(ledger, fakeSource(COUNT));
  expect(ledger.committedRecords).toEqual(keys);
});

/** Starts it again, as a supervisor does, until it has been asked for more than there is. The lease of a dead one ran out. */
async function untilDone(ledger: FakeLedger, source: FakeSource): Promise<void> {
  for (let lives = 1; lives < 30; lives += 1) {
    const { ended } = await live(ledger, source, 4, `life ${lives}`);
    if (ended !== undefined && !(ended instanceof Crash)) throw ended;
    if (ended === undefined) return;
    ledger.holder = undefined;
  }
  throw new Error('it does not come to an end');
}

test('a source that does not answer: failing with code and since, longer and longer pauses, then ok', async () => {
  const ledger = fakeLedger();
  const source = fakeSource(COUNT, (read) => {
    if (read <= 3) throw new TransientError('source-unreachable', 'does not answer');
  });
  const { slept } = await live(ledger, source, 4);
  expect(slept).toEqual([500, 1_000, 2_000, EVERY_MS]);
  expect(ledger.healthStates.map((it) => [it.state, it.code])).toEqual([
    ['failing', 'source-unreachable'],
    ['ok', undefined],
  ]);
  expect(ledger.healthStates[0]?.since).toBe('2025-07-01T00:00:00.000Z');
  expect(ledger.healthStates[0]?.message).toBe('does not answer (next try 2025-07-01T00:00:00.500Z)');
  expect(ledger.committedRecords).toEqual(keys);
  expect(source.closed).toBe(source.opened);
});

test('wrong credentials are tried again after five minutes, and not before', async () => {
  const source = fakeSource(COUNT, () => {
    throw new TransientError('credentials-refused', 'refused', true);
  });
  expect((await live(fakeLedger(), source, 3)).slept).toEqual([300_000, 300_000, 300_000]);
});

test('a trouble that shows only at the second read backs off, and health does not flap', async () => {
  const ledger = fakeLedger();
  // as a folder with a file that cannot be copied: it is watched for a while before each try
  const source = fakeSource(0, () => {
    if (source.reads.length % 2 === 0) throw new TransientError('temp-folder-full', 'no room');
  });
  const { read } = source;
  source.read = async (...how) => ({ ...(await read(...how)), behind: 1 });
  expect((await live(ledger, source, 6)).slept).toEqual([EVERY_MS, 500, EVERY_MS, 1_000, EVERY_MS, 2_000]);
  expect(ledger.healthStates.map((it) => it.state)).toEqual(['ok', 'failing']);
});

test.each([
  ['when records come', 3, 1],
  ['when nothing waits', 0, 0],
])('a trouble is over %s', async (_, count, behind) => {
  const ledger = fakeLedger();
  const source = fakeSource(count, () => {
    if (source.reads.length === 1) throw new TransientError('temp-folder-full', 'no room');
  });
  const { read } = source;
  source.read = async (...how) => ({ ...(await read(...how)), behind });
  await live(ledger, source, 2);
  expect(ledger.healthStates.map((it) => it.state)).toEqual(['failing', 'ok']);
});

test('a trouble is over when it has not come again for a minute, though a file waits that is never ready', async () => {
  const source = fakeSource(0, () => {
    if (source.reads.length === 1) throw new TransientError('folder-unreachable', 'ESTALE');
  });
  const { read } = source;
  source.read = async (...how) => ({ ...(await read(...how)), behind: 1 });
  const states = async (sleeps: number): Promise<readonly string[]> => {
    const ledger = fakeLedger();
    source.reads.length = 0;
    await live(ledger, source, sleeps);
    return ledger.healthStates.map((it) => it.state);
  };
  expect(await states(1 + 60_000 / EVERY_MS)).toEqual(['failing']);
  expect(await states(3 + 60_000 / EVERY_MS)).toEqual(['failing', 'ok']);
});

test('what cannot ever work stops the stream, says why, and gives the lease back', async () => {
  const ledger = fakeLedger();
  const source = fakeSource(COUNT, () => {
    throw new ConfigError('source-went-back', 'has gone back in time');
  });
  expect(await live(ledger, source, 100)).toEqual({ slept: Array(100).fill(1_000), ended: undefined });
  expect(source.reads).toHaveLength(1);
  expect(ledger.healthStates.map((it) => [it.state, it.code])).toEqual([['stopped', 'source-went-back']]);
  expect([ledger.holder, source.closed]).toEqual([undefined, 1]);
});

test('a stream that is resumed is tried again, by a new source, from its checkpoint', async () => {
  const ledger = fakeLedger();
  ledger.resumedAfter = 3;
  const source = fakeSource(COUNT, (read) => {
    if (read === 3) throw new ConfigError('source-went-back', 'has gone back in time');
  });
  expect((await live(ledger, source, 4)).slept).toEqual([1_000, 1_000, 1_000, EVERY_MS]);
  expect([ledger.committedRecords, source.opened]).toEqual([keys, 2]);
  expect(ledger.healthStates.map((it) => it.state)).toEqual(['ok', 'stopped', 'ok']);
});

test('a bug ends the reader with it, and is not taken for something else', async () => {
  const bug = new TypeError('undefined is not a function');
  const source = fakeSource(COUNT, () => {
    throw bug;
  });
  expect((await live(fakeLedger(), source)).ended).toBe(bug);
});

test('while another holds the lease nothing is read', async () => {
  const ledger = fakeLedger();
  ledger.holder = 'another';
  const source = fakeSource(COUNT);
  expect((await live(ledger, source, 3)).slept).toEqual([1_000, 1_000, 1_000]);
  expect([source.reads, ledger.committedRecords, ledger.holder]).toEqual([[], [], 'another']);
});

test('a paused stream is not read, and says so', async () => {
  const ledger = fakeLedger();
  ledger.paused = true;
  const source = fakeSource(COUNT);
  await live(ledger, source, 2);
  expect([source.reads, ledger.healthStates.map((it) => it.state)]).toEqual([[], ['paused']]);
});

test('a stream that was paused is read from the position that the ledger holds then, by a new source', async () => {
  const ledger = fakeLedger();
  const source = fakeSource(COUNT);
  let asked = 0;
  const { checkpoint, isPaused } = ledger;
  const moved = { revision: 0, handedOver: 0, offset: { at: 18 }, backfilled: true };
  const port: LedgerPort = {
    ...ledger,
    isPaused: (of) => ((ledger.paused = (asked += 1) <= 2), isPaused(of)),
    checkpoint: async (of) => ({ ...(await checkpoint(of)), ...(asked > 0 ? moved : {}) }),
  };
  await live(port, source, 3);
  expect([source.reads[0], source.opened, source.closed]).toEqual([18, 2, 2]);
});

test('an empty read that moves nothing makes no commit', async () => {
  const ledger = fakeLedger();
  const source = fakeSource(COUNT);
  await live(ledger, source, 5);
  expect(ledger.commits).toBe(READS + 1); // the last one notes that the first read is over
});

test('when record after record does not fit, the stream stops itself, and what was read is committed and told', async () => {
  const ledger = fakeLedger();
  const source = fakeSource(400);
  const deadLetter = { outcome: 'dead-letter', code: 'column-gone', message: 'no such column' } as const;
  const mapping = { ...fakeMapping, map: async (values: readonly unknown[]) => values.map(() => deadLetter) };
  expect(await live(ledger, source, 100, 'a', { mapping })).toEqual({
    slept: Array(100).fill(1_000),
    ended: undefined,
  });
  expect(ledger.healthStates.map((it) => [it.state, it.code])).toEqual([
    ['ok', undefined],
    ['stopped', 'structural-dead-letters'],
  ]);
  // the first three at a time that are more than a hundred
  expect([ledger.committedRecords.length, source.committedOffsets.at(-1)]).toEqual([102, 102]);
  expect([ledger.holder, source.closed]).toEqual([undefined, 1]);
});

test.each([
  ['of the first read', 'backfill', undefined, 'backfill'],
  ['of the living system', 'live', undefined, 'live'],
  ['of the living system, before go-live', 'live', '2025-07-01T00:00:00.001Z', 'backfill'],
  ['of the living system, from go-live on', 'live', '2025-07-01T00:00:00Z', 'live'],
  ['of the first read, after go-live', 'backfill', '2025-06-01T00:00:00Z', 'backfill'],
] as const)('a record %s is news or not', async (_, phase, goLiveAt, origin) => {
  const ledger = fakeLedger();
  const source = fakeSource(COUNT);
  const { read } = source;
  source.read = async (...how) => ({ ...(await read(...how)), phase });
  const origins = new Set<string>();
  const noting: LedgerPort = {
    ...ledger,
    commit: (batch) => (origins.add(batch.origin), ledger.commit(batch)),
  };
  await live(noting, source, 1, 'a', goLiveAt === undefined ? {} : { goLiveAt });
  expect([...origins]).toEqual([origin]);
});
