import { bookingXml, postBooking, postUpdates, updateJson } from './kit/calls.js';
import { at, list } from './kit/document.js';
import { invoiceKey, ubl } from './kit/finance.js';
import { orderRow, propertyRow, requestRow, taskRow, visitRow } from './kit/rows.js';
import type { RunningApp } from './kit/running-app.js';
import { expectSound } from './kit/sound.js';
import { World } from './kit/world.js';

const ORDER = 'uh/workOrder:00545095';
let world: World;
let app: RunningApp;
let begun: number;

beforeAll(async () => {
  begun = Date.now();
  world = await World.make();
  await world.housing.put('property', propertyRow('00014665'));
  await world.housing.put('rmreqst', requestRow('02054981'));
  await world.housing.put('rmworder', orderRow('00545095', 5_400_001, { rq_ref: '02054981' }));
  await world.housing.put('rmtask', taskRow(1, '00545095'));
  await world.housing.put('visit', visitRow(1, 5_400_001));
  world.drop.put(
    'invoice.xml',
    ubl({ number: 'INV-1', order: '00545095', lines: [{ id: '1', net: '57.51' }] }),
  );
  app = await world.start();
  await postBooking(
    app.url,
    bookingXml({ id: '9001', order: '545095', changed: '2025-07-02T10:00:00', day: '2025-07-10' }),
  );
  await postUpdates(
    app.url,
    JSON.stringify(updateJson({ order: '00545095', type: '70', at: '2025-07-10T09:15:00+01:00' })),
  );
  await world.entity(invoiceKey('INV-1'));
  await world.entity(ORDER, ({ document }) =>
    ['raisedAt', 'tasks', 'visits'].every((it) => document[it] !== undefined),
  );
  await world.housing.put(
    'rmworder',
    orderRow('00545095', 5_400_001, { rq_ref: '02054981', wo_status: '300' }),
  );
  await world.entity(ORDER, ({ document }) => at(document, 'status.value') === 'closed');
});
afterAll(() => world.close());

test('one order: what each system said of it, and when', async () => {
  const { entity } = (await world.trace(ORDER)) ?? {};
  const said = new Map(entity?.said.map((it) => [it.by, it]));
  expect([...said.keys()].sort()).toEqual([
    'contractor-hact/status-updates',
    'drs-scheduler/bookings',
    'universal-housing/orders',
    'universal-housing/tasks',
    'universal-housing/visits',
  ]);
  for (const { readAt } of said.values()) {
    expect(Date.parse(readAt)).toBeGreaterThanOrEqual(begun);
    expect(Date.parse(readAt)).toBeLessThanOrEqual(Date.now());
  }
  expect(said.get('drs-scheduler/bookings')).toMatchObject({
    record: '9001',
    changedAt: expect.stringMatching(/^2025-07-02T09:00:00/),
  });
  expect(said.get('universal-housing/orders')).toMatchObject({ record: '00545095', versionsSeen: 2 });
  expect(said.get('universal-housing/orders')?.fields).toEqual(
    expect.arrayContaining(['status', 'statusHistory']),
  );
  expect(list(entity?.document, 'statusHistory').map((it) => [at(it, 'status.value'), it['by']])).toEqual([
    ['open', 'universal-housing/orders'],
    ['closed', 'universal-housing/orders'],
  ]);
  expect(entity?.document).toMatchObject({
    tasks: [{ ref: '7000001' }],
    appointments: [{ ref: '9001' }],
    visits: [{ ref: '1' }],
    jobUpdates: [{ type: { value: 'no-access' } }],
  });
});

test('one order: its request, its invoice and its property, each by a link', async () => {
  const { linked = [] } = (await world.trace(ORDER)) ?? {};
  const ends = linked.map(({ type, direction, entity }) => [type, direction, entity.kind]);
  expect(ends.sort()).toEqual([
    ['answers', 'to', 'request'],
    ['at', 'to', 'property'],
    ['bills', 'from', 'invoice'],
  ]);
  const invoice = linked.find(({ type }) => type === 'bills')?.entity;
  expect(invoice?.said.map((it) => [it.by, it.part])).toEqual([
    ['finance-ubl/documents', ''],
    ['finance-ubl/documents', '1'],
  ]);
});

test('one order: its versions, as Kafka has them', async () => {
  const { entity } = (await world.trace(ORDER)) ?? {};
  const events = (await expectSound(world, app)).filter((it) => it.key === entity?.id);
  const sent = (topic: string): unknown =>
    events.filter((it) => it.topic === topic).map((it) => [it.version, it.changes.join(',')]);
  const traced = (topic: string): unknown =>
    entity?.versions.filter((it) => it.topic === topic).map((it) => [it.version, it.changes]);
  for (const topic of ['work-order', 'work-order-personal']) expect(traced(topic)).toEqual(sent(topic));
  expect(events.flatMap((it) => it.changes)).toEqual(
    expect.arrayContaining(['ordered', 'appointed', 'no-access']),
  );
});
