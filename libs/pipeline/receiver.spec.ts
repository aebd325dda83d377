import { setImmediate as turn } from 'node:timers/promises';
import type { Batch, Committed, LedgerStream } from '#libs/model/batch.js';
import type { Outcome } from '#libs/model/contribution.js';
import { TransientError } from '#libs/model/errors.js';
import type { LedgerPort, StreamHealth } from '#libs/model/ledger-port.js';
import type { RawRecord } from '#libs/sources/source.js';
import { Receiver, type PushStream } from './receiver.js';
import { fakeRuntime } from './testing/fake-runtime.js';
import { fakeMapping } from './testing/fake-source.js';

const stream: LedgerStream = { id: 1, connector: 'contractor', name: 'jobs', system: 'job' };
const record = (key: string): RawRecord => ({ raw: Buffer.from(key), value: { key }, position: key });
const records = (...keys: readonly string[]): readonly RawRecord[] => keys.map(record);
const away = (): TransientError => new TransientError('ledger-unreachable', 'away');
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 2, 10, minute)).toISOString();

interface Reception {
  readonly receiver: Receiver;
  /** Keys of the records of every commit that was begun. */
  readonly commits: (readonly string[])[];
  readonly written: StreamHealth[];
  /** Minutes after ten. */
  minute: number;
  /** Lets the oldest commit that is under way come to its end, well or with this error. */
  readonly end: (error?: Error) => Promise<void>;
}

/**
 * A receiver over a ledger whose every commit waits for `end`. How a record ends is said by its key: the one before the colon in
 * `filtered:7`; and a delivery that was committed before is known again.
 */
function reception(store?: PushStream['store']): Reception {
  const gates: ((error: Error | undefined) => void)[] = [];
  const deliveries = new Set<string>();
  const outcomesOf = ({ items }: Batch): readonly Outcome[] => {
    const known = new Set(deliveries);
    return items.map(({ mapped, delivery }) => {
      if (delivery !== undefined && known.has(delivery)) return 'unchanged';
      if (delivery !== undefined) deliveries.add(delivery);
      const [word, rest] = (mapped.key ?? '').split(':');
      return rest === undefined ? 'applied' : (word as Outcome);
    });
  };
  const ledger: Partial<LedgerPort> = {
    commit: async (batch): Promise<Committed> => {
      world.commits.push(batch.items.map(({ mapped }) => mapped.key ?? ''));
      const error = await new Promise<Error | undefined>((done) => gates.push(done));
      if (error) throw error;
      return { outcomes: outcomesOf(batch), revision: 1, lastNumber: 1 };
    },
    saveHealth: async (_, health) => void world.written.push(health),
  };
  const runtime = fakeRuntime(ledger, { now: () => new Date(at(world.minute)) });
  const settings = { stream, mapping: fakeMapping, freshnessMs: 1, ...(store ? { store } : {}) };
  const world: Reception = {
    receiver: new Receiver(runtime, settings),
    commits: [],
    written: [],
    minute: 0,
    end: async (error) => {
      await turn();
      const gate = gates.shift();
      expect(gate).toBeDefined();
      gate?.(error);
      await turn();
    },
  };
  return world;
}

