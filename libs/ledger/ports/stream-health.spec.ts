import type { LedgerStream } from '#libs/model/batch.js';
import type { StreamState } from '#libs/model/ledger-port.js';
import { freshLedger, type FreshLedger } from '../testing/fresh-ledger.js';
import { isPaused, isStopped, resumeStream, saveHealth, setPaused } from './stream-health.js';

const AT = '2026-01-05T09:00:00.000Z';
let fresh: FreshLedger;
let orders: LedgerStream;

beforeAll(async () => {
  fresh = await freshLedger();
});
beforeEach(async () => {
  await fresh.empty();
  orders = await fresh.ledger.stream('housing', 'orders', 'uh');
});
afterAll(() => fresh.drop());

const say = (state: StreamState): Promise<void> =>
  saveHealth(fresh.ledger, orders, { state, since: AT, holder: 'a', freshnessMs: 60_000, updatedAt: AT });
const resume = (): Promise<string> => resumeStream(fresh.ledger, 'housing', 'orders');

test('a stream that stopped itself stays stopped until it is resumed', async () => {
  await say('stopped');
  expect(await isStopped(fresh.ledger, orders)).toBe(true);
  expect(await resume()).toBe('stopped');
  expect(await isStopped(fresh.ledger, orders)).toBe(false);
  expect(await resume()).toBe('running');
});

test('one word lets a stream go on that was paused and had stopped itself', async () => {
  await say('stopped');
  await setPaused(fresh.ledger, 'housing', 'orders', true);
  expect(await resume()).toBe('stopped');
  expect([await isPaused(fresh.ledger, orders), await isStopped(fresh.ledger, orders)]).toEqual([
    false,
    false,
  ]);
});

test('a paused stream goes on; a stream that nobody has read is unknown', async () => {
  expect(await resume()).toBe('unknown');
  await say('ok');
  await setPaused(fresh.ledger, 'housing', 'orders', true);
  expect(await resume()).toBe('paused');
  expect(await isPaused(fresh.ledger, orders)).toBe(false);
});
