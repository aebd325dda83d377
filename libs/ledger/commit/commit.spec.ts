import { randomBytes } from 'node:crypto';
import type { QueryRunner } from 'typeorm';
import { DataRefused, StaleCheckpoint, type Committed, type LedgerStream } from '#libs/model/batch.js';
import { TransientError } from '#libs/model/errors.js';
import type { JsonObject } from '#libs/model/json.js';
import type { Ledger } from '../database/ledger.js';
import { syncHealth, type StreamSyncHealth } from '../queries/sync-health.js';
import { batch, filteredItem, from, item, refusedItem, says } from '../testing/batches.js';
import { freshLedger, type FreshLedger } from '../testing/fresh-ledger.js';
import { commitBatch, tryOutBatch } from './commit.js';

let fresh: FreshLedger;
let ledger: Ledger;
let orders: LedgerStream;

beforeAll(async () => {
  fresh = await freshLedger();
  ledger = fresh.ledger;
});
beforeEach(async () => {
  await fresh.empty();
  orders = await ledger.stream('housing', 'orders', 'uh');
});
afterAll(() => fresh.drop());

const status = (code: string): JsonObject => ({ state: 'unmapped', raw: { scheme: 'uh/status', code } });
const order = (id: string, code: string): ReturnType<typeof says> =>
  says('work-order', `uh/workOrder:${id}`, {
    status: status(code),
    statusHistory: [{ status: status(code) }],
  });

const commit = (...[stream, items, more]: Parameters<typeof batch>): Promise<Committed> =>
  commitBatch(ledger, batch(stream, items, more), { authority: {} });

interface EventRow {
  readonly number: number;
  readonly version: number;
  readonly changes: string;
  readonly value: JsonObject;
}
const events = async (topic = 'work-order'): Promise<readonly EventRow[]> =>
  ledger.ask<EventRow>(
    `select number::int, version, headers ->> 'changes' as changes, value::jsonb as value
     from outbox where topic = $1 order by number`,
    [topic],
  );
const health = async (): Promise<StreamSyncHealth> =>
  (await syncHealth(ledger, new Date())).streams.find((it) => it.stream === 'orders') as StreamSyncHealth;
const codes = (document: JsonObject | undefined): readonly unknown[] => {
  const history = (document?.['statusHistory'] ?? []) as readonly { readonly status: JsonObject }[];
  return history.map(({ status }) => (status['raw'] as JsonObject)['code']);
};

test('every record ends in exactly one way, and is counted so (I3)', async () => {
  const first = await commit(orders, [item('1', 5, order('1', '100')), refusedItem('2', 'bad-date')]);
  const again = await commit(orders, [
    item('1', 5, order('1', '100')),
    item('1', 4, order('1', '050')),
    filteredItem('3', 6, 'test-property'),
  ]);
  expect([...first.outcomes, ...again.outcomes]).toEqual([
    'applied',
    'dead-letter',
    'unchanged',
    'superseded',
    'filtered',
  ]);
  expect(await health()).toMatchObject({
    counts: { read: 5, applied: 1, unchanged: 1, superseded: 1, filtered: 1, deadLetters: 1 },
    filteredBy: { 'test-property': 1 },
    openDeadLetters: { 'bad-date': 1 },
  });
  const letters = await ledger.ask('select first::int, outcomes from batch order by first');
  expect(letters).toEqual([
    { first: 1, outcomes: 'ad' },
    { first: 3, outcomes: 'usf' },
  ]);
});

test('an older version changes no current field, and stands in the history as if it had come in time', async () => {
  await commit(orders, [item('1', 5, order('1', '300'))]);
  await commit(orders, [item('1', 4, order('1', '200'))]);
  await commit(orders, [item('1', 3, order('1', '100'))]);
  const all = await events();
  expect(all.map((it) => it.version)).toEqual([1, 2, 3]);
  expect(all.at(-1)?.value['status']).toEqual(status('300'));
  expect(codes(all.at(-1)?.value)).toEqual(['100', '200', '300']);
});

test('the order in which versions come does not matter for what is current (I5)', async () => {
  const versions = [3, 1, 4, 2, 5];
  for (const at of versions) await commit(orders, [item('1', at, order('1', `${at}00`))]);
  for (const at of versions.toReversed()) await commit(orders, [item('2', at, order('2', `${at}00`))]);
  const [one, two] = await ledger.ask<{ readonly main: JsonObject }>(
    'select main from entity order by main #>> $1',
    ['{references,0,id}'],
  );
  for (const main of [one?.main, two?.main]) {
    expect(main?.['status']).toEqual(status('500'));
    expect(codes(main)).toEqual(['100', '200', '300', '400', '500']);
  }
});