describe('commits', () => {
  test('calls that arrive while one is under way share the next, and each gets the outcomes of its own records', async () => {
    const { receiver, commits, end } = reception();
    const first = receiver.receive(records('1'));
    await turn();
    const others = [
      receiver.receive(records('filtered:2', 'applied:3', 'dead-letter:4')),
      receiver.receive(records()),
      receiver.receive(records('superseded:5')),
      receiver.receive(records('unchanged:6', 'filtered:7')),
    ];
    await end();
    await end();
    expect(await first).toEqual(['applied']);
    expect(await Promise.all(others)).toEqual([
      ['filtered', 'applied', 'dead-letter'],
      [],
      ['superseded'],
      ['unchanged', 'filtered'],
    ]);
    expect(commits).toEqual([
      ['1'],
      ['filtered:2', 'applied:3', 'dead-letter:4', 'superseded:5', 'unchanged:6', 'filtered:7'],
    ]);
  });

  test('nobody is answered before the commit has ended (I1)', async () => {
    const { receiver, end } = reception();
    let answered = false;
    const call = receiver.receive(records('1')).then(() => (answered = true));
    await turn();
    await turn();
    expect(answered).toBe(false);
    await end();
    await call;
    expect(answered).toBe(true);
  });

  test('one that fails rejects the calls of its batch and no others, and the next goes on', async () => {
    const { receiver, commits, end } = reception();
    const first = Promise.allSettled([receiver.receive(records('1'))]);
    await turn();
    const second = Promise.allSettled([receiver.receive(records('2')), receiver.receive(records('3'))]);
    await end();
    await turn();
    const third = Promise.allSettled([receiver.receive(records('4')), receiver.receive(records('5'))]);
    const failure = away();
    await end(failure);
    await end();
    expect(await first).toEqual([{ status: 'fulfilled', value: ['applied'] }]);
    expect(await second).toEqual([
      { status: 'rejected', reason: failure },
      { status: 'rejected', reason: failure },
    ]);
    expect(await third).toEqual([
      { status: 'fulfilled', value: ['applied'] },
      { status: 'fulfilled', value: ['applied'] },
    ]);
    expect(commits).toEqual([['1'], ['2', '3'], ['4', '5']]);
    // it is idle again: the next call begins a commit by itself
    const later = receiver.receive(records('6'));
    await end();
    expect(await later).toEqual(['applied']);
  });

  test('a bug is told to those who called, and the next call is taken', async () => {
    const { receiver, end, written } = reception();
    const call = Promise.allSettled([receiver.receive(records('1'))]);
    const bug = new TypeError('undefined is not a function');
    await end(bug);
    expect(await call).toEqual([{ status: 'rejected', reason: bug }]);
    expect(written).toEqual([]);
    const next = receiver.receive(records('2'));
    await end();
    expect(await next).toEqual(['applied']);
  });

  test('a delivery that was committed before ends unchanged, all its records', async () => {
    const { receiver, end } = reception();
    const first = receiver.receive(records('1', '2'), 'msg_1');
    await end();
    const again = receiver.receive(records('1', '2'), 'msg_1');
    await end();
    const other = receiver.receive(records('1', '2'), 'msg_2');
    await end();
    const anonymous = receiver.receive(records('1', '2'));
    await end();
    expect(await Promise.all([again, other, anonymous])).toEqual([
      ['unchanged', 'unchanged'],
      ['applied', 'applied'],
      ['applied', 'applied'],
    ]);
    expect(await first).not.toContain('unchanged');
  });

  test('one takes two hundred calls at most, in the order in which they came', async () => {
    const { receiver, commits, end } = reception();
    const keys = Array.from({ length: 450 }, (_, index) => String(index));
    const calls = keys.map((key) => receiver.receive(records(key)));
    for (let count = 0; count < 4; count += 1) await end();
    await Promise.all(calls);
    expect(commits.map((it) => it.length)).toEqual([1, 200, 200, 49]);
    expect(commits.flat()).toEqual(keys);
  });
});

describe('the queue', () => {
  test('more than two thousand waiting: the sender is told to come again, and is taken once there is room', async () => {
    let stored = 0;
    const { receiver, end } = reception(async (came) => ((stored += 1), came));
    const calls = [receiver.receive(records('first'))];
    await turn();
    for (let count = 0; count < 2_000; count += 1) calls.push(receiver.receive(records(String(count))));
    await turn();
    const refused = Promise.allSettled([receiver.receive(records('one too many'))]);
    await turn();
    // its files are not put away for nothing
    expect(stored).toBe(2_001);
    await end();
    calls.push(receiver.receive(records('come again')));
    for (let count = 0; count < 11; count += 1) await end();
    expect(await refused).toMatchObject([
      { status: 'rejected', reason: { name: 'TransientError', code: 'too-many-waiting' } },
    ]);
    expect((await Promise.all(calls)).every(([outcome]) => outcome === 'applied')).toBe(true);
    expect(calls).toHaveLength(2_002);
  });

  test('a call whose files took long to put away finds the queue full', async () => {
    const slow: { free?: () => void } = {};
    const { receiver, end } = reception(async (came) => {
      if (came[0]?.position === 'with-photos') await new Promise<void>((done) => (slow.free = done));
      return came;
    });
    let refusal: unknown;
    receiver.receive(records('with-photos')).catch((error: unknown) => (refusal = error));
    const calls = [receiver.receive(records('first'))];
    await turn();
    for (let count = 0; count < 2_000; count += 1) calls.push(receiver.receive(records(String(count))));
    await turn();
    slow.free?.();
    await turn();
    expect(refusal).toMatchObject({ name: 'TransientError', code: 'too-many-waiting' });
    for (let count = 0; count < 11; count += 1) await end();
    await Promise.all(calls);
  });
});

