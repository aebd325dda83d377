import { setImmediate as turn } from 'node:timers/promises';
import { TransientError } from '#libs/model/errors.js';
import type { LedgerPort } from '#libs/model/ledger-port.js';
import { Lease } from './lease.js';
import { machineClock } from './monotonic-clock.js';
import type { Runtime } from './runtime.js';
import { handClock, type HandClock } from './testing/hand-clock.js';

const away = (): TransientError => new TransientError('ledger-unreachable', 'away');
const hangs = <Result>(): Promise<Result> => new Promise(() => undefined);

interface Attempt {
  readonly clock: HandClock;
  readonly lease: Lease;
  /** When the ledger was asked for the lease, in milliseconds. */
  readonly asked: number[];
  /** When it was given back. */
  readonly givenBack: number[];
  /** Milliseconds until something comes true or rejects; undefined: not within a minute. */
  readonly until: (done: () => boolean) => Promise<number | undefined>;
}

/** `answer`: to each request for the lease, counted from 1. */
function attempt(
  answer: (request: number) => Promise<boolean>,
  answerGivenBack: () => Promise<void> = () => Promise.resolve(),
): Attempt {
  const clock = handClock();
  const [asked, givenBack]: [number[], number[]] = [[], []];
  const ledger: Pick<LedgerPort, 'holdLease' | 'giveBackLease'> = {
    holdLease: (name, holder) => {
      expect([name, holder]).toEqual(['stream housing/orders', 'spec']);
      return answer(asked.push(clock.elapsed()));
    },
    giveBackLease: (name, holder) => {
      expect([name, holder]).toEqual(['stream housing/orders', 'spec']);
      givenBack.push(clock.elapsed());
      return answerGivenBack();
    },
  };
  const runtime = { ledger, holder: 'spec', monotonicClock: clock } as unknown as Runtime;
  const until = async (done: () => boolean): Promise<number | undefined> => {
    const from = clock.elapsed();
    while (clock.elapsed() - from < 60_000) {
      await clock.pass(0);
      if (done()) return clock.elapsed() - from;
      await clock.pass(100);
    }
    return undefined;
  };
  return { clock, lease: new Lease(runtime, 'stream housing/orders'), asked, givenBack, until };
}

/** Says when a promise has ended, and how. */
function ending(promise: Promise<unknown>): { done: boolean; error: unknown } {
  const end: { done: boolean; error: unknown } = { done: false, error: undefined };
  promise.then(
    () => (end.done = true),
    (error: unknown) => ((end.error = error), (end.done = true)),
  );
  return end;
}

describe('while it is held', () => {
  test('it is renewed every three seconds, and is not lost', async () => {
    const { clock, lease, asked } = attempt(() => Promise.resolve(true));
    expect(await lease.take()).toBe(true);
    await clock.pass(60_000);
    expect(asked).toEqual(Array.from({ length: 21 }, (_, at) => at * 3_000));
    expect(lease.lost.aborted).toBe(false);
  });

  test('it is lost when another has it, and asks no more', async () => {
    const { clock, lease, asked } = attempt((request) => Promise.resolve(request <= 2));
    await lease.take();
    await clock.pass(5_999);
    expect(lease.lost.aborted).toBe(false);
    await clock.pass(1);
    expect(lease.lost.aborted).toBe(true);
    await clock.pass(60_000);
    expect([asked, clock.waiting()]).toEqual([[0, 3_000, 6_000], 0]);
  });

  test('it is lost when the ledger cannot be asked', async () => {
    const { clock, lease } = attempt((request) =>
      request === 1 ? Promise.resolve(true) : Promise.reject(away()),
    );
    await lease.take();
    await clock.pass(3_000);
    expect(lease.lost.aborted).toBe(true);
  });

  test('a renewal that hangs loses it two seconds before the ledger may give it to another', async () => {
    const { clock, lease } = attempt((request) => (request <= 3 ? Promise.resolve(true) : hangs()));
    await lease.take();
    // last granted at 6 s, for ten seconds
    await clock.pass(13_999);
    expect(lease.lost.aborted).toBe(false);
    await clock.pass(1);
    expect(lease.lost.aborted).toBe(true);
  });

  test('the time counts from the moment of asking, not from that of the answer', async () => {
    const { clock, lease } = attempt(async (request) => {
      if (request === 3) return hangs();
      if (request === 2) await new Promise<void>((done) => clock.after(4_500, done));
      return true;
    });
    await lease.take();
    // asked at 3 s, answered at 7.5 s
    await clock.pass(10_999);
    expect(lease.lost.aborted).toBe(false);
    await clock.pass(1);
    expect(lease.lost.aborted).toBe(true);
  });

  test('one renewal at a time: while one is under way no other is sent', async () => {
    let [underWay, most] = [0, 0];
    const { clock, lease, asked } = attempt(async () => {
      most = Math.max(most, (underWay += 1));
      if (clock.elapsed() > 0) await new Promise<void>((done) => clock.after(3_500, done));
      underWay -= 1;
      return true;
    });
    await lease.take();
    await clock.pass(20_000);
    expect(most).toBe(1);
    expect(asked).toEqual([0, 3_000, 6_500, 10_000, 13_500, 17_000]);
    expect(lease.lost.aborted).toBe(false);
  });

  test('an answer that comes after it was lost does not bring it back', async () => {
    const { clock, lease, asked } = attempt(async (request) => {
      if (request > 1) await new Promise<void>((done) => clock.after(20_000, done));
      return true;
    });
    await lease.take();
    await clock.pass(60_000);
    expect(lease.lost.aborted).toBe(true);
    expect([asked, clock.waiting()]).toEqual([[0, 3_000], 0]);
  });
});

