import { foundId } from '#libs/resolution/identity/found-id.js';
import { bookingXml, postBooking } from './kit/calls.js';
import { list } from './kit/document.js';
import { invoiceKey, ubl } from './kit/finance.js';
import { orderRow, visitRow } from './kit/rows.js';
import type { RunningApp } from './kit/running-app.js';
import { eventsOf, expectSound } from './kit/sound.js';
import { World } from './kit/world.js';

let world: World;
let app: RunningApp;

beforeAll(async () => {
  world = await World.make();
  app = await world.start();
});
afterAll(() => world.close());

const orderId = (id: string): string => foundId({ scheme: 'uh/workOrder', id });
const book = (order: string, id: string): Promise<unknown> =>
  postBooking(app.url, bookingXml({ id, order, changed: '2025-07-02T10:00:00', day: '2025-07-10' }));

test('a booking of an order that nobody has seen founds it; an invoice of one only links to it', async () => {
  world.drop.put(
    'early.xml',
    ubl({ number: 'EARLY', order: '00545300', lines: [{ id: '1', net: '10.00' }] }),
  );
  const invoice = await world.entity(invoiceKey('EARLY'));
  expect(list(invoice.document, 'links')).toEqual([
    {
      type: 'bills',
      reference: { scheme: 'uh/workOrder', id: '00545300' },
      part: '1',
      state: 'unlinked',
      by: 'finance-ubl/documents',
    },
  ]);
  expect(await world.trace('uh/workOrder:00545300')).toBeUndefined();
  expect((await world.stream('finance-ubl/documents')).unlinkedEntities).toBe(1);

  await book('00545300', '9300');
  const order = await world.entity('uh/workOrder:00545300');
  expect(order).toMatchObject({
    id: orderId('00545300'),
    version: 1,
    document: { appointments: [{ ref: '9300' }] },
  });
  const linked = await world.entity(invoiceKey('EARLY'), ({ version }) => version === 2);
  expect(list(linked.document, 'links')[0]).toMatchObject({ state: 'linked', id: order.id });
  const events = await world.events();
  expect(eventsOf(events, 'invoice', linked.id).map((it) => it.changes)).toEqual([['invoiced'], ['linked']]);
  expect(eventsOf(events, 'work-order', order.id).map((it) => it.changes)).toEqual([['appointed']]);
  expect((await world.stream('finance-ubl/documents')).unlinkedEntities).toBe(0);
});

test('the order of a visit and of a booking appears: the two become one, and what links to them follows', async () => {
  const [visit, booked] = [foundId({ scheme: 'uh/workOrderSid', id: '5400109' }), orderId('00545109')];
  await world.housing.put('visit', visitRow(9, 5_400_109));
  await world.entity('uh/workOrderSid:5400109');
  await book('00545109', '9109');
  world.drop.put('bill.xml', ubl({ number: 'BILL', order: '00545109', lines: [{ id: '1', net: '10.00' }] }));
  const bill = await world.entity(invoiceKey('BILL'));
  expect(list(bill.document, 'links')[0]?.['id']).toBe(booked);

  await world.housing.put('rmworder', orderRow('00545109', 5_400_109));
  const one = await world.entity(
    'uh/workOrder:00545109',
    ({ document }) => document['raisedAt'] !== undefined,
  );
  expect(one.id).toBe(visit); // founded first
  expect(one.document).toMatchObject({ visits: [{ ref: '9' }], appointments: [{ ref: '9109' }] });
  const events = await world.events();
  expect(eventsOf(events, 'work-order', visit).at(-1)?.changes).toEqual([
    'ordered',
    'appointed',
    'merged',
    'linked',
  ]);
  expect(eventsOf(events, 'work-order', booked).at(-1)).toMatchObject({
    version: 2,
    changes: ['merged'],
    value: { id: booked, kind: 'work-order', version: 2, state: 'merged', into: visit },
  });
  const moved = eventsOf(events, 'invoice', bill.id).at(-1);
  expect([moved?.version, moved?.changes, list(moved?.value, 'links')[0]?.['id']]).toEqual([
    2,
    ['linked'],
    visit,
  ]);
});

test('two orders joined by a mistyped number come apart when it is corrected', async () => {
  const [first, second] = [orderId('00545110'), orderId('00545111')];
  await world.housing.put('rmworder', orderRow('00545110', 5_400_110));
  await world.entity('uh/workOrder:00545110');
  await book('00545111', '9111');
  await world.entity('uh/workOrder:00545111');

  await world.housing.put('rmworder', orderRow('00545111', 5_400_110, { u_priority: 'E' }));
  const joined = await world.entity('uh/workOrder:00545111', ({ id }) => id === first);
  expect(joined).toMatchObject({ version: 2, document: { appointments: [{ ref: '9111' }] } });
  expect((await world.ledger.ask('select state from entity where id = $1', [second]))[0]).toEqual({
    state: 'merged',
  });

  await world.housing.put('rmworder', orderRow('00545111', 5_400_111, { u_priority: 'E' }));
  const apart = await world.entity('uh/workOrder:00545111', ({ id }) => id === second);
  expect(apart).toMatchObject({
    state: 'current',
    version: 3,
    document: { appointments: [{ ref: '9111' }] },
  });
  const rest = await world.entity('uh/workOrder:00545110');
  expect([rest.id, rest.version, rest.document['appointments']]).toEqual([first, 3, undefined]);
  expect(list(rest.document, 'references').map((it) => it['id'])).toEqual(['00545110', '5400110']);
  const events = await world.events();
  expect(eventsOf(events, 'work-order', first).map((it) => it.changes)).toEqual([
    ['ordered'],
    expect.arrayContaining(['appointed', 'merged']),
    ['split'],
  ]);
  expect(eventsOf(events, 'work-order', second).map((it) => it.changes)).toEqual([
    ['appointed'],
    ['merged'],
    expect.arrayContaining(['split']),
  ]);
});

test('an order that never stood alone gets its id when it comes apart', async () => {
  const [first, second] = [orderId('00545120'), orderId('00545121')];
  await world.housing.put('rmworder', orderRow('00545120', 5_400_120));
  await world.entity('uh/workOrder:00545120');
  await world.housing.put('rmworder', orderRow('00545121', 5_400_120));
  await world.entity('uh/workOrder:00545121', ({ id }) => id === first);
  await world.housing.put('rmworder', orderRow('00545121', 5_400_121));
  expect(await world.entity('uh/workOrder:00545121', ({ id }) => id === second)).toMatchObject({
    version: 1,
  });
  const events = eventsOf(await world.events(), 'work-order', second);
  expect(events.map((it) => it.changes)).toEqual([['ordered', 'split']]);
});

test('nothing personal outside the personal topics, versions 1, 2, 3 …', async () => {
  await expectSound(world, app);
});