describe('files that records bring along', () => {
  test('what refers to them is committed, not what came', async () => {
    const { receiver, commits, end } = reception(async (came) =>
      came.map((it) => ({ ...record(`${it.position} without its photo`) })),
    );
    const call = receiver.receive(records('1'));
    await end();
    await call;
    expect(commits).toEqual([['1 without its photo']]);
  });

  test('a store that is away: the sender comes again, nothing is committed, and health says failing', async () => {
    const failure = new TransientError('attachments-unreachable', 'The disk is full.');
    let full = true;
    const { receiver, commits, written, end } = reception((came) =>
      full ? Promise.reject(failure) : Promise.resolve(came),
    );
    await expect(receiver.receive(records('1'))).rejects.toBe(failure);
    expect(commits).toEqual([]);
    expect(written).toMatchObject([
      { state: 'failing', code: 'attachments-unreachable', message: 'The disk is full.' },
    ]);
    full = false;
    const again = receiver.receive(records('1'));
    await end();
    expect(await again).toEqual(['applied']);
    expect(written.map((it) => it.state)).toEqual(['failing', 'ok']);
  });

  test('a bug in the store is told to the caller, and health says nothing', async () => {
    const bug = new TypeError('undefined is not a function');
    const { receiver, written } = reception(() => Promise.reject(bug));
    await expect(receiver.receive(records('1'))).rejects.toBe(bug);
    expect(written).toEqual([]);
  });
});

describe('health', () => {
  test('ready before anything came, without a success; failing with the code of the commit; ok with the last success', async () => {
    const world = reception();
    const { receiver, written, end } = world;
    await receiver.ready();
    world.minute = 1;
    const failing = Promise.allSettled([receiver.receive(records('1'))]);
    await end(away());
    await failing;
    world.minute = 2;
    const call = receiver.receive(records('1'));
    await end();
    await call;
    expect(written.map((it) => [it.state, it.code, it.since, it.lastSuccessAt, it.readTo] as const)).toEqual([
      ['ok', undefined, at(0), undefined, undefined],
      ['failing', 'ledger-unreachable', at(1), undefined, undefined],
      ['ok', undefined, at(2), at(2), at(2)],
    ]);
  });

  test('a sender is heard up to the first of its calls that still waits', async () => {
    // files of a call are put away before it takes its place among the others
    const slow: { free?: () => void } = {};
    const world = reception(async (came) => {
      if (came[0]?.position === 'with-photos') await new Promise<void>((done) => (slow.free = done));
      return came;
    });
    const { receiver, written, end } = world;
    const photos = receiver.receive(records('with-photos'));
    world.minute = 5;
    const first = receiver.receive(records('1'));
    await end();
    await first;
    world.minute = 20;
    slow.free?.();
    await end();
    await photos;
    expect(written.map((it) => it.readTo)).toEqual([at(0), at(20)]);
  });

  test('a call that failed is not waited for any more: its sender comes again', async () => {
    const world = reception();
    const { receiver, written, end } = world;
    const failing = Promise.allSettled([receiver.receive(records('1'))]);
    await end(away());
    await failing;
    world.minute = 7;
    const call = receiver.receive(records('2'));
    await end();
    await call;
    expect(written.map((it) => it.readTo)).toEqual([undefined, at(7)]);
  });

  test('what comes before go-live is no news', async () => {
    const origins: string[] = [];
    let now = '2026-11-02T09:59:59.999Z';
    const ledger: Partial<LedgerPort> = {
      commit: async ({ items, origin }) => {
        origins.push(origin);
        return { outcomes: items.map(() => 'applied'), revision: 1, lastNumber: 1 };
      },
      saveHealth: () => Promise.resolve(),
    };
    const runtime = fakeRuntime(ledger, { now: () => new Date(now) });
    const settings = { stream, mapping: fakeMapping, freshnessMs: 1, goLiveAt: '2026-11-02T10:00:00Z' };
    const receiver = new Receiver(runtime, settings);
    await receiver.receive(records('1'));
    now = '2026-11-02T10:00:00.000Z';
    await receiver.receive(records('1'));
    expect(origins).toEqual(['backfill', 'live']);
  });
});
