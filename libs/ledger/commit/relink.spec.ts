import type { Batch, LedgerStream, ReadItem } from '#libs/model/batch.js';
import { syncHealth } from '../queries/sync-health.js';
import { batch, item, says } from '../testing/batches.js';
import { freshLedger, type FreshLedger } from '../testing/fresh-ledger.js';
import { countStatements } from '../testing/count-statements.js';
import { relink } from './relink.js';
import { commitBatch } from './commit.js';

let fresh: FreshLedger;
let stream: LedgerStream;
const RULES = { authority: {} };
const NOW = '2026-01-01T00:00:00.000Z';

beforeAll(async () => void (fresh = await freshLedger()));
afterAll(() => fresh.drop());
beforeEach(async () => {
  await fresh.empty();
  stream = await fresh.ledger.stream('housing', 'orders', 'uh');
});

const orderAt = (property: number, number: number): ReadItem =>
  item(
    `o${number}`,
    1,
    says('work-order', `uh/workOrder:${number}`, {}, [['at', `uh/property:${property}`]]),
  );
const property = (number: number, version = 1): ReadItem =>
  item(`p${number}`, version, says('property', `uh/property:${number} uk/uprn:${number}${version}`, {}));

const commit = (items: readonly ReadItem[], more: Partial<Batch> = {}): Promise<unknown> =>
  commitBatch(fresh.ledger, batch(stream, items, more), RULES);

async function ordersOf(properties: number, each: number): Promise<void> {
  const all = Array.from({ length: properties * each }, (_, index) => orderAt(index % properties, index));
  while (all.length > 0) await commit(all.splice(0, 2_500));
}

const waiting = async (): Promise<number> => (await syncHealth(fresh.ledger, new Date())).relinking;

/** Orders by the UPRN of their property, and how many versions they have had. */
const told = (): Promise<readonly object[]> =>
  fresh.ledger.ask(
    `select l ->> 'uprn' as uprn, version, count(*)::int as orders
     from entity left join lateral jsonb_array_elements(main -> 'links') l on true
     where kind = 'work-order' group by 1, 2 order by 1, 2`,
  );

/** Versions of orders that were written after the first: what the write lock was held for. */
async function linked(): Promise<number> {
  const [row] = await fresh.ledger.ask<{ readonly count: number }>(
    `select count(*)::int from outbox where topic = 'work-order' and version > 1`,
  );
  return row?.count ?? 0;
}

test.each([
  ['each of 50 properties with 20 orders', 50, 20],
  ['one property with 1,000 orders', 1, 1_000],
])('%s, read after them: the commit tells 200, and the links follow', async (_, properties, each) => {
  await ordersOf(properties, each);
  const all = Array.from({ length: properties }, (_, index) => property(index));
  expect(await countStatements(fresh.ledger, () => commit(all))).toBeLessThan(40);
  expect([await waiting(), await linked()]).toEqual([800, 200]);
  expect(await countStatements(fresh.ledger, () => relink(fresh.ledger, RULES, NOW))).toBeLessThan(30);
  expect([await waiting(), await linked()]).toEqual([300, 700]);
  expect(await relink(fresh.ledger, RULES, NOW)).toBe(true);
  expect(await relink(fresh.ledger, RULES, NOW)).toBe(false);
  expect(await waiting()).toBe(0);
  expect(await told()).toHaveLength(properties);
  expect(await told()).toEqual(
    expect.arrayContaining(all.map((_, index) => ({ uprn: `${index}1`, version: 2, orders: each }))),
  );
});

test('few linkers are told in the commit itself', async () => {
  await ordersOf(1, 200);
  await commit([property(0)]);
  expect(await waiting()).toBe(0);
  expect(await told()).toEqual([{ uprn: '01', version: 2, orders: 200 }]);
});

test('a process that ends between two slices, or in one, loses none and tells none twice', async () => {
  await ordersOf(1, 1_000);
  await commit([property(0)], { origin: 'backfill' });
  await relink(fresh.ledger, RULES, NOW);
  const { transaction } = fresh.ledger;
  const ended = Object.create(fresh.ledger, {
    transaction: {
      value: (work: Parameters<typeof transaction>[0]) =>
        fresh.ledger.transaction(async (runner) => {
          await work(runner);
          throw new Error('killed');
        }),
    },
    inTurn: { value: fresh.ledger.inTurn.bind(fresh.ledger) },
    ask: { value: fresh.ledger.ask.bind(fresh.ledger) },
    source: { value: fresh.ledger.source },
  }) as typeof fresh.ledger;
  await expect(relink(ended, RULES, NOW)).rejects.toThrow('killed');
  expect(await waiting()).toBe(300);
  while (await relink(fresh.ledger, RULES, NOW));
  expect(await told()).toEqual([{ uprn: '01', version: 2, orders: 1_000 }]);
  const events = await fresh.ledger.ask(
    `select headers ->> 'origin' as origin, count(*)::int from outbox where topic = 'work-order' and version = 2 group by 1`,
  );
  expect(events).toEqual([{ origin: 'backfill', count: 1_000 }]);
});

test('of an order that changed meanwhile nothing is told twice, and the newest end of its link counts', async () => {
  await ordersOf(1, 250);
  await commit([property(0)]);
  await commit(Array.from({ length: 250 }, (_, number) => item(`o${number}`, 2, ...again(number))));
  await commit([property(0, 2)]);
  while (await relink(fresh.ledger, RULES, NOW));
  const orders = await fresh.ledger.ask(
    `select l ->> 'uprn' as uprn, count(*)::int as orders from entity, jsonb_array_elements(main -> 'links') l
     where kind = 'work-order' group by 1`,
  );
  expect(orders).toEqual([{ uprn: '02', orders: 250 }]);
});

const again = (number: number): readonly ReturnType<typeof says>[] => [
  says('work-order', `uh/workOrder:${number}`, { budgetCode: 'B' }, [['at', 'uh/property:0']]),
];

test('an order whose document cannot be told delays no other, and is counted as waiting (I11)', async () => {
  await ordersOf(1, 400);
  const [first] = await fresh.ledger.ask<{ readonly id: string }>(
    `select id from entity where kind = 'work-order' order by id desc limit 1`,
  );
  await commit([property(0)]);
  await fresh.ledger.ask(`update contribution set fields = '{"description": 7}' where entity_id = $1`, [
    first?.id,
  ]);
  while (await relink(fresh.ledger, RULES, NOW));
  expect(await waiting()).toBe(1);
  expect(await fresh.ledger.ask('select entity_id, refused from relink')).toEqual([
    { entity_id: first?.id, refused: 'event-does-not-fit' },
  ]);
  expect(await told()).toEqual([
    { uprn: '01', version: 2, orders: 399 },
    { uprn: null, version: 1, orders: 1 },
  ]);
});
