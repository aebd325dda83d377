import { randomUUID } from 'node:crypto';
import { DataRefused, type LedgerStream, type ReadItem } from '#libs/model/batch.js';
import type { DeadlineRules } from '#libs/deadlines/rule.js';
import type { JsonObject } from '#libs/model/json.js';
import type { Origin } from '#libs/model/kinds.js';
import type { LedgerPort } from '#libs/model/ledger-port.js';
import { ledgerForClock } from '#libs/ledger/ports/for-clock.js';
import { ledgerForPipeline } from '#libs/ledger/ports/for-pipeline.js';
import { saveHealth } from '#libs/ledger/ports/stream-health.js';
import { batch, filteredItem, from, item, says } from '#libs/ledger/testing/batches.js';
import { freshLedger, type FreshLedger } from '#libs/ledger/testing/fresh-ledger.js';
import { describeStream } from '#libs/ledger/ports/witness.js';
import { at, ordered } from '#libs/deadlines/testing/cases.js';
import { shippedDeadlines } from '#libs/deadlines/testing/shipped-rules.js';
import { tick } from '#libs/pipeline/clock/tick.js';
import type { Runtime } from '#libs/pipeline/runtime.js';
import { commitBatch } from '#libs/ledger/commit/commit.js';
import { until } from '#libs/local/testing/until.js';

/** A real ledger, and a clock that stands where the test puts it. Orders are raised on Monday 2 November 2026 at 10:00. */
let fresh: FreshLedger;
let stream: LedgerStream;
let revision = 0;
let rules: DeadlineRules;
const NEAR = '2026-11-03T05:12:00.000Z';
const DUE = '2026-11-03T10:00:00.000Z';
const AFTER = '2026-11-03T10:00:01.000Z';

beforeAll(async () => void (fresh = await freshLedger()));
afterAll(() => fresh.drop());
beforeEach(async () => {
  await fresh.empty();
  rules = shippedDeadlines();
  stream = await fresh.ledger.stream('housing', 'orders', 'uh');
  revision = 0;
  await describe_({});
  await ledgerForClock(fresh.ledger).useRules(rules, '2026-11-01T00:00:00.000Z');
  await commit([], '2026-11-01T00:00:00.000Z', 'backfill');
});

const describe_ = (more: { goLiveAt?: string }): Promise<void> =>
  describeStream(fresh.ledger, stream, {
    says: ['work-order.completedAt', 'work-order.status'],
    asked: true,
    ...more,
  });

async function commit(items: readonly ReadItem[], when: string, origin: Origin = 'live'): Promise<void> {
  const [row] = await fresh.ledger.ask<{ readonly handed_over: string }>(
    'select handed_over from stream where id = $1',
    [stream.id],
  );
  const checkpoint = from(revision, Number(row?.handed_over) + 1, revision + 1);
  await commitBatch(fresh.ledger, batch(stream, items, { origin, at: when, checkpoint }), {
    authority: {},
    deadlines: rules,
  });
  revision += 1;
}

const order = (number: number, version: number, fields: JsonObject): ReadItem =>
  item(`o${number}`, version, says('work-order', `uh/workOrder:${number}`, fields));

/** The stream has been read whole at that moment. */
const hear = (readTo: string): Promise<void> =>
  saveHealth(fresh.ledger, stream, {
    state: 'ok',
    since: readTo,
    holder: 'spec',
    freshnessMs: 1,
    updatedAt: readTo,
    readTo,
  });

const runtime = (now: string, port: LedgerPort): Runtime => ({
  ledger: port,
  holder: 'spec',
  now: () => new Date(now),
  random: () => 0,
  sleep: () => Promise.resolve(),
  newId: randomUUID,
  onCommitted: () => undefined,
  log: () => undefined,
});

/** As a process that has just been started looks at the clock: it knows nothing but the ledger. */
async function look(
  now: string,
  port = ledgerForPipeline(fresh.ledger, { authority: {}, deadlines: rules }),
): Promise<void> {
  const clock = { port: ledgerForClock(fresh.ledger), rules, configured: ['housing/orders'] };
  const own = await clock.port.stream();
  await clock.port.useRules(rules, now);
  while (await tick(runtime(now, port), clock, own));
}