test('the same version with other content is a change; open, hold, open are two; both are counted or told (I4)', async () => {
  for (const code of ['100', '400', '100']) await commit(orders, [item('1', 5, order('1', code))]);
  expect((await events()).map((it) => it.value['status'])).toEqual(['100', '400', '100'].map(status));
  expect((await health()).counts).toMatchObject({ applied: 3, unchanged: 0, sameVersionChanged: 2 });
});

test('under another mapping the same record is taken again, and makes an event only where it says other things', async () => {
  await commit(orders, [item('1', 5, order('1', '100'))]);
  const again = await commit(orders, [item('1', 5, order('1', '100'))], { mappingHash: 'bb'.repeat(32) });
  expect(again.outcomes).toEqual(['applied']);
  expect(await events()).toHaveLength(1);
  // it is the mapping that is other, not the content
  expect((await health()).counts).toMatchObject({ applied: 2, sameVersionChanged: 0 });
});

test('a replayed record that came before what was read since is superseded; one that came later is applied', async () => {
  const at = '2026-06-01T09:00:00.000Z';
  await commit(orders, [item('1', undefined, order('1', '300'))], { at });
  const replayed = (arrivedAt: string): Promise<Committed> =>
    commit(orders, [{ ...item('1', undefined, order('1', '100')), arrivedAt }], {
      at: new Date().toISOString(),
    });
  expect((await replayed('2026-05-01T09:00:00.000Z')).outcomes).toEqual(['superseded']);
  expect((await events()).at(-1)?.value['status']).toEqual(status('300'));
  expect((await replayed('2026-07-01T09:00:00.000Z')).outcomes).toEqual(['applied']);
  expect((await events()).at(-1)?.value['status']).toEqual(status('100'));
});

test('several versions of one record in one batch: one version of its entity, the newest wins', async () => {
  const { outcomes } = await commit(orders, [
    item('1', 5, order('1', '100')),
    item('1', 7, order('1', '300')),
    item('1', 6, order('1', '200')),
  ]);
  expect(outcomes).toEqual(['applied', 'applied', 'superseded']);
  const all = await events();
  expect(all.map((it) => [it.version, codes(it.value)])).toEqual([[1, ['100', '200', '300']]]);
});

test('a record filtered after it was applied takes back what it said; a later word brings it back', async () => {
  await commit(orders, [item('1', 5, order('1', '100'))]);
  await commit(orders, [filteredItem('1', 6, 'test-property')]);
  await commit(orders, [item('1', 7, order('1', '300'))]);
  const all = await events();
  expect(all.map((it) => [it.version, it.changes, it.value['state']])).toEqual([
    [1, 'unmapped', 'current'],
    [2, 'withdrawn', 'withdrawn'],
    [3, expect.any(String), 'current'],
  ]);
  expect(codes(all.at(-1)?.value)).toEqual(['300']);
});

test('a link is unlinked until its target appears, and again when it goes; the linking entity tells of each', async () => {
  const bill = says('invoice', 'ubl/invoice:A', { number: 'A' }, [['bills', 'uh/workOrder:1']]);
  const invoices = await ledger.stream('finance', 'documents', 'ubl');
  await commit(invoices, [item('A', undefined, bill)]);
  await commit(orders, [item('1', 5, order('1', '100'))]);
  await commit(orders, [filteredItem('1', 6, 'test-property')]);
  const states = (await events('invoice')).map(({ version, changes, value }) => {
    const [link] = value['links'] as readonly JsonObject[];
    return [version, changes, link?.['state'], typeof link?.['id']];
  });
  expect(states).toEqual([
    [1, 'invoiced', 'unlinked', 'undefined'],
    [2, 'linked', 'linked', 'string'],
    [3, 'linked', 'unlinked', 'undefined'],
  ]);
});

