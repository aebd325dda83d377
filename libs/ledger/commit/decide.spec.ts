import type { LedgerStream } from '#libs/model/batch.js';
import { listHeld } from '../queries/held.js';
import { batch, from, item, says } from '../testing/batches.js';
import { freshLedger, type FreshLedger } from '../testing/fresh-ledger.js';
import { describeStream } from '../ports/witness.js';
import { decideHeld } from './decide.js';
import { commitBatch } from './commit.js';

let fresh: FreshLedger;
let orders: LedgerStream;
const RULES = { authority: {} };
const AT = '2026-02-01T00:00:00Z';

beforeAll(async () => void (fresh = await freshLedger()));
afterAll(() => fresh.drop());
beforeEach(async () => {
  await fresh.empty();
  orders = await fresh.ledger.stream('housing', 'orders', 'uh');
});

const order = (id: string): ReturnType<typeof says> =>
  says('work-order', `uh/workOrder:${id}`, { tenancy: { scheme: 'uh/tenancy', id } });

/** Two orders of two tenancies, and what would join them. Approves it; gives the origins of what follows. */
async function approved(backfilled: boolean): Promise<readonly unknown[]> {
  const joining = says('work-order', 'uh/workOrder:1 uh/workOrder:2', {});
  const items = [item('1', 1, order('1')), item('2', 1, order('2')), item('3', 1, joining)];
  const checkpoint = { ...from(0, 1, 1), backfilled };
  await commitBatch(fresh.ledger, batch(orders, items, { origin: 'backfill', checkpoint }), RULES);
  const ids = (await listHeld(fresh.ledger, {})).map((it) => it.id);
  const events = await decideHeld(
    fresh.ledger,
    { ids, decision: 'approved', at: AT, traceparent: '' },
    RULES,
  );
  const told = await fresh.ledger.ask<{ readonly origin: string }>(
    `select headers ->> 'origin' as origin from outbox order by number desc limit $1`,
    [events],
  );
  return [...new Set(told.map((it) => it.origin))];
}

test.each([
  ['has not been read whole yet', false, undefined, 'backfill'],
  ['goes live later', true, '2026-03-01T00:00:00Z', 'backfill'],
  ['is live', true, '2026-01-01T00:00:00Z', 'live'],
])('what is decided while a stream of the orders %s', async (_, backfilled, goLiveAt, origin) => {
  const facts = { says: [], asked: true, ...(goLiveAt === undefined ? {} : { goLiveAt }) };
  await describeStream(fresh.ledger, orders, facts);
  expect(await approved(backfilled)).toEqual([origin]);
});
