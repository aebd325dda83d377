import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '#libs/local/testing/until.js';
import { bookingXml, postBooking, postUpdates, updateJson } from './kit/calls.js';
import { list } from './kit/document.js';
import { invoiceKey, ubl } from './kit/finance.js';
import { orderRow, taskRow } from './kit/rows.js';
import type { RunningApp } from './kit/running-app.js';
import { expectSound } from './kit/sound.js';
import { World } from './kit/world.js';

const ORDER = 'uh/workOrder:00545095';
const HOUSING = ['orders', 'properties', 'requests', 'tasks', 'visits'];
const WRONG = 'a-guessed-password';
let world: World;
let app: RunningApp;
let begun: number;

beforeAll(async () => {
  begun = Date.now();
  world = await World.make();
  await world.housing.put('rmworder', orderRow('00545095', 5_400_001));
  app = await world.start({ UH_PASSWORD: WRONG });
});
afterAll(() => world.close());

test('a wrong password: the streams of that system fail and say since when; the others go on', async () => {
  const ofHousing = async () =>
    (await world.health()).streams.filter((it) => it.connector === 'universal-housing');
  const failing = await until('all streams of the housing system fail', ofHousing, (streams) =>
    streams.every(({ state }) => state === 'failing'),
  );
  expect(failing.map((it) => it.stream)).toEqual(HOUSING);
  for (const { code, since, lastSuccessAt } of failing) {
    expect(code).toBe('credentials-refused');
    expect(Date.parse(since ?? '')).toBeGreaterThanOrEqual(begun);
    expect(Date.parse(since ?? '')).toBeLessThanOrEqual(Date.now());
    expect(lastSuccessAt).toBeUndefined();
  }
  world.drop.put('one.xml', ubl({ number: 'ONE', order: '00545095', lines: [{ id: '1', net: '10.00' }] }));
  await world.entity(invoiceKey('ONE'));
  const booking = { id: '9001', order: '00545095', changed: '2025-07-02T10:00:00', day: '2025-07-10' };
  expect((await postBooking(app.url, bookingXml(booking))).status).toBe(200);
  expect((await world.entity(ORDER)).document).toMatchObject({ appointments: [{ ref: '9001' }] });
  const ready = await fetch(`${app.url}/readyz`);
  expect(ready.status).toBe(200); // degraded is not the same as not ready
  expect(await app.page('/metrics')).toContain(
    'lintel_stream_state{connector="universal-housing",stream="orders",state="failing"} 1',
  );
});

test('no password gets into log, metrics or sync health', async () => {
  const texts = [world.log, await app.page('/metrics'), await app.page('/sync-health')];
  for (const text of texts) {
    expect(text).not.toContain(WRONG);
    expect(text).not.toContain(world.environment['UH_PASSWORD']);
  }
  expect(world.log).toContain('credentials-refused');
});

test('it recovers with the right password, and goes on with the same order', async () => {
  await app.close();
  app = await world.start();
  const { document } = await world.entity(ORDER, (it) => it.document['raisedAt'] !== undefined);
  expect(document).toMatchObject({ appointments: [{ ref: '9001' }], status: { value: 'open' } });
  await until(
    'all streams are well',
    () => world.health(),
    ({ streams }) => streams.every((it) => it.state === 'ok' && it.code === undefined),
  );
});

test('connections to the ledger are cut in the middle of work: nothing lost, nothing twice', async () => {
  const tasks = Array.from({ length: 120 }, (_, at) => taskRow(100 + at, '00545095', { task_no: at }));
  const times = Array.from({ length: 20 }, (_, at) => `2025-07-11T08:${10 + at}:00Z`);
  const cutting = (async (): Promise<void> => {
    for (let cut = 0; cut < 15; cut += 1) {
      await sleep(40);
      await world.cutLedger();
    }
  })();
  const calling = times.map(async (time) => {
    const json = JSON.stringify(updateJson({ order: '00545095', type: '10', at: time }));
    // the caller comes again until it hears that it was stored
    await until('the update is taken', async () => (await postUpdates(app.url, json)).status === 200);
  });
  for (const task of tasks) await world.housing.put('rmtask', task);
  await Promise.all([cutting, ...calling]);
  const { document } = await world.entity(ORDER, (it) => list(it.document, 'tasks').length === tasks.length);
  expect(list(document, 'jobUpdates')).toHaveLength(times.length);
  const { counts } = await world.stream('universal-housing/tasks');
  expect(counts).toMatchObject({ read: tasks.length, applied: tasks.length });
  expect((await world.stream('contractor-hact/status-updates')).counts.applied).toBe(times.length);
});

test('nothing personal got out, versions 1, 2, 3 …', async () => {
  await expectSound(world, app);
});
