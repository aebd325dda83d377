import type { Committed, LedgerStream } from '#libs/model/batch.js';
import type { Ledger } from '../database/ledger.js';
import { syncHealth, type StreamSyncHealth } from '../queries/sync-health.js';
import { batch, filteredItem, item, refusedItem, says } from '../testing/batches.js';
import { freshLedger, type FreshLedger } from '../testing/fresh-ledger.js';
import { commitBatch } from './commit.js';

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

const order = (id: string): ReturnType<typeof says> =>
  says('work-order', `uh/workOrder:${id}`, { budgetCode: `B${id}` });
const commit = (...[stream, items, more]: Parameters<typeof batch>): Promise<Committed> =>
  commitBatch(ledger, batch(stream, items, more), { authority: {} });
const health = async (): Promise<StreamSyncHealth | undefined> =>
  (await syncHealth(ledger, new Date())).streams.find((it) => it.stream === 'orders');
const letters = (): Promise<
  readonly { readonly id: string; readonly key: string; readonly state: string }[]
> => ledger.ask('select id, key, state from dead_letter order by key');
const letterEvents = (): Promise<readonly object[]> =>
  ledger.ask(
    `select key, version, value::jsonb ->> 'state' as state from outbox where topic = 'dead-letter' order by number`,
  );

/** Two records that do not fit and one that does; gives the ids of their dead letters. */
async function twoRefused(): Promise<readonly string[]> {
  await commit(orders, [
    refusedItem('1', 'bad-date'),
    refusedItem('2', 'bad-date'),
    item('3', 1, order('3')),
  ]);
  return (await letters()).map((it) => it.id);
}

test('a record that is replayed was counted when it was read, and is not counted again (I3)', async () => {
  const [first = '', second = ''] = await twoRefused();
  const replayed = [item('1', 1, order('1')), item('2', 1, order('2'))];
  expect((await commit(orders, replayed, { replayOf: [first, second] })).outcomes).toEqual([
    'applied',
    'applied',
  ]);
  const after = await health();
  expect(after?.counts).toMatchObject({ read: 3, applied: 1, deadLetters: 2, replayed: 2 });
  expect(after?.openDeadLetters).toEqual({});
  expect((await letters()).map((it) => it.state)).toEqual(['replayed', 'replayed']);
  expect(await letterEvents()).toEqual([
    { key: expect.any(String) as string, version: 1, state: 'open' },
    { key: expect.any(String) as string, version: 1, state: 'open' },
    { key: expect.any(String) as string, version: 2, state: 'replayed' },
    { key: expect.any(String) as string, version: 2, state: 'replayed' },
  ]);
});

test('one that does not fit again stays open and makes no event; the other of its batch is closed', async () => {
  const [first = '', second = ''] = await twoRefused();
  const replayed = [refusedItem('1', 'bad-date'), item('2', 1, order('2'))];
  await commit(orders, replayed, { replayOf: [first, second] });
  expect((await letters()).map((it) => [it.id, it.state])).toEqual([
    [first, 'open'],
    [second, 'replayed'],
  ]);
  const after = await health();
  expect(after?.counts).toMatchObject({ read: 3, deadLetters: 2, replayed: 1 });
  expect(after?.openDeadLetters).toEqual({ 'bad-date': 1 });
  expect(await letterEvents()).toHaveLength(3);
});

test('one that was closed meanwhile is not closed twice', async () => {
  const [first = ''] = await twoRefused();
  await commit(orders, [item('1', 1, order('1'))], { replayOf: [first] });
  await commit(orders, [item('1', 1, order('1'))], { replayOf: [first] });
  expect(await letterEvents()).toHaveLength(3);
});

test('nothing of a record is kept that a rule leaves out, also where it was applied before', async () => {
  const bytes = async (): Promise<readonly unknown[]> =>
    ledger.ask(`select state, raw is null as without from record`);
  await commit(orders, [item('1', 1, order('1'))]);
  expect(await bytes()).toEqual([{ state: 'applied', without: false }]);
  await commit(orders, [filteredItem('1', 2, 'test-property')]);
  expect(await bytes()).toEqual([{ state: 'filtered', without: true }]);
  await commit(orders, [item('1', 3, order('1'))]);
  expect(await bytes()).toEqual([{ state: 'applied', without: false }]);
});
