import type { Committed, LedgerStream } from '#libs/model/batch.js';
import { readCheckpoint } from '../ports/checkpoints.js';
import { describeStream } from '../ports/witness.js';
import { saveHealth, setPaused } from '../ports/stream-health.js';
import { commitBatch } from '../commit/commit.js';
import { batch, item, says } from '../testing/batches.js';
import { freshLedger, type FreshLedger } from '../testing/fresh-ledger.js';
import { moveStreamPosition, streamPosition } from './stream-position.js';

const NAME = 'housing/orders';
const AT = '2026-01-05T09:00:00.000Z';
const rules = { authority: {} };

let fresh: FreshLedger;
let orders: LedgerStream;

beforeAll(async () => {
  fresh = await freshLedger();
});
beforeEach(async () => {
  await fresh.empty();
  orders = await fresh.ledger.stream('housing', 'orders', 'uh');
  await describeStream(fresh.ledger, orders, { says: [], asked: true });
  await saveHealth(fresh.ledger, orders, {
    state: 'ok',
    since: AT,
    holder: 'a',
    freshnessMs: 60_000,
    updatedAt: AT,
  });
});
afterAll(() => fresh.drop());

const one = (): ReturnType<typeof item> =>
  item('1', 1, says('work-order', 'uh/workOrder:1', { description: 'Tap drips' }));

/** Reads one record from wherever the stream stands now. */
async function readOne(next: number): Promise<Committed> {
  const { revision, handedOver } = await readCheckpoint(fresh.ledger, orders);
  const checkpoint = { revision, first: handedOver + 1, next: { row: next }, backfilled: true };
  return commitBatch(fresh.ledger, batch(orders, [one()], { checkpoint }), rules);
}

test('it tells where a stream stands', async () => {
  await readOne(5);
  expect(await streamPosition(fresh.ledger, NAME)).toEqual({
    stream: NAME,
    position: { row: 5 },
    revision: 1,
    read: 1,
    firstReadAt: expect.any(String) as string,
    paused: false,
  });
});

test('a reset stream is read from its beginning: numbers go on, and nothing is published twice', async () => {
  const { lastNumber } = await readOne(5);
  await setPaused(fresh.ledger, 'housing', 'orders', true);
  expect(await moveStreamPosition(fresh.ledger, NAME, undefined)).toMatchObject({ position: { row: 5 } });
  expect(await readCheckpoint(fresh.ledger, orders)).toEqual({
    revision: 2,
    handedOver: 1,
    offset: undefined,
    backfilled: false,
  });
  expect(await readOne(1)).toMatchObject({ outcomes: ['unchanged'], revision: 3, lastNumber });
});

test('a stream that is put elsewhere stands there, and can be put back', async () => {
  await readOne(5);
  await setPaused(fresh.ledger, 'housing', 'orders', true);
  const { position } = await moveStreamPosition(fresh.ledger, NAME, { row: 2 });
  expect(await streamPosition(fresh.ledger, NAME)).toMatchObject({ position: { row: 2 }, read: 1 });
  await moveStreamPosition(fresh.ledger, NAME, position);
  expect(await streamPosition(fresh.ledger, NAME)).toMatchObject({ position: { row: 5 }, paused: true });
});

test('a reader that still holds the old position cannot commit from it (I2)', async () => {
  const { revision, handedOver } = await readCheckpoint(fresh.ledger, orders);
  await setPaused(fresh.ledger, 'housing', 'orders', true);
  await moveStreamPosition(fresh.ledger, NAME, { row: 2 });
  const checkpoint = { revision, first: handedOver + 1, next: { row: 9 }, backfilled: true };
  const late = commitBatch(fresh.ledger, batch(orders, [one()], { checkpoint }), rules);
  await expect(late).rejects.toMatchObject({ code: 'stale-checkpoint' });
  expect(await streamPosition(fresh.ledger, NAME)).toMatchObject({ position: { row: 2 }, read: 0 });
});

test('a stream that is being read is not moved', async () => {
  await readOne(5);
  await expect(moveStreamPosition(fresh.ledger, NAME, undefined)).rejects.toMatchObject({
    code: 'stream-runs',
  });
  expect(await streamPosition(fresh.ledger, NAME)).toMatchObject({ position: { row: 5 }, revision: 1 });
});

test('what has no position is said so', async () => {
  const calls = await fresh.ledger.stream('portal', 'reports', 'portal');
  await describeStream(fresh.ledger, calls, { says: [], asked: false });
  await expect(streamPosition(fresh.ledger, 'portal/reports')).rejects.toMatchObject({ code: 'no-position' });
  await expect(streamPosition(fresh.ledger, 'nobody')).rejects.toMatchObject({ code: 'unknown-stream' });
});
