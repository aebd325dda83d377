import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { BOOKINGS, bookingXml, post, postBooking, postSigned, postUpdates, updateJson } from './kit/calls.js';
import { at, list } from './kit/document.js';
import { orderRow } from './kit/rows.js';
import type { RunningApp } from './kit/running-app.js';
import { eventsOf, expectSound } from './kit/sound.js';
import { World } from './kit/world.js';

const STREAM = 'drs-scheduler/bookings';
const UPDATES = 'contractor-hact/status-updates';
const ORDER = 'uh/workOrder:00545095';
const FIRST = { id: '9001', order: '545095', changed: '2025-07-02T10:00:00', day: '2025-07-10' };
let world: World;
let app: RunningApp;

beforeAll(async () => {
  world = await World.make();
  await world.housing.put('rmworder', orderRow('00545095', 5_400_001));
  app = await world.start();
  await world.entity(ORDER);
});
afterAll(() => world.close());

const calls = async (status: number): Promise<boolean> =>
  (await app.page('/metrics')).includes(
    `lintel_webhook_calls_total{connector="drs-scheduler",stream="bookings",status="${status}"} 1`,
  );

test('an envelope with a DOCTYPE is refused with a SOAP fault, counted, and leaves no record', async () => {
  const doctype = bookingXml(FIRST).replace('?>', '?><!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/passwd">]>');
  const answer = await postBooking(app.url, doctype);
  expect(answer).toMatchObject({ status: 400, type: expect.stringContaining('text/xml') });
  expect(answer.body).toContain('<soapenv:Fault>');
  expect(await calls(400)).toBe(true);
  expect((await world.stream(STREAM)).counts.read).toBe(0);
});

test('a caller with a wrong password is refused', async () => {
  const wrong = await postBooking(app.url, bookingXml(FIRST), {
    authorization: `Basic ${Buffer.from('drs:guessed').toString('base64')}`,
  });
  expect(wrong).toMatchObject({ status: 401, body: expect.stringContaining('<soapenv:Fault>') });
  const none = await post(`${app.url}${BOOKINGS}`, bookingXml(FIRST), { 'content-type': 'text/xml' });
  expect(none.status).toBe(401);
  expect((await world.stream(STREAM)).counts.read).toBe(0);
});

test('what does not say that it is XML is refused', async () => {
  const answer = await postBooking(app.url, bookingXml(FIRST), { 'content-type': 'application/json' });
  expect(answer.status).toBe(415);
  expect(await calls(415)).toBe(true);
  expect((await world.stream(STREAM)).counts.read).toBe(0);
});

const SOAP_12 = { 'content-type': 'application/soap+xml; charset=utf-8; action="x"' };

test('a caller of SOAP 1.2 gets a fault of SOAP 1.2', async () => {
  const wrong = await postBooking(app.url, '<no/>', SOAP_12);
  expect(wrong).toMatchObject({ status: 400, type: expect.stringContaining('application/soap+xml') });
  expect(wrong.body).toContain('http://www.w3.org/2003/05/soap-envelope');
  expect(wrong.body).toContain('env:Sender');
});

test('a body that is too large or broken is refused in the format of the stream', async () => {
  const large = await postBooking(app.url, 'x'.repeat(33 * 1024 * 1024));
  expect(large).toMatchObject({ status: 413, body: expect.stringContaining('<soapenv:Fault>') });
  const gzip = await postBooking(app.url, 'not gzip', { 'content-encoding': 'gzip' });
  expect(gzip).toMatchObject({ status: 400, body: expect.stringContaining('<soapenv:Fault>') });
  const unknown = await postBooking(app.url, 'x', { 'content-encoding': 'morse' });
  expect(unknown).toMatchObject({ status: 415, body: expect.stringContaining('<soapenv:Fault>') });
  expect((await world.stream(STREAM)).counts.read).toBe(0);
});

test.each([
  'drs-scheduler/orders',
  'drs-scheduler/Bookings',
  'drs-scheduler/%00',
  '..%2Fdrs-scheduler/bookings',
])('a stream that nobody declared, or nobody could, is not found: %s', async (path) => {
  expect(await post(`${app.url}/webhooks/${path}`, '<a/>', {})).toEqual({
    status: 404,
    type: 'application/json; charset=utf-8',
    body: '{"code":"unknown-stream"}',
  });
});

