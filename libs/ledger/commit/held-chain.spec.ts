import type { LedgerStream, ReadItem } from '#libs/model/batch.js';
import { batch, item, says } from '../testing/batches.js';
import { freshLedger, type FreshLedger } from '../testing/fresh-ledger.js';
import { countStatements } from '../testing/count-statements.js';
import { commitBatch } from './commit.js';

let fresh: FreshLedger;
let orders: LedgerStream;
beforeAll(async () => {
  fresh = await freshLedger();
  orders = await fresh.ledger.stream('housing', 'orders', 'uh');
});
afterAll(() => fresh.drop());

const commit = (...items: readonly ReadItem[]): Promise<unknown> =>
  commitBatch(fresh.ledger, batch(orders, items), { authority: {} });
const order = (id: number, version: number, budgetCode: string): ReadItem =>
  item(
    `o${id}`,
    version,
    says('work-order', `uh/workOrder:${id}`, { budgetCode, tenancy: { scheme: 'uh/tenancy', id: `${id}` } }),
  );
const joining = (id: number): ReadItem =>
  item(`j${id}`, 1, says('work-order', `uh/workOrder:${id} uh/workOrder:${id + 1}`, {}));

test('a long chain of orders that wait to be joined is gathered at once, not ring by ring', async () => {
  await commit(...Array.from({ length: 600 }, (_, id) => order(id, 1, 'A')));
  await commit(...Array.from({ length: 599 }, (_, id) => joining(id)));
  const before = await fresh.ledger.ask('select record_id, part, ref from held order by 1, 2, 3');
  expect(before).toHaveLength(599);
  expect(await countStatements(fresh.ledger, () => commit(order(5, 2, 'B')))).toBeLessThan(60);
  expect(await fresh.ledger.ask('select record_id, part, ref from held order by 1, 2, 3')).toEqual(before);
});
