import { TransientError } from '#libs/model/errors.js';
import type { StreamHealth } from '#libs/model/ledger-port.js';
import { HealthRecord } from './health-record.js';
import type { Runtime } from './runtime.js';
import { fakeRuntime } from './testing/fake-runtime.js';

const stream = { id: 1, connector: 'housing', name: 'orders', system: 'uh' };
const at = (second: number): string => new Date(Date.UTC(2025, 6, 1, 8, 0, second)).toISOString();

interface World {
  readonly health: HealthRecord;
  readonly written: StreamHealth[];
  readonly lines: Parameters<Runtime['log']>[0][];
  /** Seconds after eight. */
  second: number;
  /** What the ledger answers with. */
  failure: Error | undefined;
}

function begin(): World {
  const ledger: Parameters<typeof fakeRuntime>[0] = {
    saveHealth: async (of, health) => {
      expect(of).toBe(stream);
      if (world.failure) throw world.failure;
      world.written.push(health);
    },
  };
  const runtime = fakeRuntime(ledger, {
    now: () => new Date(at(world.second)),
    log: (line) => void world.lines.push(line),
  });
  const health = new HealthRecord(runtime, stream, 60_000);
  const world: World = { health, written: [], lines: [], second: 0, failure: undefined };
  return world;
}

test('what is written names the holder, the moment and what is fresh', async () => {
  const world = begin();
  await world.health.say('ok', { behind: 3, fence: { kind: 'xid8', at: '7' } });
  expect(world.written).toEqual([
    {
      state: 'ok',
      since: at(0),
      updatedAt: at(0),
      holder: 'spec',
      freshnessMs: 60_000,
      behind: 3,
      fence: { kind: 'xid8', at: '7' },
    },
  ]);
});

test('since stays while the state stays, also under another code, and changes with the state', async () => {
  const world = begin();
  for (const [second, state, code] of [
    [0, 'failing', 'source-unreachable'],
    [10, 'failing', 'source-unreachable'],
    [20, 'failing', 'credentials-refused'],
    [30, 'ok', undefined],
    [40, 'ok', undefined],
    [50, 'failing', 'source-unreachable'],
  ] as const) {
    world.second = second;
    await world.health.say(state, code === undefined ? {} : { code });
  }
  expect(world.written.map((it) => [it.state, it.code, it.since, it.updatedAt])).toEqual([
    ['failing', 'source-unreachable', at(0), at(0)],
    ['failing', 'source-unreachable', at(0), at(10)],
    ['failing', 'credentials-refused', at(0), at(20)],
    ['ok', undefined, at(30), at(30)],
    ['ok', undefined, at(30), at(40)],
    ['failing', 'source-unreachable', at(50), at(50)],
  ]);
});

test('unchanged it is written every five seconds at most', async () => {
  const world = begin();
  for (world.second = 0; world.second <= 12; world.second += 1) await world.health.say('ok');
  expect(world.written.map((it) => it.updatedAt)).toEqual([at(0), at(5), at(10)]);
});

test('a changed state or code is written at once', async () => {
  const world = begin();
  await world.health.say('ok');
  world.second = 1;
  await world.health.say('failing', { code: 'source-unreachable' });
  await world.health.say('failing', { code: 'credentials-refused' });
  await world.health.say('ok');
  expect(world.written.map((it) => [it.state, it.code])).toEqual([
    ['ok', undefined],
    ['failing', 'source-unreachable'],
    ['failing', 'credentials-refused'],
    ['ok', undefined],
  ]);
});

test('a changed message is written at once: it says when the next try is', async () => {
  const world = begin();
  for (const message of ['next try 1', 'next try 2', 'next try 2'])
    await world.health.say('failing', { code: 'column-gone', message });
  expect(world.written.map((it) => it.message)).toEqual(['next try 1', 'next try 2']);
  expect(world.lines).toHaveLength(1); // the log tells of states
});

test('a stop is written whenever it is said: an administrator may have resumed the stream in between', async () => {
  const world = begin();
  const why = { code: 'source-went-back', message: 'has gone back in time' };
  for (let time = 0; time < 3; time++) await world.health.say('stopped', why);
  expect(world.written.map((it) => it.state)).toEqual(['stopped', 'stopped', 'stopped']);
  expect(world.lines).toHaveLength(1); // the log tells of it once
});

test('since is that of the change, even where no write between them came through', async () => {
  const world = begin();
  await world.health.say('ok');
  world.second = 2;
  world.failure = new TransientError('ledger-unreachable', 'away');
  await world.health.say('failing', { code: 'ledger-unreachable' });
  world.failure = undefined;
  world.second = 9;
  await world.health.say('failing', { code: 'ledger-unreachable' });
  expect(world.written.at(-1)).toMatchObject({ state: 'failing', since: at(2), updatedAt: at(9) });
});

test('the last success and what was read up to stay known through a failure; all else is of the moment', async () => {
  const world = begin();
  await world.health.say('ok', { lastSuccessAt: at(0), readTo: at(0), behind: 4 });
  world.second = 10;
  await world.health.say('failing', { code: 'source-unreachable', message: 'It does not answer.' });
  expect(world.written.at(-1)).toEqual({
    state: 'failing',
    code: 'source-unreachable',
    message: 'It does not answer.',
    since: at(10),
    updatedAt: at(10),
    holder: 'spec',
    freshnessMs: 60_000,
    lastSuccessAt: at(0),
    readTo: at(0),
  });
  world.second = 20;
  await world.health.say('ok', { lastSuccessAt: at(20) });
  const last = world.written.at(-1);
  expect(last).toMatchObject({ lastSuccessAt: at(20), readTo: at(0) });
  expect([last?.code, last?.message]).toEqual([undefined, undefined]);
});

test('a ledger that is away does not throw; a bug does', async () => {
  const world = begin();
  world.failure = new TransientError('ledger-unreachable', 'away');
  await world.health.say('failing');
  world.failure = new TypeError('undefined is not a function');
  await expect(world.health.say('ok')).rejects.toBe(world.failure);
});

test('the log has one line for each change, and none for being well from the start', async () => {
  const world = begin();
  await world.health.say('ok');
  for (const second of [10, 20]) {
    world.second = second;
    await world.health.say('failing', { code: 'source-unreachable', message: 'It does not answer.' });
  }
  await world.health.say('ok');
  await world.health.say('paused');
  await world.health.say('stopped', { code: 'column-gone', message: 'A column is gone.' });
  const of = { connector: 'housing', stream: 'orders' };
  expect(world.lines).toEqual([
    { ...of, level: 'warn', state: 'failing', code: 'source-unreachable', message: 'It does not answer.' },
    { ...of, level: 'info', state: 'ok', message: 'The stream is ok.' },
    { ...of, level: 'info', state: 'paused', message: 'The stream is paused.' },
    { ...of, level: 'error', state: 'stopped', code: 'column-gone', message: 'A column is gone.' },
  ]);
});

test('a stream that fails from the start is told of', async () => {
  const world = begin();
  await world.health.say('failing', { code: 'source-unreachable' });
  expect(world.lines).toMatchObject([{ level: 'warn', code: 'source-unreachable' }]);
});
