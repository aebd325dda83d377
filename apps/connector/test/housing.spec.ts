import { foundId } from '#libs/resolution/identity/found-id.js';
import { until } from '#libs/local/testing/until.js';
import { postBooking, bookingXml } from './kit/calls.js';
import { at, list } from './kit/document.js';
import { MARK, orderRow, propertyRow, requestRow, taskRow, visitRow } from './kit/rows.js';
import type { RunningApp } from './kit/running-app.js';
import { eventsOf, expectSound } from './kit/sound.js';
import { World } from './kit/world.js';

const ORDER = 'uh/workOrder:00545095';
const REQUEST = 'uh/request:02054981';
let world: World;
let app: RunningApp;

beforeAll(async () => {
  world = await World.make();
  await world.housing.put('property', propertyRow('00014665'));
  await world.housing.put('rmreqst', requestRow('02054981'));
  await world.housing.put('rmworder', orderRow('00545095', 5_400_001, { rq_ref: '02054981' }));
  app = await world.start();
  await world.entity(ORDER, ({ document }) =>
    list(document, 'links').every((it) => it['state'] === 'linked'),
  );
  await world.housing.put('rmtask', taskRow(1, '00545095'));
  await world.housing.put('visit', visitRow(1, 5_400_001));
  await world.entity(
    ORDER,
    ({ document }) => document['tasks'] !== undefined && document['visits'] !== undefined,
  );
});
afterAll(() => world.close());

const versionOf = async (reference: string): Promise<number> => (await world.entity(reference)).version;

test('a change of a task alone makes an event of its order', async () => {
  const before = await versionOf(ORDER);
  await world.housing.put('rmtask', taskRow(1, '00545095', { est_units: '4.00' }));
  const { id, version } = await world.entity(
    ORDER,
    ({ document }) => list(document, 'tasks')[0]?.['quantity'] === '4',
  );
  expect(version).toBe(before + 1);
  expect(eventsOf(await world.events(), 'work-order', id).at(-1)).toMatchObject({
    version,
    changes: ['amended'],
    origin: 'live',
  });
});

test('a change of a visit alone makes an event of its order', async () => {
  const before = await versionOf(ORDER);
  await world.housing.put('visit', visitRow(1, 5_400_001, { visit_outcome: 'NOA', visit_carded: true }));
  const { id, version } = await world.entity(
    ORDER,
    ({ document }) => at(list(document, 'visits')[0], 'outcome.value') === 'no-access',
  );
  expect(version).toBe(before + 1);
  expect(eventsOf(await world.events(), 'work-order', id).at(-1)).toMatchObject({
    version,
    changes: ['no-access'],
  });
});

test('a change of a request alone makes an event of the request, and none of the order that answers it', async () => {
  const before = [await versionOf(REQUEST), await versionOf(ORDER)];
  await world.housing.put('rmreqst', requestRow('02054981', { rq_status: '300' }));
  const { id, version } = await world.entity(
    REQUEST,
    ({ document }) => at(document, 'status.value') === 'closed',
  );
  expect([version, await versionOf(ORDER)]).toEqual([(before[0] ?? 0) + 1, before[1]]);
  expect(eventsOf(await world.events(), 'request', id).at(-1)).toMatchObject({
    version,
    changes: ['completed'],
  });
});

test('a change of what is personal alone makes an event in the personal topic only', async () => {
  const before = await versionOf(REQUEST);
  const phone = `07700 900456 ${MARK}`;
  await world.housing.put('rmreqst', requestRow('02054981', { rq_status: '300', rq_phone: phone }));
  const { id, version } = await world.entity(REQUEST, ({ personal }) => personal?.['contactPhone'] === phone);
  expect(version).toBe(before);
  const events = await world.events();
  expect(eventsOf(events, 'request', id).at(-1)?.version).toBe(before);
  expect(eventsOf(events, 'request-personal', id).at(-1)).toMatchObject({ version: 2, changes: ['amended'] });
  expect(eventsOf(events, 'request-personal', id).at(-1)?.text).toContain(MARK);
});