/** Every event since the beginning: order, version, and which deadline words it carries. */
async function events(): Promise<readonly string[]> {
  const rows = await fresh.ledger.ask<{ readonly value: string; readonly changes: string }>(
    `select value, headers->>'changes' as changes from outbox where topic = 'work-order' order by number`,
  );
  return rows.map(({ value, changes }) => {
    const { references, version, deadlines } = JSON.parse(value) as {
      references?: readonly { readonly id: string }[];
      version: number;
      deadlines?: readonly { readonly state: string }[];
    };
    return `${references?.[0]?.id ?? '-'} v${version} ${changes} ${deadlines?.map((it) => it.state).join() ?? ''}`.trim();
  });
}

const waiting = async (): Promise<number> => {
  const rows = await fresh.ledger.ask('select 1 from deadline');
  return rows.length;
};

test('a deadline rings near once and missed once, however often the clock looks', async () => {
  await commit([order(1, 1, ordered('emergency'))], '2026-11-02T10:00:05.000Z');
  for (const now of ['2026-11-02T11:00:00.000Z', NEAR, '2026-11-03T06:00:00.000Z', DUE]) await look(now);
  await hear(DUE);
  await look(AFTER);
  await look('2026-11-03T10:01:00.000Z');
  await hear(AFTER);
  await look('2026-11-03T10:02:00.000Z');
  for (let minute = 10; minute < 20; minute += 1) await look(`2026-11-03T10:${minute}:00.000Z`);
  expect(await events()).toEqual([
    '1 v1 ordered running',
    '1 v2 deadline-near near',
    '1 v3 amended overdue-unconfirmed',
    '1 v4 deadline-missed missed',
  ]);
  expect(await waiting()).toBe(0);
});

test('a crash after the commit, before anything else, rings nothing twice', async () => {
  await commit([order(1, 1, ordered('emergency'))], '2026-11-02T10:00:05.000Z');
  const real = ledgerForPipeline(fresh.ledger, { authority: {}, deadlines: rules });
  const crashing: LedgerPort = {
    ...real,
    commit: async (it) => {
      await real.commit(it);
      throw new Error('crash');
    },
  };
  await expect(look(NEAR, crashing)).rejects.toThrow('crash');
  await look(NEAR);
  await look('2026-11-03T05:13:00.000Z');
  expect(await events()).toEqual(['1 v1 ordered running', '1 v2 deadline-near near']);
});

test('after a week of standstill each order rings once, for how it stands now', async () => {
  await commit(
    [1, 2, 3].map((number) => order(number, 1, ordered('emergency'))),
    '2026-11-02T10:00:05.000Z',
  );
  await look('2026-11-10T10:00:00.000Z');
  await look('2026-11-10T10:01:00.000Z');
  // the feed is read again: one order was done in time, one too late, one not at all
  const done = (when: string): JsonObject => ({ ...ordered('emergency'), completedAt: at(when) });
  await commit(
    [order(2, 2, done('2026-11-03T09:00:00Z')), order(3, 2, done('2026-11-03T11:00:00Z'))],
    '2026-11-10T10:01:30.000Z',
  );
  await hear('2026-11-10T10:01:30.000Z');
  // what has waited for a week may wait five minutes more
  await look('2026-11-10T10:07:00.000Z');
  await look('2026-11-10T10:08:00.000Z');
  expect((await events()).slice(3).sort()).toEqual([
    '1 v2 amended overdue-unconfirmed',
    '1 v3 deadline-missed missed',
    '2 v2 amended overdue-unconfirmed',
    '2 v3 completed met',
    '3 v2 amended overdue-unconfirmed',
    '3 v3 completed overdue-unconfirmed',
    '3 v4 deadline-missed missed',
  ]);
});

test('evidence that comes after the miss and says that it was in time corrects it, visibly', async () => {
  await commit([order(1, 1, ordered('emergency'))], '2026-11-02T10:00:05.000Z');
  await hear('2026-11-04T00:00:00.000Z');
  await look('2026-11-04T00:01:00.000Z');
  await commit(
    [order(1, 2, { ...ordered('emergency'), completedAt: at('2026-11-02T12:00:00Z') })],
    '2026-11-05T00:00:00.000Z',
  );
  await look('2026-11-05T00:01:00.000Z');
  expect(await events()).toEqual([
    '1 v1 ordered running',
    '1 v2 deadline-missed missed',
    '1 v3 completed met',
  ]);
  const [row] = await fresh.ledger.ask<{ readonly main: JsonObject }>('select main from entity');
  expect(row?.main['deadlines']).toMatchObject([{ state: 'met', corrected: true }]);
});