test('a valid booking is answered as the connector says, after its commit', async () => {
  const { version } = await world.entity(ORDER);
  const answer = await postBooking(app.url, bookingXml(FIRST));
  const confirmed = readFileSync(join(world.connectors.folder, 'drs-scheduler', 'confirmed.xml'), 'utf8');
  expect(answer).toMatchObject({ status: 200, type: expect.stringContaining('text/xml'), body: confirmed });
  // I1: what was answered is committed; nothing is waited for here
  const order = await world.trace(ORDER);
  expect(order?.entity.version).toBe(version + 1);
  expect(list(order?.entity.document, 'appointments')).toMatchObject([
    { ref: '9001', from: { at: '2025-07-10T07:00:00Z', text: '2025-07-10T08:00:00', zone: 'Europe/London' } },
  ]);
  expect(eventsOf(await world.events(), 'work-order', order?.entity.id ?? '').at(-1)?.changes).toEqual([
    'appointed',
  ]);
});

test('the same booking again changes nothing', async () => {
  const { version } = await world.entity(ORDER);
  expect((await postBooking(app.url, bookingXml(FIRST))).status).toBe(200);
  expect((await world.stream(STREAM)).counts).toMatchObject({ read: 2, applied: 1, unchanged: 1 });
  expect((await world.entity(ORDER)).version).toBe(version);
});

test('an older booking after a newer one changes no current window, and stands in the history in order', async () => {
  const moved = { ...FIRST, day: '2025-07-20', reason: 'Tenant changed' };
  await postBooking(app.url, bookingXml({ ...moved, changed: '2025-07-05T10:00:00' }));
  await postBooking(app.url, bookingXml({ ...moved, changed: '2025-07-03T10:00:00', day: '2025-07-15' }));
  expect((await world.stream(STREAM)).counts).toMatchObject({ applied: 2, unchanged: 1, superseded: 1 });
  const { document } = await world.entity(ORDER);
  expect(list(document, 'appointments').map((it) => at(it, 'from.at'))).toEqual(['2025-07-20T07:00:00Z']);
  expect(list(document, 'bookingHistory').map((it) => [at(it, 'at.text'), at(it, 'from.at')])).toEqual([
    ['2025-07-02T10:00:00', '2025-07-10T07:00:00Z'],
    ['2025-07-03T10:00:00', '2025-07-15T07:00:00Z'],
    ['2025-07-05T10:00:00', '2025-07-20T07:00:00Z'],
  ]);
});

test('a delivery repeated under its own id is recognised, and one under a new id changes nothing either', async () => {
  const json = JSON.stringify(updateJson({ order: '00545095', type: '10', at: '2025-07-09T08:00:00Z' }));
  for (const id of ['msg_1', 'msg_1', 'msg_2'])
    expect((await postSigned(app.url, json, id)).status).toBe(200);
  expect((await world.stream(UPDATES)).counts).toMatchObject({ read: 3, applied: 1, unchanged: 2 });
  const forged = await post(`${app.url}/webhooks/${UPDATES}`, json, {
    'content-type': 'application/json',
    'webhook-id': 'msg_3',
    'webhook-timestamp': String(Math.floor(Date.now() / 1000)),
    'webhook-signature': 'v1,AAAA',
  });
  expect(forged.status).toBe(401);
});

test('many at once, each event once, whatever order they come in', async () => {
  const times = Array.from({ length: 40 }, (_, at) => `2025-07-11T08:${String(at).padStart(2, '0')}:00Z`);
  const answers = await Promise.all(
    [...times, ...times].map((time) =>
      postUpdates(app.url, JSON.stringify(updateJson({ order: '00545200', type: '70', at: time }))),
    ),
  );
  expect(new Set(answers.map((it) => it.status))).toEqual(new Set([200]));
  const { document } = await world.entity('uh/workOrder:00545200');
  expect(list(document, 'jobUpdates').map((it) => at(it, 'at.at'))).toEqual(times);
  expect((await world.stream(UPDATES)).counts).toMatchObject({ applied: 41, unchanged: 42 });
});

test('nothing else stopped, nothing personal got out, versions 1, 2, 3 …', async () => {
  await expectSound(world, app);
  const { streams } = await world.health();
  expect(streams.map((it) => it.state)).toEqual(streams.map(() => 'ok'));
});