test('an unknown trade is published raw as unmapped, told of by its change, and counted', async () => {
  await world.housing.put('rmtask', taskRow(2, '00545095', { trade: 'ZQ', task_no: 2 }));
  const { id, document } = await world.entity(ORDER, (it) => list(it.document, 'tasks').length === 2);
  expect(list(document, 'tasks')[1]).toMatchObject({
    ref: '7000002',
    trade: { state: 'unmapped', raw: { scheme: 'uh/trade', code: 'ZQ' } },
  });
  expect(eventsOf(await world.events(), 'work-order', id).at(-1)?.changes).toEqual(['unmapped']);
  expect((await world.stream('universal-housing/tasks')).unmappedCodes).toEqual({ 'trade:ZQ': 1 });
  expect(await app.page('/metrics')).toContain(
    'lintel_unmapped_codes_total{connector="universal-housing",stream="tasks"} 1',
  );
});

test('a task whose order is taken from it is taken back from the order, by a named rule', async () => {
  const { filtered } = (await world.stream('universal-housing/tasks')).counts;
  await world.housing.put('rmtask', taskRow(2, null));
  const { document } = await world.entity(ORDER, (it) => list(it.document, 'tasks').length === 1);
  expect(list(document, 'tasks')[0]?.['ref']).toBe('7000001');
  const { counts, filteredBy } = await world.stream('universal-housing/tasks');
  expect(counts.filtered).toBe(filtered + 1);
  expect(filteredBy).toEqual({ 'not-yet-ordered': 1 });
});

test('an order that nobody speaks of any more is withdrawn, and comes back as the same one', async () => {
  const id = foundId({ scheme: 'uh/workOrder', id: '00545777' });
  await world.housing.put('rmtask', taskRow(3, '545777'));
  await world.entity('uh/workOrder:00545777');
  await world.housing.put('rmtask', taskRow(3, '          '));
  await world.counted('universal-housing/tasks', { filtered: 2 });
  expect(eventsOf(await world.events(), 'work-order', id).at(-1)).toMatchObject({
    version: 2,
    changes: ['withdrawn'],
    value: { id, kind: 'work-order', version: 2, state: 'withdrawn' },
  });
  await world.housing.put('rmtask', taskRow(3, '00545777'));
  await world.entity('uh/workOrder:00545777', ({ state }) => state === 'current');
  const [last] = eventsOf(await world.events(), 'work-order', id).slice(-1);
  expect([last?.version, list(last?.value, 'tasks').length]).toEqual([3, 1]);
});

test('a transaction that commits after later ones is not lost, and holds nobody else', async () => {
  const { applied } = (await world.stream('universal-housing/orders')).counts;
  const late = await world.housing.begin();
  await late.put('rmworder', orderRow('00545100', 5_400_100));
  await world.housing.put('rmworder', orderRow('00545101', 5_400_101));
  const answer = await postBooking(
    app.url,
    bookingXml({ id: '9001', order: '00545095', changed: '2025-07-02T10:00:00', day: '2025-07-10' }),
  );
  expect(answer.status).toBe(200);
  const { fence } = await until(
    'the fence tells who holds it',
    () => world.stream('universal-housing/orders'),
    (orders) => /idle in transaction/.test(JSON.stringify(orders.fence)),
  );
  expect(fence).toMatchObject({ kind: 'xid8' });
  expect(await world.trace('uh/workOrder:00545101')).toBeUndefined();
  await late.commit();
  await world.entity('uh/workOrder:00545100');
  await world.entity('uh/workOrder:00545101');
  await world.counted('universal-housing/orders', { applied: applied + 2 });
});

test('nothing personal outside the personal topics, versions 1, 2, 3 …', async () => {
  await expectSound(world, app);
});