test('a due date that moves starts anew', async () => {
  await commit([order(1, 1, ordered('emergency'))], '2026-11-02T10:00:05.000Z');
  await hear('2026-11-04T00:00:00.000Z');
  await look('2026-11-04T00:01:00.000Z');
  await commit(
    [order(1, 2, ordered('emergency', { targetAt: at('2026-11-20T12:00:00Z') }))],
    '2026-11-04T00:02:00.000Z',
  );
  await look('2026-11-20T08:00:00.000Z');
  expect((await events()).slice(1)).toEqual([
    '1 v2 deadline-missed missed',
    '1 v3 amended running',
    '1 v4 deadline-near near',
  ]);
});

test('nothing rings before go-live, and what was due by then never rings', async () => {
  await describe_({ goLiveAt: '2026-11-05T00:00:00.000Z' });
  await commit(
    [order(1, 1, ordered('emergency')), order(2, 1, ordered('urgent'))],
    '2026-11-02T10:00:05.000Z',
    'backfill',
  );
  await hear('2026-11-04T00:00:00.000Z');
  await look('2026-11-04T00:01:00.000Z');
  expect(await events()).toEqual(['1 v1 ordered running', '2 v1 ordered running']);
  await look('2026-11-06T12:00:00.000Z');
  await hear('2026-11-11T00:00:00.000Z');
  await look('2026-11-11T00:01:00.000Z');
  expect((await events()).slice(2)).toEqual([
    '1 v2 amended missed',
    '2 v2 deadline-near near',
    '2 v3 deadline-missed missed',
  ]);
});

test('what a first read, or a new mapping, brings into a past rings nothing', async () => {
  await commit([order(1, 1, ordered('emergency'))], '2026-11-02T10:00:05.000Z');
  await hear('2026-11-04T00:00:00.000Z');
  await look('2026-11-04T00:01:00.000Z');
  await commit(
    [
      order(1, 2, ordered('emergency', { targetAt: at('2026-11-03T12:00:00Z') })),
      order(1, 3, ordered('immediate')),
    ],
    '2026-11-04T00:02:00.000Z',
    'remap',
  );
  expect((await events()).slice(2)).toEqual(['1 v3 amended missed']);
});

test('the clock is silent about an order while a stream that speaks of it is in its first read', async () => {
  await fresh.ledger.ask('update stream set backfilled_at = null where id = $1', [stream.id]);
  const checkpoint = { ...from(revision, 1, 9), backfilled: false };
  await commitBatch(fresh.ledger, batch(stream, [order(1, 1, ordered('emergency'))], { checkpoint }), {
    authority: {},
    deadlines: rules,
  });
  await look('2026-11-10T00:00:00.000Z');
  expect(await events()).toEqual(['1 v1 ordered running']);
  expect(await waiting()).toBe(1);
});

test('the clock keeps nothing alive and founds nothing', async () => {
  await commit([order(1, 1, ordered('emergency'))], '2026-11-02T10:00:05.000Z');
  await look(NEAR);
  await commit([filteredItem('o1', 2, 'test-property')], '2026-11-03T06:00:00.000Z');
  expect(await waiting()).toBe(0);
  await look('2026-11-10T00:00:00.000Z');
  await commit([order(1, 3, ordered('emergency'))], '2026-11-10T00:01:00.000Z');
  expect((await events()).slice(1)).toEqual([
    '1 v2 deadline-near near',
    '- v3 withdrawn',
    expect.stringMatching(/^1 v4 /),
  ]);
  expect(await fresh.ledger.ask('select 1 from entity')).toHaveLength(1);
  expect(await fresh.ledger.ask('select 1 from reference')).toHaveLength(1);
});

