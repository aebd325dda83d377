import { TransientError } from '#libs/model/errors.js';
import type { StreamHealth } from '#libs/model/ledger-port.js';
import { HealthRecord } from './health-record.js';
import type { Runtime } from './runtime.js';
import { fakeRuntime } from './testing/fake-runtime.js';

const stream = { id: 1, connector: 'housing', name: 'orders', system: 'uh' };
const at = (second: number): string => new Date(Date.UTC(2025, 6, 1, 8, 0, second)).toISOString();

interface Told {
  readonly health: HealthRecord;
  readonly written: StreamHealth[];
  readonly lines: Parameters<Runtime['log']>[0][];
  /** Seconds after eight. */
  second: number;
  /** What the ledger answers with. */
  failure: Error | undefined;
}

function begin(): Told {
  const ledger: Parameters<typeof fakeRuntime>[0] = {
    saveHealth: async (of, health) => {
      expect(of).toBe(stream);
      if (told.failure) throw told.failure;
      told.written.push(health);
    },
  };
  const runtime = fakeRuntime(ledger, {
    now: () => new Date(at(told.second)),
    log: (line) => void told.lines.push(line),
  });
  const health = new HealthRecord(runtime, stream, 60_000);
  const told: Told = { health, written: [], lines: [], second: 0, failure: undefined };
  return told;
}

test('what is written names the holder, the moment and what is fresh', async () => {
  const told = begin();
  await told.health.say('ok', { behind: 3, fence: { kind: 'xid8', at: '7' } });
  expect(told.written).toEqual([
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
  const told = begin();
  for (const [second, state, code] of [
    [0, 'failing', 'source-unreachable'],
    [10, 'failing', 'source-unreachable'],
    [20, 'failing', 'credentials-refused'],
    [30, 'ok', undefined],
    [40, 'ok', undefined],
    [50, 'failing', 'source-unreachable'],
  ] as const) {
    told.second = second;
    await told.health.say(state, code === undefined ? {} : { code });
  }
  expect(told.written.map((it) => [it.state, it.code, it.since, it.updatedAt])).toEqual([
    ['failing', 'source-unreachable', at(0), at(0)],
    ['failing', 'source-unreachable', at(0), at(10)],
    ['failing', 'credentials-refused', at(0), at(20)],
    ['ok', undefined, at(30), at(30)],
    ['ok', undefined, at(30), at(40)],
    ['failing', 'source-unreachable', at(50), at(50)],
  ]);
});

test('unchanged it is written every five seconds at most', async () => {
  const told = begin();
  for (told.second = 0; told.second <= 12; told.second += 1) await told.health.say('ok');
  expect(told.written.map((it) => it.updatedAt)).toEqual([at(0), at(5), at(10)]);
});

test('a changed state or code is written at once', async () => {
  const told = begin();
  await told.health.say('ok');
  told.second = 1;
  await told.health.say('failing', { code: 'source-unreachable' });
  await told.health.say('failing', { code: 'credentials-refused' });
  await told.health.say('ok');
  expect(told.written.map((it) => [it.state, it.code])).toEqual([
    ['ok', undefined],
    ['failing', 'source-unreachable'],
    ['failing', 'credentials-refused'],
    ['ok', undefined],
  ]);
});

test('since is that of the change, even where no write between them came through', async () => {
  const told = begin();
  await told.health.say('ok');
  told.second = 2;
  told.failure = new TransientError('ledger-unreachable', 'away');
  await told.health.say('failing', { code: 'ledger-unreachable' });
  told.failure = undefined;
  told.second = 9;
  await told.health.say('failing', { code: 'ledger-unreachable' });
  expect(told.written.at(-1)).toMatchObject({ state: 'failing', since: at(2), updatedAt: at(9) });
});

test('the last success and what was read up to stay known through a failure; all else is of the moment', async () => {
  const told = begin();
  await told.health.say('ok', { lastSuccessAt: at(0), readTo: at(0), behind: 4 });
  told.second = 10;
  await told.health.say('failing', { code: 'source-unreachable', message: 'It does not answer.' });
  expect(told.written.at(-1)).toEqual({
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
  told.second = 20;
  await told.health.say('ok', { lastSuccessAt: at(20) });
  const last = told.written.at(-1);
  expect(last).toMatchObject({ lastSuccessAt: at(20), readTo: at(0) });
  expect([last?.code, last?.message]).toEqual([undefined, undefined]);
});

test('a ledger that is away does not throw; a bug does', async () => {
  const told = begin();
  told.failure = new TransientError('ledger-unreachable', 'away');
  await told.health.say('failing');
  told.failure = new TypeError('undefined is not a function');
  await expect(told.health.say('ok')).rejects.toBe(told.failure);
});

test('the log has one line for each change, and none for being well from the start', async () => {
  const told = begin();
  await told.health.say('ok');
  for (const second of [10, 20]) {
    told.second = second;
    await told.health.say('failing', { code: 'source-unreachable', message: 'It does not answer.' });
  }
  await told.health.say('ok');
  await told.health.say('paused');
  await told.health.say('stopped', { code: 'column-gone', message: 'A column is gone.' });
  const of = { stream: 'housing/orders' };
  expect(told.lines).toEqual([
    { ...of, level: 'warn', code: 'source-unreachable', message: 'It does not answer.' },
    { ...of, level: 'info', message: 'now ok' },
    { ...of, level: 'warn', message: 'now paused' },
    { ...of, level: 'error', code: 'column-gone', message: 'A column is gone.' },
  ]);
});

test('a stream that fails from the start is told of', async () => {
  const told = begin();
  await told.health.say('failing', { code: 'source-unreachable' });
  expect(told.lines).toMatchObject([{ level: 'warn', code: 'source-unreachable' }]);
});
