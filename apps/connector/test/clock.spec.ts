import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DateTime } from 'luxon';
import type { JsonObject } from '#libs/model/json.js';
import { list } from './kit/document.js';
import { orderRow } from './kit/rows.js';
import { eventsOf, expectSound } from './kit/sound.js';
import { World } from './kit/world.js';

/** The clock of a running app: what is due while it runs rings once, and not again when the app comes back. */
let world: World;

beforeAll(async () => {
  world = await World.make(['universal-housing']);
  copyFileSync(
    join(__dirname, '../../../connectors/deadlines.yaml'),
    join(world.connectors.folder, 'deadlines.yaml'),
  );
});
afterAll(() => world.close());

/** As the housing database writes it: London wall time. */
const london = (seconds: number): string =>
  DateTime.now().setZone('Europe/London').plus({ seconds }).toFormat('yyyy-MM-dd HH:mm:ss');
const order = (number: string, sid: number, more: JsonObject = {}): Parameters<World['housing']['put']> => [
  'rmworder',
  orderRow(number, sid, { created: london(-3600), u_priority: 'E', ...more }),
];
const state = (document: Readonly<Record<string, unknown>>): unknown =>
  list(document as never, 'deadlines').map((it) => it['state'])[0];
const rings = async (id: string): Promise<readonly string[]> =>
  eventsOf(await world.events(), 'work-order', id)
    .flatMap((it) => it.changes)
    .filter((it) => it.startsWith('deadline-'));

test('near, then missed, each told once; an order done in time is met and rings nothing', async () => {
  await world.housing.put(...order('00545500', 5_400_500, { date_due: london(86_400) }));
  const app = await world.start();
  await world.entity('uh/workOrder:00545500');
  await world.counted('universal-housing/orders', { read: 1 });
  await sleep(1_500); // the first read is over: from here on it is live

  await world.housing.put(...order('00545501', 5_400_501, { date_due: london(8) }));
  await world.housing.put(...order('00545502', 5_400_502, { date_due: london(8) }));
  await world.entity('uh/workOrder:00545502', ({ document }) => state(document) === 'near');
  await world.housing.put(
    ...order('00545502', 5_400_502, { date_due: london(8), datecomp: london(0), wo_status: '300' }),
  );
  const met = await world.entity('uh/workOrder:00545502', ({ document }) => state(document) === 'met');
  const missed = await world.entity('uh/workOrder:00545501', ({ document }) => state(document) === 'missed');
  expect(list(missed.document, 'deadlines')).toMatchObject([{ rule: 'target-emergency', dueBy: 'given' }]);
  expect(await rings(missed.id)).toEqual(['deadline-near', 'deadline-missed']);
  expect(await rings(met.id)).toEqual(['deadline-near']);

  const { version } = missed;
  await app.close();
  await world.start();
  await sleep(5_000); // two ticks of the clock
  expect((await world.entity('uh/workOrder:00545501')).version).toBe(version);
  expect(await rings(missed.id)).toEqual(['deadline-near', 'deadline-missed']);
  expect(await world.stream('lintel-clock/deadlines')).toMatchObject({ state: 'ok' });
}, 90_000);

test('nothing personal got out, versions 1, 2, 3 …', async () => {
  const app = await world.start();
  await expectSound(world, app);
});