test('a word of the clock for a reference that has gone meanwhile founds nothing', async () => {
  await commit([order(1, 1, ordered('emergency'))], '2026-11-02T10:00:05.000Z');
  const real = ledgerForPipeline(fresh.ledger, { authority: {}, deadlines: rules });
  const late: LedgerPort = {
    ...real,
    commit: async (it) => {
      if (it.stream.id !== stream.id && (await waiting()) === 1)
        await commit([filteredItem('o1', 2, 'test-property')], NEAR);
      return real.commit(it);
    },
  };
  await look(NEAR, late);
  expect(await events()).toEqual(['1 v1 ordered running', '- v2 withdrawn']);
});

test('two orders that become one keep one clock', async () => {
  await commit(
    [order(1, 1, ordered('emergency')), order(2, 1, ordered('emergency'))],
    '2026-11-02T10:00:05.000Z',
  );
  await look(NEAR);
  await commit(
    [item('o3', 1, says('work-order', 'uh/workOrder:1 uh/workOrder:2', {}))],
    '2026-11-03T06:00:00.000Z',
  );
  await hear('2026-11-04T00:00:00.000Z');
  await look('2026-11-04T00:01:00.000Z');
  await look('2026-11-04T00:02:00.000Z');
  const missed = (await events()).filter((it) => it.includes('missed'));
  expect(missed).toEqual(['1 v4 deadline-missed missed']);
});

test('other rules look at everything again', async () => {
  await commit([order(1, 1, ordered('urgent')), order(2, 1, {})], '2026-11-02T10:00:05.000Z');
  await look('2026-11-02T11:00:00.000Z');
  rules = shippedDeadlines('targets: { from: 2026-01-01, urgent: { hours: 1 } }\n');
  await hear('2026-11-02T11:30:00.000Z');
  await look('2026-11-02T11:31:00.000Z');
  // what was due before the limit became this short rings nothing
  expect((await events()).slice(2)).toEqual(['1 v2 amended missed']);
  expect(await waiting()).toBe(0);
  await ledgerForClock(fresh.ledger).useRules(rules, '2026-11-02T12:00:00.000Z');
  expect(await waiting()).toBe(0);
});

/** Which deadline words were told, of all orders. */
const bells = async (): Promise<readonly string[]> =>
  (await events()).filter((it) => it.includes('deadline-')).map((it) => it.replace(/ v\d+/, ''));
/** A record that makes the two orders one, or leaves them two. */
const joining = (version: number, numbers: string): ReadItem =>
  item('o3', version, says('work-order', numbers, {}));
const ONE = 'uh/workOrder:1 uh/workOrder:2';

describe('what has rung does not ring again', () => {
  it('when a merged order splits', async () => {
    await commit([order(2, 1, ordered('emergency'))], '2026-11-02T10:00:05.000Z');
    await commit([order(1, 1, ordered('emergency'))], '2026-11-02T10:00:05.000Z');
    await commit([joining(1, ONE)], '2026-11-02T10:00:06.000Z');
    await hear('2026-11-04T00:00:00.000Z');
    await look('2026-11-04T00:01:00.000Z');
    await commit([joining(2, 'uh/workOrder:1')], '2026-11-04T00:02:00.000Z');
    for (let minute = 10; minute < 13; minute += 1) await look(`2026-11-04T00:${minute}:00.000Z`);
    expect(await bells()).toEqual(['1 deadline-missed missed']);
    expect((await events()).at(-1)).toMatch(/ missed$/);
  });

  it('when two missed orders become one and two again', async () => {
    const both = [order(1, 1, ordered('emergency')), order(2, 1, ordered('emergency'))];
    await commit(both, '2026-11-02T10:00:05.000Z');
    await hear('2026-11-04T00:00:00.000Z');
    await look('2026-11-04T00:01:00.000Z');
    await commit([joining(1, ONE)], '2026-11-04T00:02:00.000Z');
    await commit([joining(2, 'uh/workOrder:1')], '2026-11-04T00:03:00.000Z');
    await look('2026-11-04T00:10:00.000Z');
    expect((await bells()).toSorted()).toEqual(['1 deadline-missed missed', '2 deadline-missed missed']);
  });

  it('when an order is withdrawn and comes back, with what the clock said of it', async () => {
    await commit([order(1, 1, ordered('emergency'))], '2026-11-02T10:00:05.000Z');
    await hear('2026-11-04T00:00:00.000Z');
    await look('2026-11-04T00:01:00.000Z');
    await commit([filteredItem('o1', 2, 'x')], '2026-11-04T00:02:00.000Z');
    await commit([order(1, 3, ordered('emergency'))], '2026-11-04T00:03:00.000Z');
    expect((await events()).at(-1)).toMatch(/^1 v4 \S+ missed$/);
    await look('2026-11-04T00:10:00.000Z');
    expect(await bells()).toEqual(['1 deadline-missed missed']);
  });
});