test('a checkpoint moves only from the revision that was read, and numbers go on without a gap (I2, I3)', async () => {
  const first = await commit(orders, [item('1', 1, order('1', '100'))], { checkpoint: from(0, 1, 10) });
  expect(first.revision).toBe(1);
  const stale = [from(0, 1, 20), from(0, 2, 20), from(1, 1, 20), from(1, 3, 20)];
  for (const checkpoint of stale)
    await expect(commit(orders, [item('2', 2, order('2', '100'))], { checkpoint })).rejects.toThrow(
      StaleCheckpoint,
    );
  expect((await health()).counts.read).toBe(1);
  expect((await health()).checkpoint).toEqual({ at: 10 });
  await commit(orders, [item('2', 2, order('2', '100'))], { checkpoint: from(1, 2, 20) });
  expect(await health()).toMatchObject({ counts: { read: 2 }, checkpoint: { at: 20 } });
  expect((await events()).map((it) => it.number)).toEqual([1, 2]);
});

/** What happens to the next COMMIT that the ledger sends. */
function atNextCommit(instead: (commit: () => Promise<void>) => Promise<void>): void {
  const make = ledger.database.createQueryRunner.bind(ledger.database);
  ledger.database.createQueryRunner = (): QueryRunner => {
    ledger.database.createQueryRunner = make;
    const runner = make();
    const real = runner.commitTransaction.bind(runner);
    runner.commitTransaction = () => instead(real);
    return runner;
  };
}
const cut = (): Error => Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });

test('where the answer to COMMIT is lost the batch is found again, once', async () => {
  atNextCommit(async (real) => {
    await real();
    throw cut();
  });
  const checkpoint = from(0, 1, 10);
  const done = await commit(orders, [item('1', 1, order('1', '100')), refusedItem('2', 'bad-date')], {
    checkpoint,
  });
  expect(done).toEqual({ outcomes: ['applied', 'dead-letter'], revision: 1, lastNumber: 2 });
  expect((await health()).counts).toMatchObject({ read: 2, applied: 1, deadLetters: 1 });
  expect(await events()).toHaveLength(1);
});

test('where the answer is lost and another reader is faster, the batch does not take over its checkpoint', async () => {
  atNextCommit(async (real) => {
    await real();
    await ledger.ask(`update stream set revision = revision + 1, checkpoint = '{"at": 20}' where id = $1`, [
      orders.id,
    ]);
    throw cut();
  });
  const { revision } = await commit(orders, [item('1', 1, order('1', '100'))], {
    checkpoint: from(0, 1, 10),
  });
  expect(revision).toBe(1);
  await expect(commit(orders, [], { checkpoint: from(revision, 2, 11) })).rejects.toThrow(StaleCheckpoint);
});

test('where COMMIT itself is lost nothing is there, and the reader may come again', async () => {
  atNextCommit(() => Promise.reject(cut()));
  const again = batch(orders, [item('1', 1, order('1', '100'))], { checkpoint: from(0, 1, 10) });
  await expect(commitBatch(ledger, again, { authority: {} })).rejects.toThrow(TransientError);
  expect((await health()).counts.read).toBe(0);
  expect(await commitBatch(ledger, again, { authority: {} })).toMatchObject({
    outcomes: ['applied'],
    revision: 1,
  });
});

test('a delivery that was committed before is recognised by its own id, whatever it holds', async () => {
  const sent = { ...item('1', 1, order('1', '100')), delivery: 'msg_1' };
  expect((await commit(orders, [sent])).outcomes).toEqual(['applied']);
  expect(
    (await commit(orders, [{ ...item('1', 2, order('1', '300')), delivery: 'msg_1' }])).outcomes,
  ).toEqual(['unchanged']);
  expect(await events()).toHaveLength(1);
});

const long = randomBytes(4000).toString('hex');
test.each([
  ['U+0000 in a text', item('1', 1, says('work-order', 'uh/workOrder:1', { description: 'a\0' }))],
  ['half a surrogate pair', item('1', 1, says('work-order', 'uh/workOrder:1', { description: '\ud800' }))],
  ['U+0000 in a key', item('1\0', 1, order('1', '100'))],
  ['a key too long for its index', item(long, 1, order('1', '100'))],
  ['a number too long for its index', item('1', 1, order(long, '100'))],
])('%s is refused as data, not taken for a ledger that does not answer (I11)', async (_, odd) => {
  const mixed = batch(orders, [item('2', 1, order('2', '100')), odd]);
  await expect(commitBatch(ledger, mixed, { authority: {} })).rejects.toThrow(DataRefused);
  await expect(tryOutBatch(ledger, mixed, { authority: {} })).rejects.toThrow(DataRefused);
  expect((await health()).counts.read).toBe(0);
});
