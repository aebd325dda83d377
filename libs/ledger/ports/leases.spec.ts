import { LEASE_SECONDS } from '#libs/model/ledger-port.js';
import type { Ledger } from '../database/ledger.js';
import { freshLedger, type FreshLedger } from '../testing/fresh-ledger.js';
import { giveBackLease, holdLease } from './leases.js';

let fresh: FreshLedger;
let ledger: Ledger;

beforeAll(async () => {
  fresh = await freshLedger();
  ledger = fresh.ledger;
});
beforeEach(async () => {
  await ledger.ask('delete from lease');
});
afterAll(() => fresh.drop());

/** As if `seconds` had passed since the lease was taken or renewed, by the clock of the database. */
const letPass = (name: string, seconds: number): Promise<unknown> =>
  ledger.ask('update lease set until = until - make_interval(secs => $2) where name = $1', [name, seconds]);

/** Who has it, and for how many seconds yet. */
async function leaseRow(
  name: string,
): Promise<{ readonly holder: string; readonly left: number } | undefined> {
  const [row] = await ledger.ask<{ readonly holder: string; readonly left: number }>(
    'select holder, extract(epoch from until - clock_timestamp())::float as left from lease where name = $1',
    [name],
  );
  return row;
}

test('whoever takes it first has it for ten seconds by the clock of the database; another is refused', async () => {
  expect(await holdLease(ledger, 'clock', 'a')).toBe(true);
  expect(await holdLease(ledger, 'clock', 'b')).toBe(false);
  const row = await leaseRow('clock');
  expect(row?.holder).toBe('a');
  expect(row?.left).toBeGreaterThan(LEASE_SECONDS - 5);
  expect(row?.left).toBeLessThanOrEqual(LEASE_SECONDS);
});

test('its holder renews it: it lasts ten seconds again', async () => {
  await holdLease(ledger, 'clock', 'a');
  await letPass('clock', 9);
  expect((await leaseRow('clock'))?.left).toBeLessThan(1);
  expect(await holdLease(ledger, 'clock', 'a')).toBe(true);
  expect((await leaseRow('clock'))?.left).toBeGreaterThan(LEASE_SECONDS - 5);
});

test('who is refused does not prolong it', async () => {
  await holdLease(ledger, 'clock', 'a');
  await letPass('clock', 5);
  expect(await holdLease(ledger, 'clock', 'b')).toBe(false);
  expect((await leaseRow('clock'))?.left).toBeLessThan(LEASE_SECONDS - 5);
});

test('one that was not renewed goes to whoever asks next, and its former holder is refused', async () => {
  await holdLease(ledger, 'clock', 'a');
  await letPass('clock', 10);
  expect(await holdLease(ledger, 'clock', 'b')).toBe(true);
  expect(await holdLease(ledger, 'clock', 'a')).toBe(false);
  expect((await leaseRow('clock'))?.holder).toBe('b');
});

test('one that ran out and that nobody took is renewed by its holder', async () => {
  await holdLease(ledger, 'clock', 'a');
  await letPass('clock', 60);
  expect(await holdLease(ledger, 'clock', 'a')).toBe(true);
  expect(await holdLease(ledger, 'clock', 'b')).toBe(false);
});

test('only its holder gives it back, and then anybody may take it at once', async () => {
  await holdLease(ledger, 'clock', 'a');
  await giveBackLease(ledger, 'clock', 'b');
  expect(await holdLease(ledger, 'clock', 'b')).toBe(false);
  await giveBackLease(ledger, 'clock', 'a');
  await giveBackLease(ledger, 'clock', 'a');
  expect(await holdLease(ledger, 'clock', 'b')).toBe(true);
});

test('a former holder that gives back does not take it from the present one', async () => {
  await holdLease(ledger, 'clock', 'a');
  await letPass('clock', 10);
  await holdLease(ledger, 'clock', 'b');
  await giveBackLease(ledger, 'clock', 'a');
  expect((await leaseRow('clock'))?.holder).toBe('b');
});

test('leases of other names know nothing of each other', async () => {
  await holdLease(ledger, 'clock', 'a');
  await holdLease(ledger, 'relay', 'b');
  expect(await holdLease(ledger, 'relay', 'a')).toBe(false);
  await giveBackLease(ledger, 'clock', 'a');
  expect(await leaseRow('relay')).toMatchObject({ holder: 'b' });
});

test('of many that ask at the same moment one gets it, whether it is free or has run out', async () => {
  const holders = Array.from({ length: 12 }, (_, at) => `holder ${at}`);
  const askAll = async (): Promise<readonly string[]> => {
    const granted = await Promise.all(holders.map((holder) => holdLease(ledger, 'clock', holder)));
    return holders.filter((_, at) => granted[at]);
  };
  expect(await askAll()).toEqual([(await leaseRow('clock'))?.holder]);
  await letPass('clock', 10);
  expect(await askAll()).toEqual([(await leaseRow('clock'))?.holder]);
});