/** Sessions of this ledger that wait for a lock. */
const waitingForLocks = async (): Promise<number> => {
  const rows = await fresh.ledger.ask(
    `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
  );
  return rows.length;
};

describe('the clock and the ledger', () => {
  it('never says that a correction was told when the evidence was there before the word', async () => {
    await commit([order(1, 1, ordered('emergency'))], '2026-11-02T10:00:05.000Z');
    const real = ledgerForPipeline(fresh.ledger, { authority: {}, deadlines: rules });
    const done = { ...ordered('emergency'), completedAt: at('2026-11-02T12:00:00Z') };
    let late = false;
    const slow: LedgerPort = {
      ...real,
      commit: async (it) => {
        if (it.stream.id !== stream.id && !late) {
          late = true;
          await commit([order(1, 2, done)], AFTER);
        }
        return real.commit(it);
      },
    };
    await look(AFTER, slow);
    await look('2026-11-04T00:00:00.000Z');
    const [row] = await fresh.ledger.ask<{ readonly main: JsonObject }>('select main from entity');
    expect(row?.main['deadlines']).toMatchObject([{ state: 'met' }]);
    expect(row?.main['deadlines']).not.toMatchObject([{ corrected: true }]);
  });

  it('keeps a look that a commit sets while the clock puts off the one before', async () => {
    await commit([order(1, 1, {})], '2026-11-02T10:00:05.000Z');
    const port = ledgerForClock(fresh.ledger);
    await fresh.ledger.ask(`insert into deadline select id, '2026-11-02T10:01:00Z' from entity`);
    const due = await port.due('2026-11-02T10:01:00.000Z', 10);
    let put: Promise<void> | undefined;
    await fresh.ledger.transaction(async (runner) => {
      await runner.query('select 1 from ledger for update');
      await runner.query(`update deadline set look_at = '2026-11-03T05:12:00Z'`);
      put = port.postpone(due, undefined);
      await until('the clock waits for the lock', waitingForLocks, (sessions) => sessions === 1);
    });
    await put;
    expect(await waiting()).toBe(1);
  });

  it('is not stopped by entities that have ended, and forgets them whether there are rules or not', async () => {
    await commit([order(1, 1, ordered('emergency'))], '2026-11-02T10:00:05.000Z');
    await commit([order(2, 1, ordered('emergency'))], '2026-11-02T10:00:05.000Z');
    const port = ledgerForClock(fresh.ledger);
    await fresh.ledger.ask(
      `update entity set state = 'withdrawn' where id = (select entity_id from deadline limit 1)`,
    );
    expect(await port.due('2026-11-20T00:00:00.000Z', 1)).toHaveLength(1);
    await fresh.ledger.ask(`update entity set state = 'current'`);
    const without = batch(stream, [filteredItem('o1', 2, 'x')], { checkpoint: from(revision, 3, 90) });
    await commitBatch(fresh.ledger, without, { authority: {} });
    expect(await waiting()).toBe(1);
  });

  it('looks at everything again when rules that were taken away come back unchanged', async () => {
    await look('2026-11-02T09:00:00.000Z');
    await ledgerForClock(fresh.ledger).useRules(undefined, '2026-11-02T09:30:00.000Z');
    const checkpoint = from(revision, 1, 99);
    const without = batch(stream, [order(1, 1, ordered('emergency'))], { checkpoint });
    await commitBatch(fresh.ledger, without, { authority: {} });
    await hear('2026-11-04T00:00:00.000Z');
    await look('2026-11-04T00:01:00.000Z');
    expect(await bells()).toEqual(['1 deadline-missed missed']);
  });

  it('rings nothing that was due before the rule came into use in this ledger', async () => {
    await fresh.ledger.ask('truncate rule_use, clock');
    const checkpoint = from(revision, 1, 98);
    const old = [order(1, 1, ordered('emergency')), order(2, 1, ordered('urgent'))];
    await commitBatch(fresh.ledger, batch(stream, old, { checkpoint }), { authority: {} });
    await hear('2026-11-12T00:00:00.000Z');
    await look('2026-11-04T00:01:00.000Z');
    await look('2026-11-12T00:01:00.000Z');
    await look('2026-11-12T00:30:00.000Z');
    expect(await bells()).toEqual(['2 deadline-missed missed']);
  });

  it('says nothing under new rules before it has looked by them', async () => {
    const ordered_ = (version: number): ReadItem =>
      order(1, version, ordered('urgent', { budgetCode: `${version}` }));
    await commit([ordered_(1)], '2026-11-02T10:00:05.000Z');
    await hear('2026-11-10T00:00:00.000Z');
    await look('2026-11-09T12:00:00.000Z');
    rules = shippedDeadlines('targets: { from: 2026-01-01, urgent: { hours: 1 } }\n');
    await commit([ordered_(2)], '2026-11-09T12:01:00.000Z');
    expect((await events()).at(-1)).toBe('1 v3 amended running');
    await look('2026-11-09T12:02:00.000Z');
    expect((await events()).at(-1)).toBe('1 v4 amended missed');
    expect(await bells()).toEqual(['1 deadline-near near']);
  });

  it('does not wait for a stream that nobody runs any more', async () => {
    const gone = await fresh.ledger.stream('old-contractor', 'jobs', 'oc');
    await describeStream(fresh.ledger, gone, { says: ['work-order.completedAt'], asked: true });
    await commit([order(1, 1, ordered('emergency'))], '2026-11-02T10:00:05.000Z');
    await hear('2026-11-05T00:00:00.000Z');
    await look('2026-11-04T00:01:00.000Z');
    expect((await events()).at(-1)).toBe('1 v2 amended overdue-unconfirmed');
    await fresh.ledger.ask(`update stream set described_at = '2026-11-03T00:00:00Z' where id = $1`, [
      gone.id,
    ]);
    await look('2026-11-05T00:01:00.000Z');
    expect(await bells()).toEqual(['1 deadline-missed missed']);
  });

  it.each([
    ['of this order', 'o1'],
    ['of nobody knows what', null],
  ])('calls nothing missed while a refused record %s waits', async (_, key) => {
    await commit([order(1, 1, ordered('emergency'))], '2026-11-02T10:00:05.000Z');
    await fresh.ledger.ask(
      `insert into dead_letter (id, stream_id, key, position, code, message, raw, hash, state, version, seen, first_at, last_at)
       values ($1, $2, $3, '', 'x', '', '', '', 'open', 1, 1, now(), now())`,
      [randomUUID(), stream.id, key],
    );
    await hear('2026-11-05T00:00:00.000Z');
    await look('2026-11-04T00:01:00.000Z');
    expect((await events()).at(-1)).toBe('1 v2 amended overdue-unconfirmed');
    await fresh.ledger.ask(`update dead_letter set state = 'given-up'`);
    await look('2026-11-04T01:01:00.000Z');
    expect(await bells()).toEqual(['1 deadline-missed missed']);
  });

  it('makes no dead letter of a word that the ledger refuses, and comes back to it later', async () => {
    await commit(
      [order(1, 1, ordered('emergency')), order(2, 1, ordered('emergency'))],
      '2026-11-02T10:00:05.000Z',
    );
    const real = ledgerForPipeline(fresh.ledger, { authority: {}, deadlines: rules });
    const [one] = await fresh.ledger.ask<{ readonly id: string }>('select id from entity order by id');
    const refuse = (it: Parameters<LedgerPort['commit']>[0]): void => {
      if (it.items.some(({ mapped }) => mapped.outcome === 'contributions' && mapped.key === one?.id))
        throw new DataRefused('event-too-large', 'spec');
    };
    const picky: LedgerPort = {
      ...real,
      commit: async (it) => {
        refuse(it);
        return real.commit(it);
      },
      tryOut: async (it) => {
        refuse(it);
        return real.tryOut(it);
      },
    };
    await look(NEAR, picky);
    await look('2026-11-03T05:13:00.000Z', picky);
    expect(await bells()).toHaveLength(1);
    expect(await fresh.ledger.ask('select 1 from dead_letter')).toHaveLength(0);
    await look('2026-11-03T06:30:00.000Z');
    expect(await bells()).toHaveLength(2);
  });
});
