import { setImmediate as turn } from 'node:timers/promises';
import { TransientError } from '#libs/model/errors.js';
import type { PullSource } from '#libs/sources/source.js';
import { readStream } from './stream-reader.js';
import { fakeLedger, type FakeLedger } from './testing/fake-ledger.js';
import { fakeRuntime } from './testing/fake-runtime.js';
import { fakeMapping, fakeSource, type FakeSource } from './testing/fake-source.js';
import { handClock, type HandClock } from './testing/hand-clock.js';

const stream = { id: 1, connector: 'housing', name: 'orders', system: 'uh' };
const EVERY_MS = 30_000;

interface Reading {
  readonly ledger: FakeLedger;
  readonly source: FakeSource;
  readonly clock: HandClock;
  /** Resolves when the reader has ended. */
  readonly stop: () => Promise<void>;
}

/** A reader that sleeps by the clock of the spec. `read`: what the source does instead of reading. */
function reading(read?: (source: PullSource) => PullSource['read']): Reading {
  const ledger = fakeLedger();
  const clock = handClock();
  const source = fakeSource(20);
  const stopped = new AbortController();
  const runtime = fakeRuntime(ledger, {
    monotonicClock: clock,
    sleep: (milliseconds, signal) =>
      new Promise<void>((done) => {
        const callOff = clock.after(milliseconds, done);
        signal.addEventListener('abort', () => (callOff(), done()), { once: true });
      }),
  });
  const open = (): PullSource => {
    source.opened += 1;
    return read ? { ...source, read: read(source) } : source;
  };
  const settings = { stream, mapping: fakeMapping, open, everyMs: EVERY_MS, freshnessMs: 60_000 };
  const ended = readStream(runtime, settings, stopped.signal);
  return { ledger, source, clock, stop: async () => (stopped.abort(), await ended) };
}

/** Reads as `source` does, but only when told to stop, as a source that hands over what it has. */
const untilAborted =
  (source: PullSource): PullSource['read'] =>
  async (offset, limit, signal) => {
    await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
    return source.read(offset, limit, signal);
  };

const takenByAnother = ({ ledger }: Reading): void => void (ledger.holder = 'another');
const hangsFromNowOn = ({ ledger }: Reading): void =>
  void (ledger.holdLease = () => new Promise(() => undefined));
const isAwayFromNowOn = ({ ledger }: Reading): void =>
  void (ledger.holdLease = () => Promise.reject(new TransientError('ledger-unreachable', 'away')));

test.each([
  ['another has it', takenByAnother, 3_000],
  ['a renewal hangs', hangsFromNowOn, 8_000],
  ['the ledger is away', isAwayFromNowOn, 3_000],
])(
  'the lease is lost in the middle of a read, %s: the read ends, nothing of it is committed, the source is closed',
  async (_, lose, afterMs) => {
    const reader = reading(untilAborted);
    await turn();
    lose(reader);
    await reader.clock.pass(afterMs - 1);
    expect([reader.source.reads.length, reader.source.closed]).toEqual([0, 0]);
    await reader.clock.pass(1);
    expect([reader.source.reads.length, reader.source.closed]).toEqual([1, 1]);
    expect([reader.ledger.commits, reader.source.committedOffsets]).toEqual([0, []]);
    await Promise.all([reader.stop(), reader.clock.pass(20_000)]);
    expect(reader.ledger.commits).toBe(0);
  },
);

test('the lease is lost between two reads: the pause ends, the source is closed, and no read follows', async () => {
  const reader = reading();
  await reader.clock.pass(0);
  const reads = reader.source.reads.length;
  expect([reader.ledger.committedRecords.length, reader.source.closed]).toEqual([20, 0]);
  takenByAnother(reader);
  await reader.clock.pass(3_000);
  expect(reader.source.closed).toBe(1);
  await reader.clock.pass(60_000);
  expect(reader.source.reads).toHaveLength(reads);
  await reader.stop();
});

test('who lost the lease says nothing of the stream, though its read fails for it', async () => {
  const reader = reading(() => async (_offset, _limit, signal) => {
    await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
    throw new TransientError('source-unreachable', 'aborted');
  });
  await turn();
  takenByAnother(reader);
  await reader.clock.pass(3_000);
  expect([reader.ledger.healthStates, reader.source.closed]).toEqual([[], 1]);
  await reader.stop();
});

test('who lost the lease stands by, and reads on from the checkpoint when it is free again', async () => {
  const reader = reading();
  await reader.clock.pass(0);
  takenByAnother(reader);
  await reader.clock.pass(60_000);
  expect([reader.source.opened, reader.ledger.holder]).toEqual([1, 'another']);
  reader.ledger.holder = undefined;
  await reader.clock.pass(1_000);
  expect([reader.source.opened, reader.ledger.holder, reader.source.reads.at(-1)]).toEqual([2, 'spec', 20]);
  await reader.stop();
  expect(reader.ledger.holder).toBeUndefined();
});
