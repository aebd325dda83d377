import { until } from '#libs/local/testing/until.js';
import { bookingXml, postBooking } from './kit/calls.js';
import { list } from './kit/document.js';
import { invoiceKey, ubl } from './kit/finance.js';
import { orderRow, taskRow } from './kit/rows.js';
import type { RunningApp } from './kit/running-app.js';
import { expectSound } from './kit/sound.js';
import { World } from './kit/world.js';

const ORDER = 'uh/workOrder:00545095';
let world: World;
let first: RunningApp;
let second: RunningApp;

beforeAll(async () => {
  world = await World.make();
  await world.housing.put('rmworder', orderRow('00545095', 5_400_001));
  first = await world.start();
  await world.entity(ORDER);
  second = await world.start();
});
afterAll(() => world.close());

const relayOf = async (app: RunningApp): Promise<string> =>
  (JSON.parse(await app.page('/readyz')) as { readonly relay: string }).relay;

const holders = async (): Promise<Readonly<Record<string, string>>> => {
  const rows = await world.ledger.ask<{ readonly name: string; readonly holder: string }>(
    'select name, holder from lease where until > clock_timestamp()',
  );
  return Object.fromEntries(rows.map((it) => [it.name, it.holder]));
};

const POLLED = ['orders', 'properties', 'requests', 'tasks', 'visits'].map(
  (it) => `stream universal-housing/${it}`,
);
const LEASES = ['relay', 'stream finance-ubl/documents', ...POLLED];

test('each stream is read by one app, and the relay is one of them', async () => {
  await until(
    'the second app stands by',
    () => relayOf(second),
    (it) => it === 'standby',
  );
  await until(
    'the first app relays',
    () => relayOf(first),
    (it) => it === 'relaying',
  );
  expect(await relayOf(second)).toBe('standby');
  const held = await holders();
  expect(Object.keys(held).sort()).toEqual(LEASES);
  expect(new Set(Object.values(held)).size).toBe(1);
  await world.housing.put('rmtask', taskRow(1, '00545095'));
  await world.entity(ORDER, ({ document }) => list(document, 'tasks').length === 1);
  world.drop.put('one.xml', ubl({ number: 'ONE', lines: [{ id: '1', net: '10.00' }] }));
  await world.entity(invoiceKey('ONE'));
  expect((await world.stream('universal-housing/tasks')).counts).toMatchObject({ read: 1, applied: 1 });
  expect((await world.stream('finance-ubl/documents')).counts).toMatchObject({ read: 1, applied: 1 });
});

test('both take deliveries; the same one at both is applied once', async () => {
  const booking = bookingXml({
    id: '9001',
    order: '00545095',
    changed: '2025-07-02T10:00:00',
    day: '2025-07-10',
  });
  const answers = await Promise.all([first, second].map((app) => postBooking(app.url, booking)));
  expect(answers.map((it) => it.status)).toEqual([200, 200]);
  expect((await world.stream('drs-scheduler/bookings')).counts).toMatchObject({ applied: 1, unchanged: 1 });
});

test('what the second app takes is published by the first', async () => {
  const booking = bookingXml({
    id: '9002',
    order: '00545200',
    changed: '2025-07-02T10:00:00',
    day: '2025-07-11',
  });
  await postBooking(second.url, booking);
  const { id } = await world.entity('uh/workOrder:00545200');
  expect((await world.events()).filter((it) => it.key === id)).toHaveLength(1);
});

test('when the first app ends, the second takes over every stream and the relay, at once', async () => {
  const before = await holders();
  await first.close();
  // given back: nobody has to wait for them to run out
  const left = await world.ledger.ask('select name from lease where holder = any($1::text[])', [
    Object.values(before),
  ]);
  expect(left).toEqual([]);
  await world.housing.put('rmtask', taskRow(2, '00545095', { task_no: 2 }));
  await world.entity(ORDER, ({ document }) => list(document, 'tasks').length === 2);
  world.drop.put('two.xml', ubl({ number: 'TWO', lines: [{ id: '1', net: '10.00' }] }));
  await world.entity(invoiceKey('TWO'));
  const after = await until('the second app holds every lease', holders, (held) =>
    LEASES.every((it) => held[it] !== undefined && held[it] !== before[it]),
  );
  expect(new Set(Object.values(after)).size).toBe(1);
  await until(
    'the second app relays',
    () => relayOf(second),
    (it) => it === 'relaying',
  );
});

test('nothing was read or published twice', async () => {
  await expectSound(world, second);
  expect((await world.stream('universal-housing/tasks')).counts).toMatchObject({ read: 2, applied: 2 });
  expect((await world.stream('finance-ubl/documents')).counts).toMatchObject({ read: 2, applied: 2 });
});