describe('taking it', () => {
  test('another has it: it is not held, not renewed, not given back', async () => {
    const { clock, lease, asked, givenBack } = attempt(() => Promise.resolve(false));
    expect(await lease.take()).toBe(false);
    await clock.pass(60_000);
    await lease.giveBack();
    expect([asked, givenBack, lease.lost.aborted]).toEqual([[0], [], false]);
  });

  test('the ledger is away: TransientError', async () => {
    const { clock, lease } = attempt(() => Promise.reject(away()));
    await expect(lease.take()).rejects.toMatchObject({ code: 'ledger-unreachable' });
    expect(clock.waiting()).toBe(0);
  });

  test('the ledger does not answer: TransientError after eight seconds, and a later answer is not heard', async () => {
    let answer: (granted: boolean) => void = () => undefined;
    const { clock, lease, until } = attempt(() => new Promise((done) => (answer = done)));
    const end = ending(lease.take());
    expect(await until(() => end.done)).toBe(8_000);
    expect(end.error).toMatchObject({ name: 'TransientError', code: 'ledger-unreachable' });
    answer(true);
    await turn();
    expect([lease.lost.aborted, clock.waiting()]).toEqual([false, 0]);
  });
});

describe('giving it back', () => {
  test('ends the renewals; a second time nothing happens; it does not count as lost', async () => {
    const { clock, lease, asked, givenBack } = attempt(() => Promise.resolve(true));
    await lease.take();
    await clock.pass(4_000);
    await lease.giveBack();
    await lease.giveBack();
    await clock.pass(60_000);
    expect([asked, givenBack, clock.waiting()]).toEqual([[0, 3_000], [4_000], 0]);
    expect(lease.lost.aborted).toBe(false);
  });

  test('a renewal that is under way is waited for, and changes nothing whatever it brings', async () => {
    for (const brings of [true, false]) {
      let answer: (granted: boolean) => void = () => undefined;
      const { clock, lease, asked, givenBack } = attempt((request) =>
        request === 1 ? Promise.resolve(true) : new Promise((done) => (answer = done)),
      );
      await lease.take();
      await clock.pass(3_000);
      const end = ending(lease.giveBack());
      await clock.pass(1_000);
      expect([end.done, givenBack]).toEqual([false, []]);
      answer(brings);
      await clock.pass(60_000);
      expect([end.done, end.error, givenBack]).toEqual([true, undefined, [4_000]]);
      expect([asked, lease.lost.aborted, clock.waiting()]).toEqual([[0, 3_000], false, 0]);
    }
  });

  test('a ledger that is away does not throw', async () => {
    const { lease, givenBack } = attempt(
      () => Promise.resolve(true),
      () => Promise.reject(away()),
    );
    await lease.take();
    await lease.giveBack();
    expect(givenBack).toEqual([0]);
  });

  test('a ledger that does not answer is waited for two seconds', async () => {
    const { lease, until } = attempt(
      () => Promise.resolve(true),
      () => hangs(),
    );
    await lease.take();
    const end = ending(lease.giveBack());
    expect(await until(() => end.done)).toBe(2_000);
    expect(end.error).toBeUndefined();
  });

  test('a renewal that hangs is waited for two seconds; giving back could overtake it, so it is left out', async () => {
    const { clock, lease, givenBack, until } = attempt((request) =>
      request === 1 ? Promise.resolve(true) : hangs(),
    );
    await lease.take();
    await clock.pass(3_000);
    const end = ending(lease.giveBack());
    expect(await until(() => end.done)).toBe(2_000);
    expect([end.error, givenBack]).toEqual([undefined, []]);
  });

  test('what was lost is not given back: another may have it', async () => {
    const { clock, lease, givenBack } = attempt((request) => Promise.resolve(request === 1));
    await lease.take();
    await clock.pass(3_000);
    await lease.giveBack();
    expect(givenBack).toEqual([]);
  });

  test('a bug that ended a renewal loses the lease and is told once', async () => {
    const bug = new TypeError('undefined is not a function');
    const { clock, lease } = attempt((request) =>
      request === 1 ? Promise.resolve(true) : Promise.reject(bug),
    );
    await lease.take();
    await clock.pass(3_000);
    expect(lease.lost.aborted).toBe(true);
    await expect(lease.giveBack()).rejects.toBe(bug);
    await lease.giveBack();
  });
});

test("this machine's clock: what is called off is not done, what is due is done later", async () => {
  const done: string[] = [];
  const before = machineClock.elapsed();
  machineClock.after(1, () => done.push('no'))();
  await new Promise<void>((resolve) => {
    machineClock.after(20, () => (done.push('yes'), resolve()));
    expect(done).toEqual([]);
  });
  expect(done).toEqual(['yes']);
  expect(machineClock.elapsed() - before).toBeGreaterThanOrEqual(19);
});
