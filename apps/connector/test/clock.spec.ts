import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { DateTime } from 'luxon';
import type { JsonObject } from '#libs/model/json.js';
import { traceEntity, type Trace } from '#libs/ledger/queries/trace.js';
import { until } from '#libs/local/testing/until.js';
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

/** An order that was read before it was due, and is missed. The slower the machine, the later it is due. */
async function readThenMissed(): Promise<Trace['entity']> {
  for (const [turn, seconds] of [6, 30, 120].entries()) {
    const number = `0054551${turn}`;
    await world.housing.put(...order(number, 5_400_510 + turn, { date_due: london(seconds) }));
    const entity = await world.entity(
      `uh/workOrder:${number}`,
      ({ document }) => state(document) === 'missed',
    );
    if ((await rings(entity.id)).includes('deadline-near')) return entity;
  }
  throw new Error('no order was read before it was due');
}

test('near, then missed, each told once; an order done in time is met and rings nothing', async () => {
  await world.housing.put(...order('00545500', 5_400_500, { date_due: london(86_400) }));
  const app = await world.start();
  await world.entity('uh/workOrder:00545500');
  await until(
    'the first read is over: from here on it is live',
    () => world.health(),
    ({ streams }) =>
      streams.every((it) => it.connector !== 'universal-housing' || it.backfilledAt !== undefined),
  );

  const due = { date_due: london(900) };
  await world.housing.put(...order('00545502', 5_400_502, due));
  await world.entity('uh/workOrder:00545502', ({ document }) => state(document) === 'near');
  await world.housing.put(...order('00545502', 5_400_502, { ...due, datecomp: london(0), wo_status: '300' }));
  const met = await world.entity('uh/workOrder:00545502', ({ document }) => state(document) === 'met');
  const missed = await readThenMissed();
  expect(list(missed.document, 'deadlines')).toMatchObject([{ rule: 'target-emergency', dueBy: 'given' }]);
  expect(await rings(missed.id)).toEqual(['deadline-near', 'deadline-missed']);
  expect(await rings(met.id)).toEqual(['deadline-near']);

  await app.close();
  await world.start();
  // one look of the clock takes all that is due: by now it has looked at the others too
  await world.housing.put(...order('00545503', 5_400_503, due));
  await world.entity('uh/workOrder:00545503', ({ document }) => state(document) === 'near');
  expect((await traceEntity(world.ledger, missed.id))?.entity.version).toBe(missed.version);
  expect(await rings(missed.id)).toEqual(['deadline-near', 'deadline-missed']);
  expect(await world.stream('lintel-clock/deadlines')).toMatchObject({ state: 'ok' });
});

test('nothing personal got out, versions 1, 2, 3 …', async () => {
  const app = await world.start();
  await expectSound(world, app);
});
